using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings.Indexing;
using Catchment.Core.Hosting;

namespace Catchment.Cameras.Recordings;

/// <summary>
/// Keeps the catalog of recorded events equal to their files. Nobody waits for it: what serves or records events works without it.
/// </summary>
internal sealed class RecordingService : IService
{
    private readonly string _node;
    private readonly string _stateDirectory;
    private readonly CatalogHome _home;
    private readonly IEventFiles _files;
    private readonly RecordingNotes _notes;
    private readonly RecordingMetrics _metrics;

    internal RecordingService(string node, string stateDirectory, CatalogHome home, IEventFiles files, RecordingNotes notes, RecordingMetrics metrics)
    {
        _node = node;
        _stateDirectory = stateDirectory;
        _home = home;
        _files = files;
        _notes = notes;
        _metrics = metrics;
    }

    /// <inheritdoc/>
    public string Name => RecordingMetrics.Service;

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        using var state = StateFolder.Open(_stateDirectory);
        _home.MakeSink(state, _node);
        using var worker = new RecordingWorker(_home, _files, _notes, _metrics, context);
        worker.Start();
        context.Running();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, stopping);
        }
        catch (OperationCanceledException)
        {
            worker.Stop(context.DrainDeadline / 2);
        }
    }
}
