using Catchment.Cameras.Events;

namespace Catchment.Cameras.Recordings;

/// <summary>A recorded event, as the catalog knows it.</summary>
/// <param name="Key">The event.</param>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
/// <param name="Start">The event's start, the outpost's local time, to the microsecond.</param>
/// <param name="End">The last time in its outpost tracking set or among its pictures; null: neither has any.</param>
/// <param name="Width">The view's width in pixels.</param>
/// <param name="Height">The view's height in pixels.</param>
/// <param name="Pictures">How many pictures there are.</param>
/// <param name="Sets">Its tracking sets, in the order of the index.</param>
/// <param name="Labels">What its sets name, without duplicates, in order: the text before the colon of each class name (<c>person</c>, <c>Ann</c>, <c>Face</c>).</param>
public sealed record Recording(
    EventKey Key, string Node, string View, DateTime Start, DateTime? End, int Width, int Height, int Pictures, IReadOnlyList<RecordingSet> Sets, IReadOnlyList<string> Labels);
