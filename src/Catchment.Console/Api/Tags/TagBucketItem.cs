namespace Catchment.WebConsole.Api.Tags;

/// <summary>What a tag's numbers were like in a stretch of time.</summary>
/// <param name="Start">Its begin, in Unix seconds.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Mean">The mean of what was written.</param>
/// <param name="Count">How many were written.</param>
public sealed record TagBucketItem(double Start, double Min, double Max, double Mean, int Count);
