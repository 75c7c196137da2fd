namespace Catchment.Telemetry.Query;

/// <summary>What stands in a column of values.</summary>
/// <param name="Key">The key.</param>
/// <param name="Aggregate">What of a bucket; null: the value of an entry.</param>
public sealed record TelemetryColumn(string Key, string? Aggregate)
{
    /// <summary>Its title.</summary>
    internal string Title => Aggregate is null ? Key : $"{Key}:{Aggregate}";
}
