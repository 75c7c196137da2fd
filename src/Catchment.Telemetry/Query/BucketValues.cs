namespace Catchment.Telemetry.Query;

/// <summary>A key's numbers within a bucket; truth counts as 1 and 0, other values do not count.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Mean">Their mean; this and the others are null when there were none.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The greatest.</param>
/// <param name="First">The earliest; null also when it was not asked for.</param>
/// <param name="Last">The latest; null also when it was not asked for.</param>
public sealed record BucketValues(long Count, double? Mean, double? Min, double? Max, double? First, double? Last);
