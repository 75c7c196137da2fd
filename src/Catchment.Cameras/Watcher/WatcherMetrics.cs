using System.Net;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher;

/// <summary>The watcher's numbers: those that every service has, and events, rows, pictures, connections.</summary>
public sealed class WatcherMetrics : IZmqObserver
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "watcher";

    private readonly ServiceMetrics _metrics;
    private readonly StripedCounter[] _errors;
    private readonly StripedCounter[] _discards;
    private readonly StripedCounter _events = new();
    private readonly StripedCounter _rows = new();
    private readonly StripedCounter _pictures = new();
    private readonly StripedCounter _deleted = new();
    private readonly StripedCounter _tasks = new();
    private int _connections;
    private int _open;

    /// <summary>Makes or finds the watcher's numbers in a node's.</summary>
    public WatcherMetrics(NodeMetrics node)
    {
        _metrics = node.ForService(Service, Labels<WatcherDiscard>().Concat(Labels<ZmqDiscard>()),
            Labels<WatcherError>().Concat(Labels<ZmqCloseReason>()).Concat(Labels<ZmqRefusal>()).Distinct(StringComparer.Ordinal));
        _errors = [.. Labels<WatcherError>().Select(l => _metrics.Errors[l])];
        _discards = [.. Labels<WatcherDiscard>().Select(l => _metrics.Discarded[l])];
        Meter.CreateObservableCounter("catchment_watcher_events_total", () => _events.Value, description: "Events that were begun.");
        Meter.CreateObservableCounter("catchment_watcher_rows_total", () => _rows.Value, description: "Tracking rows that are in their files.");
        Meter.CreateObservableCounter("catchment_watcher_pictures_total", () => _pictures.Value, description: "Pictures that are in their files.");
        Meter.CreateObservableCounter("catchment_watcher_deleted_total", () => _deleted.Value, description: "Events that were deleted.");
        Meter.CreateObservableCounter("catchment_watcher_tasks_total", () => _tasks.Value, description: "Tasks and alerts that a sentinel has answered.");
        Meter.CreateObservableGauge("catchment_watcher_open_events", () => Volatile.Read(ref _open), description: "Events under way at this moment.");
        Meter.CreateObservableGauge("catchment_watcher_connections", () => Volatile.Read(ref _connections), description: "Connections at this moment.");
    }

    /// <summary>For instruments of the watcher's parts.</summary>
    public System.Diagnostics.Metrics.Meter Meter => _metrics.Meter;

    /// <summary>The common totals at this moment.</summary>
    public ServiceTotals Totals => _metrics.Totals;

    /// <summary>Rows that are in their files.</summary>
    public long Rows => _rows.Value;

    /// <summary>Pictures that are in their files.</summary>
    public long Pictures => _pictures.Value;

    /// <summary>A message came.</summary>
    public void Received(long bytes)
    {
        _metrics.Received();
        _metrics.Bytes(bytes);
    }

    /// <summary>Something was given out: a reply, a request, an alert.</summary>
    public void Sent() => _metrics.Sent();

    /// <summary>Work on a message begins.</summary>
    public void Enter() => _metrics.Enter();

    /// <summary>Work on a message has ended.</summary>
    /// <param name="elapsed">From its last byte.</param>
    public void Leave(TimeSpan elapsed)
    {
        _metrics.Latency(elapsed);
        _metrics.Leave();
    }

    /// <summary>An event was begun.</summary>
    public void Began()
    {
        _events.Add(1);
        Interlocked.Increment(ref _open);
    }

    /// <summary>An event is over.</summary>
    public void Over() => Interlocked.Decrement(ref _open);

    /// <summary>A row is in its file.</summary>
    public void RowStored() => _rows.Add(1);

    /// <summary>A picture is in its file.</summary>
    public void PictureStored() => _pictures.Add(1);

    /// <summary>An event was deleted.</summary>
    public void EventDeleted() => _deleted.Add(1);

    /// <summary>A sentinel has answered a task or an alert.</summary>
    public void TaskAnswered() => _tasks.Add(1);

    /// <summary>Something that came is not kept.</summary>
    public void Discarded(WatcherDiscard reason) => _discards[(int)reason].Add(1);

    /// <summary>Something failed.</summary>
    public void Failed(WatcherError kind) => _errors[(int)kind].Add(1);

    /// <inheritdoc/>
    public void Connected(IPEndPoint peer) => Interlocked.Increment(ref _connections);

    /// <inheritdoc/>
    public void Disconnected(IPEndPoint peer, ZmqCloseReason reason)
    {
        Interlocked.Decrement(ref _connections);
        if (reason is not (ZmqCloseReason.None or ZmqCloseReason.PeerClosed or ZmqCloseReason.Stopped))
            _metrics.Errors.Add(Label(reason));
    }

    /// <inheritdoc/>
    public void Refused(IPEndPoint peer, ZmqRefusal reason) => _metrics.Errors.Add(Label(reason));

    /// <inheritdoc/>
    public void MessageReceived(long bytes)
    {
        // Counted when it is taken in.
    }

    /// <inheritdoc/>
    public void MessageSent(long bytes)
    {
        // Counted by who sends, as what it is.
    }

    /// <inheritdoc/>
    public void MessageDiscarded(IPEndPoint peer, ZmqDiscard reason) => _metrics.Discarded.Add(Label(reason));

    private static IEnumerable<string> Labels<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Label);

    /// <summary><c>NoSpace</c> becomes <c>no_space</c>.</summary>
    private static string Label<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
