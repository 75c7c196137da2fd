using System.Text.Json;
using Catchment.Core.Diagnostics;

namespace Catchment.Tags.Polling;

/// <summary>The numbers of what goes between the gateway and the polling service, among those of the service that does it.</summary>
public sealed class PollingMetrics
{
    private readonly StripedCounter _pulls = new();
    private readonly StripedCounter _pulled = new();
    private readonly StripedCounter _writtenBack = new();
    private readonly StripedCounter _superseded = new();
    private readonly LabelledCounter _troubles = new("kind", Enum.GetValues<PollingTrouble>().Select(Label));

    /// <summary>Makes the numbers.</summary>
    /// <param name="metrics">Those of the service.</param>
    public PollingMetrics(ServiceMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var prefix = $"catchment_{metrics.Service}_polling";
        metrics.Meter.CreateObservableCounter($"{prefix}_pulls_total", () => Pulls, description: "Pulls of virtual tags that succeeded.");
        metrics.Meter.CreateObservableCounter($"{prefix}_values_total", () => Pulled, description: "Values of virtual tags that were written into the store.");
        metrics.Meter.CreateObservableCounter($"{prefix}_written_back_total", () => WrittenBack, description: "Values that the polling service took back.");
        metrics.Meter.CreateObservableCounter($"{prefix}_superseded_total", () => Superseded, description: "Values that were not written back because a newer one came before.");
        (StripedCounter Counter, KeyValuePair<string, object?>[] Tags)[] kinds = [.. _troubles.Values.Select(kind => (_troubles[kind], new[] { KeyValuePair.Create(_troubles.Label, (object?)kind) }))];
        metrics.Meter.CreateObservableCounter(
            $"{prefix}_troubles_total",
            () => kinds.Select(kind => new System.Diagnostics.Metrics.Measurement<long>(kind.Counter.Value, kind.Tags)),
            description: "Pulls, write-backs and entries that failed, by kind.");
    }

    /// <summary>Pulls that succeeded.</summary>
    public long Pulls => _pulls.Value;

    /// <summary>Values that were written into the store.</summary>
    public long Pulled => _pulled.Value;

    /// <summary>Values that the polling service took back.</summary>
    public long WrittenBack => _writtenBack.Value;

    /// <summary>Values that a newer one came before.</summary>
    public long Superseded => _superseded.Value;

    /// <summary>How often something was in the way.</summary>
    /// <param name="trouble">What.</param>
    public long Of(PollingTrouble trouble) => _troubles[Label(trouble)].Value;

    internal void Wrote() => _pulled.Add();

    internal void PulledAll() => _pulls.Add();

    internal void TookBack() => _writtenBack.Add();

    internal void Supersede() => _superseded.Add();

    internal void Failed(PollingTrouble trouble, long count = 1) => _troubles[Label(trouble)].Add(count);

    private static string Label(PollingTrouble trouble) => JsonNamingPolicy.SnakeCaseLower.ConvertName(trouble.ToString());
}
