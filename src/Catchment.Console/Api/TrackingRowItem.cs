using Catchment.Cameras.Events;

namespace Catchment.WebConsole.Api;

/// <summary>One object in one picture.</summary>
/// <param name="Time">The picture's time, ISO 8601 without a zone, six digits of fraction.</param>
/// <param name="ObjectId">The object's id; left out: missing.</param>
/// <param name="ClassName">What was seen, such as <c>person: 0.9876</c>; left out: missing.</param>
/// <param name="X1">Left edge in pixels, may be negative; left out: missing.</param>
/// <param name="Y1">Upper edge.</param>
/// <param name="X2">Right edge.</param>
/// <param name="Y2">Lower edge.</param>
public sealed record TrackingRowItem(string Time, string? ObjectId, string? ClassName, long? X1, long? Y1, long? X2, long? Y2)
{
    internal static TrackingRowItem Of(TrackingRow row) => new(ApiTime.Micro(row.Time), row.ObjectId, row.ClassName, row.X1, row.Y1, row.X2, row.Y2);
}
