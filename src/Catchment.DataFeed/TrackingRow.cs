namespace Catchment.DataFeed;

/// <summary>A row of a tracking set: one object in one picture.</summary>
/// <param name="Time">The picture's time, the outpost's local time; null: missing.</param>
/// <param name="ObjectId">The object's id; null: missing.</param>
/// <param name="ClassName">What was seen, such as <c>person: 0.9876</c>; null: missing.</param>
/// <param name="X1">Left edge in pixels; may be negative; null: missing.</param>
/// <param name="Y1">Upper edge.</param>
/// <param name="X2">Right edge.</param>
/// <param name="Y2">Lower edge.</param>
/// <param name="Elapsed">Time since the event's start; may be negative; null: not known.</param>
public sealed record TrackingRow(
    DateTime? Time, string? ObjectId, string? ClassName, long? X1, long? Y1, long? X2, long? Y2, TimeSpan? Elapsed);
