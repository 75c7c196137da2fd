using System.Net;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Pump;

/// <summary>The pump's numbers: those that every service has, requests by command, cache hits, connections.</summary>
public sealed class PumpMetrics : IZmqObserver
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "pump";

    private readonly ServiceMetrics _metrics;
    private readonly StripedCounter[] _refusals;
    private readonly StripedCounter[] _requests = [.. Enum.GetValues<PumpCommand>().Select(_ => new StripedCounter())];
    private readonly StripedCounter _rowsLeftOut;
    private readonly StripedCounter _setsLeftOut;
    private readonly StripedCounter _hits = new();
    private readonly StripedCounter _made = new();
    private int _connections;
    private Func<long> _cached = () => 0;

    /// <summary>Makes or finds the pump's numbers in a node's.</summary>
    public PumpMetrics(NodeMetrics node)
    {
        _metrics = node.ForService(Service, Labels<PumpDiscard>().Concat(Labels<ZmqDiscard>()),
            Labels<PumpRefusal>().Concat(Labels<ZmqCloseReason>()).Concat(Labels<ZmqRefusal>()).Distinct(StringComparer.Ordinal));
        _refusals = [.. Labels<PumpRefusal>().Select(l => _metrics.Errors[l])];
        _rowsLeftOut = _metrics.Discarded[Label(PumpDiscard.Row)];
        _setsLeftOut = _metrics.Discarded[Label(PumpDiscard.Set)];
        (StripedCounter Counter, KeyValuePair<string, object?>[] Tags)[] commands =
            [.. Enum.GetValues<PumpCommand>().Select(c => (_requests[(int)c], new[] { KeyValuePair.Create("command", (object?)Label(c)) }))];
        var meter = _metrics.Meter;
        meter.CreateObservableCounter(
            "catchment_pump_requests_total", () => commands.Select(c => new System.Diagnostics.Metrics.Measurement<long>(c.Counter.Value, c.Tags)), description: "Requests, by command.");
        meter.CreateObservableCounter("catchment_pump_cache_hits_total", () => _hits.Value, description: "Answers that were ready.");
        meter.CreateObservableCounter("catchment_pump_cache_made_total", () => _made.Value, description: "Answers that had to be made.");
        meter.CreateObservableGauge("catchment_pump_cache_bytes", () => _cached(), description: "Memory of answers that are ready.");
        meter.CreateObservableGauge("catchment_pump_connections", () => Volatile.Read(ref _connections), description: "Connections at this moment.");
    }

    /// <summary>Requests refused for a reason.</summary>
    internal long Refusals(PumpRefusal reason) => _refusals[(int)reason].Value;

    /// <summary>Rows left out so far.</summary>
    internal long RowsLeftOut => _rowsLeftOut.Value;

    /// <summary>Tracking sets left out so far.</summary>
    internal long SetsLeftOut => _setsLeftOut.Value;

    /// <summary>Answers that were ready.</summary>
    internal long Hits => _hits.Value;

    /// <summary>Shows how much memory the cache takes.</summary>
    internal void Watch(Func<long> cached) => _cached = cached;

    /// <summary>Memory that the cache takes.</summary>
    internal long CachedBytes => _cached();

    /// <summary>A request came; <see cref="Answered"/> must follow.</summary>
    internal void Received(long bytes)
    {
        _metrics.Received();
        _metrics.Bytes(bytes);
        _metrics.Enter();
    }

    /// <summary>A request was understood.</summary>
    internal void Asked(PumpCommand command) => _requests[(int)command].Add(1);

    /// <summary>A request was answered.</summary>
    /// <param name="elapsed">From its last byte to the reply.</param>
    internal void Answered(TimeSpan elapsed)
    {
        _metrics.Sent();
        _metrics.Latency(elapsed);
        _metrics.Leave();
    }

    /// <summary>A request was refused.</summary>
    internal void Refused(PumpRefusal reason) => _refusals[(int)reason].Add(1);

    /// <summary>Rows were left out of an answer.</summary>
    internal void LeftOut(int rows) => _rowsLeftOut.Add(rows);

    /// <summary>A tracking set was answered as empty.</summary>
    internal void LeftOutSet() => _setsLeftOut.Add(1);

    /// <summary>An answer was ready.</summary>
    internal void Hit() => _hits.Add(1);

    /// <summary>An answer was made.</summary>
    internal void Made() => _made.Add(1);

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
        // Counted when it is looked at.
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

    private static string Label<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
