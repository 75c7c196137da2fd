using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.WebConsole.Pictures;

namespace Catchment.WebConsole.Api;

/// <summary>A recorded event.</summary>
/// <param name="Day">The day that it is filed under: that of its start.</param>
/// <param name="Event">Its id.</param>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
/// <param name="Start">The event's start, the outpost's local time, ISO 8601 without a zone, six digits of fraction.</param>
/// <param name="End">The last time in its outpost tracking set or among its pictures; left out: neither has any.</param>
/// <param name="Width">The view's width in pixels.</param>
/// <param name="Height">The view's height in pixels.</param>
/// <param name="Pictures">How many pictures there are.</param>
/// <param name="Sets">Its tracking sets.</param>
/// <param name="Labels">What its sets name.</param>
/// <param name="Picture">The path of its first picture on this server; left out: it has none.</param>
public sealed record RecordingItem(
    string Day,
    string Event,
    string Node,
    string View,
    string Start,
    string? End,
    int Width,
    int Height,
    int Pictures,
    IReadOnlyList<RecordingSetItem> Sets,
    IReadOnlyList<string> Labels,
    string? Picture)
{
    internal static RecordingItem Of(Recording recording) => new(
        EventNames.Text(recording.Key.Day),
        recording.Key.Id,
        recording.Node,
        recording.View,
        ApiTime.Micro(recording.Start),
        recording.End is { } end ? ApiTime.Micro(end) : null,
        recording.Width,
        recording.Height,
        recording.Pictures,
        [.. recording.Sets.Select(s => new RecordingSetItem(s.Type, s.Rows))],
        recording.Labels,
        recording.Pictures > 0 ? RecordingPictures.UrlOfFirst(recording.Key) : null);
}
