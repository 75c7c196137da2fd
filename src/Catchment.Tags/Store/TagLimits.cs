namespace Catchment.Tags.Store;

/// <summary>The range that a point's number may have. Source: <c>tags</c> 11 (TAG-FE7).</summary>
/// <param name="Low">The lowest; null: any.</param>
/// <param name="High">The highest; null: any.</param>
/// <param name="IsClamped">What lies outside is moved to the limit; otherwise the write is refused.</param>
public sealed record TagLimits(double? Low, double? High, bool IsClamped);
