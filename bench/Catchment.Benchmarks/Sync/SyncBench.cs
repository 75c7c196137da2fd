using Catchment.Core.Diagnostics;
using Catchment.Tags.Gateway;
using Catchment.Tags.Ipc;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Catchment.Tags.Sync;
using Catchment.Tags.Sync.Cycle;
using Catchment.Tags.Sync.Statistics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Benchmarks.Sync;

/// <summary>A cycle of the sync: from asking the polling service to the gateway's last answer, over real sockets in one process.</summary>
/// <param name="newFolder">Makes a folder.</param>
internal sealed class SyncBench(Func<string> newFolder)
{
    private const int WarmUp = 30;

    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Measures.</summary>
    internal async Task<IReadOnlyList<SyncRow>> MeasureAsync(int tags, int cycles, CancellationToken cancellation) =>
    [
        await RunAsync("every value", tags, cycles, [PolledService.Document(tags, 1), PolledService.Document(tags, 2)], cancellation),
        await RunAsync("none", tags, cycles, [PolledService.Document(tags, 1)], cancellation),
    ];

    private async Task<SyncRow> RunAsync(string what, int tags, int cycles, byte[][] documents, CancellationToken cancellation)
    {
        var turn = 0;
        await using var polling = await PolledService.StartAsync(() => documents[turn++ % documents.Length]);
        var url = polling.Url;
        var folder = newFolder();
        using var node = new NodeMetrics(_time, "");
        var store = new TagStore(new TagStoreSettings(), _time, null, NullLogger.Instance);
        var options = new GatewayIpcOptions { SocketPath = Path.Combine(folder, "g.sock") };
        using var gateway = IpcServer.Start(options, new IpcRoom { Store = store, Metrics = new GatewayMetrics(node), Time = _time, Logger = NullLogger.Instance, Version = "", MaxLineBytes = options.MaxLineBytes });
        var tally = new SyncTally(node, _time);
        var settings = new SyncSettings { SocketPath = options.SocketPath, PollingUrl = url, BufferFile = Path.Combine(folder, "buffer"), Refresh = TimeSpan.FromHours(1) };
        await using var engine = new SyncEngine(settings, tally, new Silent(), NullLogger.Instance, _time);

        var took = new List<double>(cycles);
        for (var i = -WarmUp; i < cycles; i++)
        {
            var began = _time.GetTimestamp();
            await engine.CycleAsync(began, cancellation, cancellation);
            if (i >= 0)
                took.Add(_time.GetElapsedTime(began).TotalMilliseconds);
        }

        var stats = tally.Snapshot();
        if (stats.FailedWrites > 0 || store.Count != tags)
            throw new BenchmarkException($"{stats.FailedWrites} writes failed, and the store has {store.Count} of {tags} points.");
        return new SyncRow(what, tags, documents.Length == 1 ? 0 : tags, Share(took, 0.5), Share(took, 0.99), Share(await FetchAsync(url, cycles, cancellation), 0.5));
    }

    private async Task<List<double>> FetchAsync(Uri url, int cycles, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        var took = new List<double>(cycles);
        for (var i = 0; i < cycles; i++)
        {
            var began = _time.GetTimestamp();
            _ = await client.GetByteArrayAsync(url, cancellation);
            took.Add(_time.GetElapsedTime(began).TotalMilliseconds);
        }

        return took;
    }

    private static double Share(List<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));

    private sealed class Silent : ISyncCondition
    {
        public void Degrade(string key, string reason)
        {
            // What failed is counted, and ends the measurement.
        }

        public void Recover(string key)
        {
            // As above.
        }
    }
}
