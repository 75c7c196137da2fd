using Catchment.Cameras.Catalog;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Hub;

/// <summary>
/// The hub as a service: opens its folders, its log and its sockets, looks after them once a second, and drains when it has
/// to stop.
/// </summary>
/// <param name="settings">What it runs with.</param>
/// <param name="metrics">Its numbers.</param>
/// <param name="catalog">Where it is listed what the hub stores; null: nowhere.</param>
/// <param name="sharedState">The claimed state folder, when the process already has it; otherwise the service claims its own.</param>
public sealed partial class HubService(HubSettings settings, HubMetrics metrics, HubCatalogParts? catalog, StateFolder? sharedState) : IService
{
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Name => HubMetrics.Service;

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        HubFolders.Make(settings);
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
        var images = HubFolders.Images(settings);
        var memory = new HubMemory(state, () => DayFolders.Newest(images), context.Logger);
        await using var listed = catalog is null ? null : new HubCatalog(settings, catalog, state, metrics, context);
        using var folders = new DayFolders(images, options.Durability, Opening);
        var cap = new DailyCap(settings.Cap, memory.Cap, folders.Count);
        var space = new FreeSpaceGuard(settings.DataDirectory, options.FreeSpaceLow?.Bytes, options.FreeSpaceHigh?.Bytes);
        var disk = new DiskCondition(space, context);
        Sweep(memory, folders, disk, context.Logger);
        var patience = new PatienceWatch(options.Patience, context.Time);
        using var events = new EventLog(HubFolders.Logs(settings), options.Durability, context.Time, listed?.Recorder);
        Note(events, disk, "Starting imagehub.py");

        var store = new FrameStore(folders, new FrameClock(context.Time), cap, space, listed?.Recorder);
        using var intake = new HubIntake(store, events, patience, metrics, disk, CapReached, options, settings.StoreRaw, context.Logger);
        using var sockets = new HubSockets(settings, intake, metrics, context);
        sockets.Open();
        context.Running();

        await LookAfterAsync(context, disk, folders, sockets, events, patience, Remember, stopping);
        Note(events, disk, "SIGTERM detected, shutting down");
        await sockets.DrainAsync();
        intake.Dispose();
        Remember();
        Note(events, disk, "Exiting imagehub.py");

        void Opening(DateOnly day)
        {
            memory.Opening(day);
            listed?.Recorder.Opening(day);
        }

        void CapReached()
        {
            Note(events, disk, "Max images written. Writing stopped.");
            Remember(); // at once: a restart must not warn again
        }

        void Remember()
        {
            try
            {
                memory.Remember(cap.State());
                disk.Works(HubWrite.State);
            }
            catch (Exception e) when (DiskCondition.IsRefusal(e))
            {
                disk.Fails(HubWrite.State, e);
            }
        }
    }

    private static void Sweep(HubMemory memory, DayFolders folders, DiskCondition disk, ILogger logger)
    {
        try
        {
            foreach (var day in memory.OpenDays)
            {
                var folder = folders.PathOf(day);
                var swept = Leftovers.Sweep(folder);
                if (swept > 0)
                    LogSwept(logger, swept, folder);
            }

            memory.Swept();
        }
        catch (Exception e) when (DiskCondition.IsRefusal(e))
        {
            disk.Fails(HubWrite.State, e); // The next start sweeps; the hub opens its port all the same.
        }
    }

    /// <summary>A line of the hub's own; a disk that does not take it does not stop the hub.</summary>
    private static void Note(EventLog events, DiskCondition disk, string line)
    {
        try
        {
            events.Append(line);
            disk.Works(HubWrite.Events);
        }
        catch (Exception e) when (DiskCondition.IsRefusal(e))
        {
            disk.Fails(HubWrite.Events, e);
        }
    }

    private static void Rotate(EventLog events, DiskCondition disk)
    {
        try
        {
            events.RotateIfDue();
        }
        catch (Exception e) when (DiskCondition.IsRefusal(e))
        {
            disk.Fails(HubWrite.Events, e);
        }
    }

    private static async Task LookAfterAsync(
        IServiceContext context, DiskCondition disk, DayFolders folders, HubSockets sockets, EventLog events, PatienceWatch patience, Action remember, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(patience.Interval < LookAfter ? patience.Interval : LookAfter, context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                disk.Check();
                sockets.Check();
                folders.LetGoOfMoved();
                Rotate(events, disk);
                if (patience.Check() is { } silence)
                    Note(events, disk, silence);
                remember();
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} unfinished files that a killed process left in {Folder}")]
    private static partial void LogSwept(ILogger logger, int count, string folder);
}
