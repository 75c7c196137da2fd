using System.Net;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Control;
using Catchment.Cameras.Watcher.Deleting;
using Catchment.Cameras.Watcher.Sentinel;
using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher;

/// <summary>The control port, the sentinels and the deletions of one run of the watcher.</summary>
/// <remarks>Source: the camera specification, 10.5 to 10.7.</remarks>
public sealed partial class WatcherWork : IWatcherWork
{
    private const string LocksTrouble = "locks";

    private readonly WatcherRoom _room;
    private readonly IEventLocks _locks;
    private readonly SentinelResults _results;
    private readonly SentinelDesk _sentinels;
    private readonly EventDeleter _deleter;
    private readonly ControlPort _port;
    private readonly CancellationTokenSource _stop = new();
    private Task _deleting = Task.CompletedTask;
    private bool _locksAreBad;
    private bool _disposed;

    /// <summary>Opens what waits since the last run.</summary>
    /// <param name="room">The watcher.</param>
    /// <param name="files">Reads the times of pictures and rows.</param>
    /// <param name="locks">Which events must not be deleted.</param>
    /// <param name="sentinelLog">The log of the configured sentinel (<c>logconfigs.sentinel_agent</c>); null: the watcher's own.</param>
    /// <exception cref="IOException">What waits since the last run cannot be read.</exception>
    public WatcherWork(WatcherRoom room, IEventFiles files, IEventLocks locks, PythonLogging? sentinelLog)
    {
        ArgumentNullException.ThrowIfNull(room);
        _room = room;
        _locks = locks;
        _results = new SentinelResults(room, files);
        try
        {
            _sentinels = new SentinelDesk(room, _results, sentinelLog);
            _deleter = new EventDeleter(room, locks, _sentinels.Alert);
            _port = new ControlPort(room, new ControlDesk(room.Registry, _sentinels, _deleter));
        }
        catch
        {
            _deleter?.Dispose(); // The service is started again and again: no attempt may leave its files open.
            _sentinels?.Dispose();
            _results.Dispose();
            throw;
        }
    }

    /// <summary>Where control requests are taken, once it is started.</summary>
    public IReadOnlyList<IPEndPoint> Bound { get; private set; } = [];

    /// <inheritdoc/>
    public void Start()
    {
        Bound = _port.Open();
        _sentinels.Start();
        _deleting = Task.Run(() => _deleter.RunAsync(_stop.Token));
    }

    /// <inheritdoc/>
    public void Check()
    {
        _port.Check();
        _sentinels.Check();
        CheckLocks();
        if (_deleting.IsFaulted)
            _deleting.GetAwaiter().GetResult(); // Ends the service, which is started again: deletions must not stand still unnoticed.
    }

    /// <inheritdoc/>
    public void Ended(EndedEvent ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        if (ended.Tasks.Count > 0)
        {
            _sentinels.Request(ended);
            return;
        }

        // Nothing is to be done with it: it is deleted, under the day of its start (defect 34), unless it is locked (defect 35).
        var answer = _deleter.Accept(ended.Key);
        if (answer == DeletionAnswer.Queued)
            return;
        _room.Metrics.Failed(answer == DeletionAnswer.Locked ? WatcherError.Locked : WatcherError.Delete);
        LogKept(_room.Context.Logger, ended.Key, answer);
    }

    /// <inheritdoc/>
    public async Task DrainAsync(TimeSpan deadline)
    {
        await _port.DrainAsync(deadline);
        await _stop.CancelAsync();
        await _deleting;
        await _sentinels.StopAsync();
        _results.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        _port.Dispose();
        await _stop.CancelAsync();
        await _deleting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // What it failed with was told by Check.
        await _sentinels.StopAsync();
        _results.Dispose();
        _sentinels.Dispose();
        _deleter.Dispose();
        _stop.Dispose();
    }

    private void CheckLocks()
    {
        var trouble = _locks.Look();
        if (trouble is not null)
            _room.Context.Degrade(LocksTrouble, trouble);
        else if (_locksAreBad)
            _room.Context.Recover(LocksTrouble);
        _locksAreBad = trouble is not null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {Key} ended without tasks and is kept: {Answer}")]
    private static partial void LogKept(ILogger logger, EventKey key, DeletionAnswer answer);
}
