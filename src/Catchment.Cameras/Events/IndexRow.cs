namespace Catchment.Cameras.Events;

/// <summary>A row of a day's index: one tracking set of one event.</summary>
/// <param name="Number">The row's number in the file, from 0; empty lines are not counted, rows that are left out are.</param>
/// <param name="Node">The outpost; null: the file says that it is missing (<c>NA</c> and the like).</param>
/// <param name="View">The outpost's view; null: missing.</param>
/// <param name="Time">The event's start, the outpost's local time.</param>
/// <param name="Event">The event's id; null: missing.</param>
/// <param name="Width">The view's width in pixels.</param>
/// <param name="Height">The view's height in pixels.</param>
/// <param name="Type">The tracking set's type; null: missing.</param>
/// <remarks>Source: the camera specification, 5 and 6.4.</remarks>
public sealed record IndexRow(int Number, string? Node, string? View, DateTime Time, string? Event, long Width, long Height, string? Type)
{
    /// <summary>Nanoseconds of the time beyond the 100 ns that a <see cref="DateTime"/> can hold, 0 to 99; never written by outposts.</summary>
    public byte Nanoseconds { get; init; }
}
