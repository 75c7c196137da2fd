using Catchment.Cameras.Hub;
using Catchment.Cameras.Watcher.News;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher;

/// <summary>
/// The watcher as a service: puts right what was interrupted, connects to the outposts, records, and closes what is open when it has to stop.
/// </summary>
/// <param name="settings">What it runs with.</param>
/// <param name="parts">What it shares with the rest of the process.</param>
/// <param name="sharedState">The claimed state folder, when the process already has it; otherwise the service claims its own.</param>
public sealed class WatcherService(WatcherSettings settings, WatcherServiceParts parts, StateFolder? sharedState) : IService
{
    private const int TicksASecond = 4;

    /// <inheritdoc/>
    public string Name => WatcherMetrics.Service;

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        WatcherFolders.Make(settings);
        var state = sharedState ?? StateFolder.Open(settings.StateDirectory);
        try
        {
            await RunAsync(context, state, stopping);
        }
        finally
        {
            if (sharedState is null)
                state.Dispose();
        }
    }

    private async Task RunAsync(IServiceContext context, StateFolder state, CancellationToken stopping)
    {
        var options = settings.Options;
        var metrics = parts.Metrics;
        await using var news = settings.Pump is { } pump ? new PumpNews(pump, metrics, context.Time, context.Logger) : null;
        var listeners = new EventListeners(news is null ? parts.Listeners : [.. parts.Listeners, news], parts.Feed);
        var space = new FreeSpaceGuard(settings.Folders.Images, options.FreeSpaceLow?.Bytes);
        var condition = new RecordingCondition(space, context);
        var notes = new OpenEventNotes(state, condition, metrics, context.Logger);
        var unfinished = EventRecovery.Run(notes, settings.Folders, listeners, context.Logger);

        using var store = new EventStore(settings.Folders, options.Durability);
        using var folders = new DayFolders(settings.Folders.Images, options.Durability, static _ => { });
        var registry = new OutpostRegistry(settings, state, context);
        await using var work = parts.Work(new WatcherRoom(settings, metrics, store, registry, listeners, state, context));
        var preRoll = new PreRollBudget(options.PreRollMemory.Bytes);
        var recorder = new EventRecorder(new RecordingParts(
            options, store, new PictureStore(folders, condition, metrics), notes, condition, preRoll, metrics, listeners, work, context.Time, context.Logger));
        using var sockets = new OutpostSockets(registry, recorder, metrics, context);
        registry.Added = camera =>
        {
            recorder.Add(camera);
            sockets.Add(camera);
        };
        foreach (var camera in registry.Cameras)
            registry.Added(camera);
        parts.Board.Show(recorder, sockets);
        try
        {
            work.Start();
            foreach (var ended in unfinished)
            {
                work.Ended(ended);
                notes.Remove(ended.Key);
            }

            context.Running();
            await LookAfterAsync(context, condition, store, folders, recorder, new PreRollMemory(preRoll, IdleMemory.GiveBack), sockets, work, news, stopping);
        }
        finally
        {
            sockets.Drain(context.DrainDeadline / 2);
            recorder.Close();
            parts.Board.Show(null, null);
        }

        await work.DrainAsync(context.DrainDeadline / 2);
    }

    private async Task LookAfterAsync(
        IServiceContext context, RecordingCondition condition, EventStore store, DayFolders folders, EventRecorder recorder, PreRollMemory memory, OutpostSockets sockets, IWatcherWork work, PumpNews? news, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / TicksASecond), context.Time);
        try
        {
            for (var tick = 1; await timer.WaitForNextTickAsync(stopping); tick++)
            {
                recorder.Tick();
                if (tick % TicksASecond != 0)
                    continue;
                memory.Check();
                condition.Check();
                sockets.Check();
                folders.LetGoOfMoved();
                work.Check();
                news?.Check();
                parts.Board.Publish();
                Flush(store, condition);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private static void Flush(EventStore store, RecordingCondition condition)
    {
        try
        {
            store.Flush();
        }
        catch (StorageException e)
        {
            condition.Fails(RecordingWrite.Rows, e);
        }
    }
}
