using System.Diagnostics.Metrics;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Sync.Rules;

namespace Catchment.Tags.Sync.Statistics;

/// <summary>Counts what the sync does, for its statistics and for the node's metrics. Lives over restarts of the service. Source: <c>tags</c> 8.2, 11 (FE4).</summary>
public sealed class SyncTally
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "sync";

    private const int MostErrors = 100;

    private static readonly string[] DropReasons = ["buffer_full", "buffer_age", "buffer_damaged", "buffer_failed", "refused"];
    private static readonly double[] CycleBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly TimeProvider _time;
    private readonly ServiceMetrics _metrics;
    private readonly Histogram<double> _cycles;
    private readonly Lock _gate = new();
    private readonly Queue<SyncError> _errors = new(MostErrors);
    private readonly StripedCounter[] _rejected;
    private readonly StripedCounter _status;
    private readonly StripedCounter _filtered;
    private long _totalSyncs;
    private long _written;
    private long _failed;
    private long _unchanged;
    private long _clamped;
    private long _pollingErrors;
    private double _lastSync;
    private double _lastSuccess;
    private double _lastCycle;
    private int _tags;
    private int _buffered;
    private int _running;

    /// <summary>Makes or finds the numbers in a node's.</summary>
    /// <param name="node">The node's.</param>
    /// <param name="time">The clock.</param>
    public SyncTally(NodeMetrics node, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _metrics = node.ForService(Service, [.. Reasons(), "status", "filtered", "too_many_tags", .. DropReasons], ["polling", "unreachable", "refused"]);
        _rejected = [.. Enum.GetValues<RejectReason>().Select(reason => _metrics.Discarded[Label(reason)])];
        (_status, _filtered) = (_metrics.Discarded["status"], _metrics.Discarded["filtered"]);
        var meter = _metrics.Meter;
        meter.CreateObservableCounter("catchment_sync_cycles_total", () => Interlocked.Read(ref _totalSyncs), description: "Cycles that read a document with tags.");
        meter.CreateObservableCounter("catchment_sync_writes_total", Writes, description: "Values that were written, by result.");
        meter.CreateObservableCounter("catchment_sync_filtered_total", () => _filtered.Value, description: "Tags that were left out by include and exclude.");
        meter.CreateObservableCounter("catchment_sync_unchanged_total", () => Interlocked.Read(ref _unchanged), description: "Values that were left out because they had not changed.");
        meter.CreateObservableCounter("catchment_sync_clamped_total", () => Interlocked.Read(ref _clamped), description: "Values that were brought to a limit.");
        meter.CreateObservableGauge("catchment_sync_tags", () => Volatile.Read(ref _tags), description: "Tags of the last document.");
        meter.CreateObservableGauge("catchment_sync_buffer_entries", () => Volatile.Read(ref _buffered), description: "Values that wait for the gateway.");
        meter.CreateObservableGauge("catchment_sync_last_success_timestamp_seconds", () => Volatile.Read(ref _lastSuccess), description: "When the last cycle ended in which nothing failed: Unix seconds; 0 for never.");
        _cycles = meter.CreateHistogram("catchment_sync_cycle_seconds", description: "Duration of a cycle.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = CycleBounds });
    }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning
    {
        get => Volatile.Read(ref _running) != 0;
        internal set => Volatile.Write(ref _running, value ? 1 : 0);
    }

    /// <summary>Cycles that read a document with tags.</summary>
    internal long TotalSyncs => Interlocked.Read(ref _totalSyncs);

    /// <summary>The statistics at this moment.</summary>
    public SyncStats Snapshot()
    {
        lock (_gate)
        {
            return new SyncStats
            {
                TotalSyncs = TotalSyncs,
                SuccessfulWrites = Interlocked.Read(ref _written),
                FailedWrites = Interlocked.Read(ref _failed),
                LastSyncTime = Volatile.Read(ref _lastSync) is > 0 and var last ? last : null,
                Errors = [.. _errors],
                Running = IsRunning,
                Tags = Volatile.Read(ref _tags),
                NotGood = _status.Value,
                Filtered = _filtered.Value,
                Unchanged = Interlocked.Read(ref _unchanged),
                Rejected = Counts(Reasons().Where(static reason => reason != "deadband")),
                Clamped = Interlocked.Read(ref _clamped),
                PollingErrors = Interlocked.Read(ref _pollingErrors),
                Buffered = Volatile.Read(ref _buffered),
                Dropped = Counts(DropReasons),
                LastCycleSeconds = Volatile.Read(ref _lastCycle),
            };
        }
    }

    /// <summary>The text of an error in a write. Source: <c>tags</c> 8.2.</summary>
    internal void FailedToWrite(string tag, string why) => Tell($"Error writing {tag}: {why}");

    /// <summary>Keeps an error, for as long as no hundred others have come.</summary>
    internal void Tell(string message)
    {
        var error = new SyncError(Now, message);
        lock (_gate)
        {
            if (_errors.Count == MostErrors)
                _ = _errors.Dequeue();
            _errors.Enqueue(error);
        }
    }

    /// <summary>A document came.</summary>
    internal void Read(int tags, int beyond, long bytes)
    {
        Volatile.Write(ref _tags, tags);
        _metrics.Received(tags);
        _metrics.Bytes(bytes);
        if (beyond > 0)
            _metrics.Discarded.Add("too_many_tags", beyond);
    }

    /// <summary>The polling service did not answer as it should.</summary>
    internal void PollingFailed()
    {
        Interlocked.Increment(ref _pollingErrors);
        _metrics.Errors.Add("polling");
    }

    /// <summary>What a cycle left out.</summary>
    internal void LeftOut(int notGood, int filtered, int unchanged, int clamped)
    {
        _status.Add(notGood);
        _filtered.Add(filtered);
        Interlocked.Add(ref _unchanged, unchanged);
        Interlocked.Add(ref _clamped, clamped);
    }

    /// <summary>A value is not written.</summary>
    internal void Reject(RejectReason reason)
    {
        _rejected[(int)reason].Add(1);
        if (reason == RejectReason.Deadband)
            Interlocked.Increment(ref _unchanged);
    }

    /// <summary>The gateway took values.</summary>
    internal void Wrote(int count)
    {
        Interlocked.Add(ref _written, count);
        _metrics.Sent(count);
    }

    /// <summary>The gateway refused values.</summary>
    internal void Refused(int count)
    {
        Interlocked.Add(ref _failed, count);
        _metrics.Errors.Add("refused", count);
    }

    /// <summary>The gateway did not answer to values.</summary>
    internal void Unanswered(int count)
    {
        Interlocked.Add(ref _failed, count);
        _metrics.Errors.Add("unreachable", count);
    }

    /// <summary>Values were lost while they waited.</summary>
    internal void Dropped(string reason, long count)
    {
        if (count > 0)
            _metrics.Discarded.Add(reason, count);
    }

    /// <summary>So many values wait.</summary>
    internal void Buffers(int count) => Volatile.Write(ref _buffered, count);

    /// <summary>A cycle ended.</summary>
    internal void Ended(TimeSpan took, bool isGood)
    {
        Interlocked.Increment(ref _totalSyncs);
        Volatile.Write(ref _lastSync, Now);
        Volatile.Write(ref _lastCycle, took.TotalSeconds);
        if (isGood)
            Volatile.Write(ref _lastSuccess, Now);
        _cycles.Record(took.TotalSeconds);
        _metrics.Latency(took);
    }

    private double Now => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static IEnumerable<string> Reasons() => Enum.GetValues<RejectReason>().Where(static reason => reason != RejectReason.None).Select(Label);

    internal static string Label(RejectReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    private Dictionary<string, long> Counts(IEnumerable<string> reasons) =>
        reasons.Select(reason => (Reason: reason, _metrics.Discarded[reason].Value)).Where(static one => one.Value > 0).ToDictionary(static one => one.Reason, static one => one.Value, StringComparer.Ordinal);

    private IEnumerable<Measurement<long>> Writes() =>
    [
        new(Interlocked.Read(ref _written), KeyValuePair.Create("result", (object?)"ok")),
        new(Interlocked.Read(ref _failed), KeyValuePair.Create("result", (object?)"failed")),
    ];
}
