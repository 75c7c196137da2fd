using System.Net;
using Catchment.Cameras.Events;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Pump;

/// <summary>The pump as a service: serves recorded events to DataFeed clients, looks after its folders once a second, and drains.</summary>
/// <param name="settings">What it runs with.</param>
/// <param name="metrics">Its numbers.</param>
/// <param name="locks">The events that must not be deleted.</param>
/// <remarks>Source: the camera specification, 6.</remarks>
public sealed partial class PumpService(PumpSettings settings, PumpMetrics metrics, IEventLocks locks) : IService
{
    /// <summary>A request has one frame; one of more is answered up to here, so that its sender does not wait for ever.</summary>
    private const int MostFrames = 1024;

    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Name => PumpMetrics.Service;

    /// <summary>Where it listens, once it does.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; private set; } = [];

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        var options = settings.Options;
        var cache = new PumpCache(options.Cache.Bytes);
        metrics.Watch(() => cache.Bytes);
        var troubles = new PumpTroubles(metrics, context);
        var refusals = new RefusalLog(metrics, context.Logger, context.Time);
        var common = new ZmqOptions { TimeProvider = context.Time, Logger = context.Logger };
        using var memories = new FileMemories();
        using var events = new RecordedEvents(settings.Folders, cache, memories, metrics, new LeftOutRows(metrics, context.Logger), context.Time);
        var pictures = new PictureReader(events.Images);
        using var deletions = new Deletions(locks, settings.Watcher, options.DeleteTimeout, metrics, troubles, common);
        var requests = new PumpRequests(events, pictures, memories, deletions, metrics, refusals, troubles, context.Time, context.Logger);
        using var replier = new ZmqReplier(settings.Listen, requests.Answer, new ZmqReplierOptions
        {
            Limits = new ZmqLimits
            {
                MaxMessageBytes = options.MaxRequest.Bytes,
                MaxFrames = MostFrames,
                MaxConnections = options.MaxConnections,
                MaxBufferedBytes = 4 * options.MaxRequest.Bytes,
            },
            AllowedPeers = settings.Allow,
            FaultReply = PumpReplies.Exception.ToArray(),
            TimeProvider = context.Time,
            Logger = context.Logger,
            Observer = metrics,
        });
        Endpoints = replier.Start();
        foreach (var endpoint in Endpoints)
            LogListening(context.Logger, endpoint);
        if (settings.ListensAsOriginal)
            LogListensAsOriginal(context.Logger);
        context.Running();

        await LookAfterAsync(context, events, refusals, troubles, stopping);
        deletions.Stop(); // Nobody waits for a silent watcher longer than the drain lasts.
        var drained = await replier.StopAsync(context.DrainDeadline);
        if (drained.Unanswerable + drained.Aborted > 0)
            LogUnanswered(context.Logger, drained.Unanswerable + drained.Aborted);
    }

    private async Task LookAfterAsync(IServiceContext context, RecordedEvents events, RefusalLog refusals, PumpTroubles troubles, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(LookAfter, context.Time);
        try
        {
            do
            {
                CheckFolders(events, troubles);
                CheckLocks(troubles);
                troubles.OverWhenQuiet(PumpRefusal.Storage);
                refusals.Check();
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private void CheckFolders(RecordedEvents events, PumpTroubles troubles)
    {
        try
        {
            string[] missing = [.. new[] { (events.Csv, settings.Folders.Csv), (events.Images, settings.Folders.Images) }.Where(r => !r.Item1.Check()).Select(r => r.Item2)];
            if (missing.Length > 0)
                troubles.Shows(PumpRefusal.Folders, $"there is no folder {string.Join(" and no folder ", missing)}; requests are answered as if nothing were recorded");
            else
                troubles.Over(PumpRefusal.Folders);
        }
        catch (IOException e)
        {
            troubles.Shows(PumpRefusal.Folders, e.Message);
        }
    }

    private void CheckLocks(PumpTroubles troubles)
    {
        if (locks.Look() is { } trouble)
            troubles.Shows(PumpRefusal.Locks, trouble);
        else
            troubles.Over(PumpRefusal.Locks);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on tcp://{Endpoint}")]
    private static partial void LogListening(ILogger logger, IPEndPoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listening on all interfaces, as the original did: whoever reaches the port can read and delete recorded events. pump.listen and pump.allow narrow it")]
    private static partial void LogListensAsOriginal(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} requests were left without a reply when the pump stopped")]
    private static partial void LogUnanswered(ILogger logger, int count);
}
