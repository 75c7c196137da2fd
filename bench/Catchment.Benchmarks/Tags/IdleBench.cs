using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Sync;

namespace Catchment.Benchmarks.Tags;

/// <summary>Processor and memory of a gateway whose points are all written and now rest, and of a sync that has nothing to copy, each the real program.</summary>
/// <param name="program">The program.</param>
/// <param name="newFolder">Makes a folder.</param>
/// <param name="time">How long each is watched.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class IdleBench(string program, Func<string> newFolder, TimeSpan time, TextWriter progress)
{
    private const double Megabyte = 1e6;

    // What was written last is saved within a second; the rest is for the collector and the compiler.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>Measures.</summary>
    /// <param name="points">Gateways with so many points.</param>
    /// <param name="writes">How often each point is written before.</param>
    /// <param name="tags">Tags of the sync's document; 0: no sync.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<IdleRow>> MeasureAsync(IReadOnlyList<int> points, int writes, int tags, CancellationToken cancellation)
    {
        var rows = new List<IdleRow>();
        foreach (var count in points)
        {
            await progress.WriteLineAsync($"gateway with {count:N0} points");
            await using var gateway = await GatewayUnderTest.StartAsync(program, newFolder(), cancellation);
            gateway.Fill([.. Enumerable.Range(0, count).Select(static i => $"PLC_{i / 100}.tag-{i % 100}")], writes);
            rows.Add(await WatchAsync("gateway", count, () => gateway.Usage, cancellation));
        }

        if (tags > 0)
            rows.Add(await SyncAsync(tags, cancellation));
        return rows;
    }

    private async Task<IdleRow> SyncAsync(int tags, CancellationToken cancellation)
    {
        await progress.WriteLineAsync($"sync of {tags:N0} tags");
        var folder = newFolder();
        var document = PolledService.Document(tags, 1);
        await using var polling = await PolledService.StartAsync(() => document);
        await using var gateway = await GatewayUnderTest.StartAsync(program, newFolder(), cancellation);
        var file = Path.Combine(folder, "catchment.yaml");
        await File.WriteAllTextAsync(file, $$"""sync: { socket_path: "{{gateway.Socket}}", polling_url: "{{polling.Url}}" }""", cancellation);
        await using var sync = ServerProcess.Start("the sync", [program, "run", "sync", "-c", file], 0);
        return await WatchAsync("sync", tags, () => sync.Usage, cancellation);
    }

    private async Task<IdleRow> WatchAsync(string what, int points, Func<ProcessUsage> usage, CancellationToken cancellation)
    {
        await Task.Delay(Settling, cancellation);
        var before = usage();
        await Task.Delay(time, cancellation);
        var after = usage();
        return new IdleRow(what, points, 100 * (after.Cpu - before.Cpu) / time, after.ResidentBytes / Megabyte, after.PeakResidentBytes / Megabyte);
    }
}
