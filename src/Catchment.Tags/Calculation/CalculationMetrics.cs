using Catchment.Core.Diagnostics;

namespace Catchment.Tags.Calculation;

/// <summary>The numbers of calculated tags, among those of the service that evaluates them.</summary>
public sealed class CalculationMetrics
{
    private readonly StripedCounter _evaluations = new();
    private readonly StripedCounter _failures = new();
    private long _tags;
    private long _failing;

    /// <summary>Makes the numbers.</summary>
    /// <param name="metrics">Those of the service.</param>
    public CalculationMetrics(ServiceMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var prefix = $"catchment_{metrics.Service}_calculation";
        metrics.Meter.CreateObservableCounter($"{prefix}_evaluations_total", () => Evaluations, description: "Evaluations of formulas.");
        metrics.Meter.CreateObservableCounter($"{prefix}_failures_total", () => Failures, description: "Times that a calculated tag came to have no value.");
        metrics.Meter.CreateObservableGauge($"{prefix}_tags", () => Volatile.Read(ref _tags), description: "Calculated tags.");
        metrics.Meter.CreateObservableGauge($"{prefix}_failing_tags", () => Failing, description: "Calculated tags that have no value now.");
    }

    /// <summary>Evaluations of formulas since the start.</summary>
    public long Evaluations => _evaluations.Value;

    /// <summary>Times that a tag came to have no value.</summary>
    public long Failures => _failures.Value;

    /// <summary>Tags that have no value now.</summary>
    public long Failing => Volatile.Read(ref _failing);

    /// <summary>So many were evaluated.</summary>
    internal void Evaluated(long count) => _evaluations.Add(count);

    /// <summary>A tag came to have no value.</summary>
    internal void Failed() => _failures.Add();

    /// <summary>So many tags there are, and so many of them have no value.</summary>
    internal void Are(int tags, int failing)
    {
        Volatile.Write(ref _tags, tags);
        Volatile.Write(ref _failing, failing);
    }
}
