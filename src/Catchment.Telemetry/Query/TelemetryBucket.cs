namespace Catchment.Telemetry.Query;

/// <summary>What the numbers were like within a stretch of time.</summary>
/// <param name="Start">Its begin, UTC: a whole multiple of the width since 1970. It ends before the next one begins.</param>
/// <param name="Values">The numbers in the order of the keys.</param>
public sealed record TelemetryBucket(DateTime Start, IReadOnlyList<BucketValues> Values);
