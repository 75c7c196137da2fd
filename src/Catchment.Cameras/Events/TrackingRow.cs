namespace Catchment.Cameras.Events;

/// <summary>A row of a tracking set: one object in one picture.</summary>
/// <param name="Number">The row's label: its number among the data rows as the camera specification counts them (6.5), from 0.</param>
/// <param name="Time">The picture's time.</param>
/// <param name="ObjectId">The object's id as text; null: missing.</param>
/// <param name="ClassName">What was seen, such as <c>person: 0.9876</c>; null: missing.</param>
/// <param name="X1">Left edge in pixels; may be negative; null: missing.</param>
/// <param name="Y1">Upper edge.</param>
/// <param name="X2">Right edge.</param>
/// <param name="Y2">Lower edge.</param>
/// <remarks>Source: the camera specification, 5 and 6.5.</remarks>
public sealed record TrackingRow(int Number, DateTime Time, string? ObjectId, string? ClassName, long? X1, long? Y1, long? X2, long? Y2)
{
    /// <summary>Nanoseconds of the time beyond the 100 ns that a <see cref="DateTime"/> can hold, 0 to 99; never written by outposts.</summary>
    public byte Nanoseconds { get; init; }
}
