using Catchment.Core.Diagnostics;

namespace Catchment.Tags.Recording;

/// <summary>The numbers of recorded points, among those of the service that records them.</summary>
public sealed class RecordMetrics
{
    private readonly StripedCounter _recorded = new();
    private readonly StripedCounter _lost = new();
    private readonly StripedCounter _superseded = new();

    /// <summary>Makes the numbers.</summary>
    /// <param name="metrics">Those of the service.</param>
    public RecordMetrics(ServiceMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var prefix = $"catchment_{metrics.Service}_record";
        metrics.Meter.CreateObservableCounter($"{prefix}_values_total", () => Recorded, description: "Values of points that are recorded in the telemetry.");
        metrics.Meter.CreateObservableCounter($"{prefix}_lost_total", () => Lost, description: "Values that the telemetry refused, or that were not stored at a stop.");
        metrics.Meter.CreateObservableCounter($"{prefix}_superseded_total", () => Superseded, description: "Values that were passed over because a newer one came before they could be recorded.");
    }

    /// <summary>Values that are recorded.</summary>
    public long Recorded => _recorded.Value;

    /// <summary>Values that were refused, or not stored at a stop.</summary>
    public long Lost => _lost.Value;

    /// <summary>Values that a newer one came before.</summary>
    public long Superseded => _superseded.Value;

    internal void Record() => _recorded.Add();

    internal void Lose() => _lost.Add();

    internal void Supersede(long count) => _superseded.Add(count);
}
