using System.Net;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Hub;

/// <summary>The hub's numbers: those that every service has, and frames stored, events logged, connections.</summary>
public sealed class HubMetrics : IZmqObserver
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "hub";

    private readonly ServiceMetrics _metrics;
    private readonly StripedCounter[] _refusals;
    private readonly StripedCounter[] _discards;
    private readonly StripedCounter _stored = new();
    private readonly StripedCounter _events = new();
    private int _connections;
    private Func<long> _catalogWaiting = () => 0;
    private Func<long> _catalogWritten = () => 0;
    private Func<long> _catalogMissed = () => 0;

    /// <summary>Makes or finds the hub's numbers in a node's.</summary>
    public HubMetrics(NodeMetrics node)
    {
        _metrics = node.ForService(Service, Labels<HubDiscard>().Concat(Labels<ZmqDiscard>()),
            Labels<HubRefusal>().Concat(Labels<ZmqCloseReason>()).Concat(Labels<ZmqRefusal>()).Distinct(StringComparer.Ordinal));
        _refusals = [.. Labels<HubRefusal>().Select(l => _metrics.Errors[l])];
        _discards = [.. Labels<HubDiscard>().Select(l => _metrics.Discarded[l])];
        _metrics.Meter.CreateObservableCounter("catchment_hub_stored_total", () => _stored.Value, description: "Frames that are in their files.");
        _metrics.Meter.CreateObservableCounter("catchment_hub_events_total", () => _events.Value, description: "Event messages that are in imagehub.log.");
        _metrics.Meter.CreateObservableGauge("catchment_hub_connections", () => Volatile.Read(ref _connections), description: "Connections at this moment.");
        _metrics.Meter.CreateObservableGauge("catchment_hub_catalog_waiting", () => _catalogWaiting(), description: "Frames and events on their way to the catalog.");
        _metrics.Meter.CreateObservableGauge("catchment_hub_catalog_written", () => _catalogWritten(), description: "Changes brought to the catalog since the hub's start.");
        _metrics.Meter.CreateObservableGauge("catchment_hub_catalog_missed", () => _catalogMissed(), description: "Frames and events, since the hub's start, that the catalog takes from the files because they came faster than it writes.");
    }

    /// <summary>Shows how the catalog gets on.</summary>
    /// <param name="waiting">On the way to it.</param>
    /// <param name="written">Brought to it.</param>
    /// <param name="missed">Left to a comparison with the files.</param>
    internal void Watch(Func<long> waiting, Func<long> written, Func<long> missed)
    {
        _catalogWaiting = waiting;
        _catalogWritten = written;
        _catalogMissed = missed;
    }

    /// <summary>A message came.</summary>
    public void Received(long bytes)
    {
        _metrics.Received();
        _metrics.Bytes(bytes);
    }

    /// <summary>Work on a message begins.</summary>
    public void Enter() => _metrics.Enter();

    /// <summary>A message was answered.</summary>
    /// <param name="elapsed">From its last byte to the reply.</param>
    public void Answered(TimeSpan elapsed)
    {
        _metrics.Sent();
        _metrics.Latency(elapsed);
        _metrics.Leave();
    }

    /// <summary>A frame is in its file.</summary>
    public void Stored() => _stored.Add(1);

    /// <summary>An event is in the log.</summary>
    public void Logged() => _events.Add(1);

    /// <summary>A message was answered OK and is not kept.</summary>
    public void Discarded(HubDiscard reason) => _discards[(int)reason].Add(1);

    /// <summary>A request was answered with an error text.</summary>
    public void Refused(HubRefusal refusal) => _refusals[(int)refusal].Add(1);

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
        // Counted when it is taken in, with what was made of it.
    }

    /// <inheritdoc/>
    public void MessageSent(long bytes)
    {
        // Counted as an answer, with its latency.
    }

    /// <inheritdoc/>
    public void MessageDiscarded(IPEndPoint peer, ZmqDiscard reason) => _metrics.Discarded.Add(Label(reason));

    private static IEnumerable<string> Labels<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Label);

    /// <summary><c>NoSpace</c> becomes <c>no_space</c>.</summary>
    private static string Label<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
