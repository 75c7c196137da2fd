namespace Catchment.Tags.Store;

/// <summary>A point's value with what belongs to it, of one moment. Source: <c>tags</c> 2.1.</summary>
/// <param name="Value">The value.</param>
/// <param name="Quality">Its quality.</param>
/// <param name="Timestamp">The time of the last write, in Unix seconds.</param>
/// <param name="LastChange">The time of the last write whose value differed, in Unix seconds.</param>
public readonly record struct PointState(TagValue Value, TagQuality Quality, double Timestamp, double LastChange);
