using Catchment.Cameras.Catalog.Reconciling;
using Catchment.Cameras.Catalog.Recording;
using Catchment.Cameras.Hub;
using Catchment.Core.Hosting;

namespace Catchment.Cameras.Catalog;

/// <summary>
/// The catalog as the hub's companion: notes on one side, the database on the other. It begins before the hub's first frame
/// and ends after its last; the hub does not wait for it, and its trouble is a degradation of the hub, no failure.
/// </summary>
internal sealed class HubCatalog : IAsyncDisposable
{
    /// <summary>How long the end waits for what is on its way to the database.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CatalogRecorder _recorder;
    private readonly CatalogWriter _writer;
    private readonly Task _recording;

    /// <summary>Begins.</summary>
    /// <param name="settings">Where the hub's files are.</param>
    /// <param name="parts">Database and board.</param>
    /// <param name="state">The hub's state folder.</param>
    /// <param name="metrics">Counts what went to the catalog.</param>
    /// <param name="context">The hub's service.</param>
    internal HubCatalog(HubSettings settings, HubCatalogParts parts, StateFolder state, HubMetrics metrics, IServiceContext context)
    {
        try
        {
            parts.Home.MakeSink(state, parts.Node);
        }
        catch (StateFolderException)
        {
            // A full disk: this run goes by the node's name, and what it lists is compared when the sink has its own.
        }

        var tree = FrameTree.Of(settings);
        var logs = new EventLogFiles(HubFolders.Logs(settings));
        var memory = new CatalogMemory(state, () => [.. tree.Days().Union(logs.Days())], context.Logger);
        var names = CameraNames.Open(state, context.Logger);
        var queue = new CatalogQueue();
        _writer = new CatalogWriter(parts.Home, queue, memory, names, parts.Board, tree, logs, new RetiringDays(settings.StateDirectory), context);
        _recorder = new CatalogRecorder(memory, names, parts.Board, queue, _writer.Wake, context.Time, context.Logger);
        metrics.Watch(() => queue.Count, () => _writer.Written, () => _recorder.Missed);
        _writer.Start();
        _recording = _recorder.RunAsync(_stopping.Token);
    }

    /// <summary>Takes the hub's notes.</summary>
    internal ICatalogRecorder Recorder => _recorder;

    /// <summary>Works up the last notes, writes what can be written, and ends. The hub stores nothing any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _recording;
        _writer.Stop(LastWrites);
        _writer.Dispose();
        _recorder.Dispose();
        _stopping.Dispose();
    }
}
