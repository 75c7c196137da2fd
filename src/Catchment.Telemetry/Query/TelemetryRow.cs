namespace Catchment.Telemetry.Query;

/// <summary>An entry with the values that were asked for.</summary>
/// <param name="Time">Its time, UTC, to the microsecond.</param>
/// <param name="EventCode">Its event code's name.</param>
/// <param name="Values">The values in the order of the keys; null: the entry has none there.</param>
public sealed record TelemetryRow(DateTime Time, string? EventCode, IReadOnlyList<TelemetryValue?> Values);
