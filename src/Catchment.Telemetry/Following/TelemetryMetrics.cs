using System.Text.Json;
using Catchment.Core.Diagnostics;

namespace Catchment.Telemetry.Following;

/// <summary>The live process's numbers: those that every service has, and the original's statistics. Source: <c>telemetry</c> 11.5.</summary>
public sealed class TelemetryMetrics
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "telemetry";

    private readonly ServiceMetrics _metrics;
    private readonly StripedCounter[] _skips;
    private readonly StripedCounter[] _errors;
    private readonly TimeProvider _time;
    private readonly long _began;
    private long _taken;
    private double _lastRound;
    private long _followed;

    /// <summary>Makes or finds the numbers in a node's.</summary>
    /// <param name="node">The node's.</param>
    /// <param name="time">The clock of the statistics.</param>
    public TelemetryMetrics(NodeMetrics node, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(time);
        (_time, _began) = (time, time.GetTimestamp());
        _metrics = node.ForService(Service, Labels<SkipReason>(), Labels<TelemetryTrouble>());
        _skips = [.. Labels<SkipReason>().Select(l => _metrics.Discarded[l])];
        _errors = [.. Labels<TelemetryTrouble>().Select(l => _metrics.Errors[l])];
        var meter = _metrics.Meter;
        meter.CreateObservableGauge("catchment_telemetry_last_update_timestamp", () => Volatile.Read(ref _lastRound), description: "When the last round ended: Unix seconds (last_update.timestamp).");
        meter.CreateObservableGauge("catchment_telemetry_records_since_startup", () => RecordsSinceStartup, description: "Entries and file events that were taken (records.since_startup).");
        meter.CreateObservableGauge("catchment_telemetry_records_per_sec", () => RecordsPerSecond, description: "Entries and file events a second since the start (records.per_sec).");
        meter.CreateObservableGauge("catchment_telemetry_followed_devices", () => Volatile.Read(ref _followed), description: "Devices whose files are followed.");
    }

    /// <summary>The totals at this moment: received are entries and file events that were taken, sent those that are committed.</summary>
    public ServiceTotals Totals => _metrics.Totals;

    /// <summary>Entries and file events that were taken since the start.</summary>
    public long RecordsSinceStartup => Volatile.Read(ref _taken);

    /// <summary>The same, a second.</summary>
    public double RecordsPerSecond => _time.GetElapsedTime(_began) is { Ticks: > 0 } since ? RecordsSinceStartup / since.TotalSeconds : 0;

    /// <summary>When the last round ended, in seconds since 1970 UTC; 0: none has.</summary>
    public double LastUpdate => Volatile.Read(ref _lastRound);

    /// <summary>A round was read.</summary>
    internal void Took(long records, long bytes)
    {
        Volatile.Write(ref _taken, _taken + records);
        _metrics.Received(records);
        _metrics.Bytes(bytes);
    }

    /// <summary>A round was committed.</summary>
    /// <param name="records">Entries and file events in it.</param>
    /// <param name="took">From its first reading to its commit.</param>
    internal void Wrote(long records, TimeSpan took)
    {
        _metrics.Sent(records);
        _metrics.Latency(took);
        Looked();
    }

    /// <summary>A round ended, if with nothing.</summary>
    internal void Looked() => Volatile.Write(ref _lastRound, (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);

    /// <summary>Something gives no row.</summary>
    internal void Skipped(SkipReason reason, long count) => _skips[(int)reason].Add(count);

    /// <summary>Something was in the way.</summary>
    internal void Failed(TelemetryTrouble trouble) => _errors[(int)trouble].Add(1);

    /// <summary>So many devices are followed.</summary>
    internal void Follows(int devices) => Volatile.Write(ref _followed, devices);

    private static IEnumerable<string> Labels<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
}
