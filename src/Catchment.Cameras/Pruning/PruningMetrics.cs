using System.Diagnostics.Metrics;
using System.Text.Json;
using Catchment.Core.Diagnostics;

namespace Catchment.Cameras.Pruning;

/// <summary>The pruning's numbers: those that every service has, and events by what became of them.</summary>
public sealed class PruningMetrics
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "pruning";

    private const string DeletedLabel = "profile";
    private const string FailedLabel = "run";

    private readonly ServiceMetrics _metrics;
    private readonly StripedCounter _discarded;
    private readonly StripedCounter _errors;
    private readonly StripedCounter[] _decided = [.. Enum.GetValues<PruningReason>().Select(_ => new StripedCounter())];
    private double _seconds;

    /// <summary>Makes or finds the pruning's numbers in a node's.</summary>
    public PruningMetrics(NodeMetrics node)
    {
        _metrics = node.ForService(Service, [DeletedLabel], [FailedLabel]);
        _discarded = _metrics.Discarded[DeletedLabel];
        _errors = _metrics.Errors[FailedLabel];
        var labels = Enum.GetValues<PruningReason>().Select(r => new KeyValuePair<string, object?>("reason", JsonNamingPolicy.SnakeCaseLower.ConvertName(r.ToString()))).ToArray();
        _metrics.Meter.CreateObservableCounter(
            "catchment_pruning_events_total",
            () => _decided.Select((c, i) => new Measurement<long>(c.Value, labels[i])),
            description: "Events that were looked at, by what became of them.");
        _metrics.Meter.CreateObservableGauge("catchment_pruning_run_seconds", () => Volatile.Read(ref _seconds), description: "How long the last run took.");
    }

    /// <summary>An event is through: it was looked at (received), and is kept (sent) or deleted (discarded).</summary>
    /// <param name="reason">What became of it.</param>
    /// <param name="isRehearsal">Nothing is touched: what would be deleted counts as looked at only.</param>
    internal void Decided(PruningReason reason, bool isRehearsal)
    {
        _metrics.Received();
        if (reason is not (PruningReason.Deleted or PruningReason.Failed))
            _metrics.Sent();
        if (isRehearsal)
            return;
        _decided[(int)reason].Add(1);
        if (reason == PruningReason.Deleted)
            _discarded.Add(1);
    }

    /// <summary>Something was wrong.</summary>
    internal void Failed() => _errors.Add(1);

    /// <summary>A run is over.</summary>
    internal void Ran(TimeSpan took) => Volatile.Write(ref _seconds, took.TotalSeconds);
}
