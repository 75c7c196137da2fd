using System.Text.Json;
using Catchment.Cameras.Events;

namespace Catchment.Cameras.Recordings.Tables;

/// <summary>A recorded event as the table has it.</summary>
/// <param name="Key">The event.</param>
/// <param name="Node">The outpost; empty: the index does not say.</param>
/// <param name="View">Its view.</param>
/// <param name="Start">The event's start, to the microsecond.</param>
/// <param name="End">The last time known of it.</param>
/// <param name="Width">The view's width in pixels.</param>
/// <param name="Height">Its height.</param>
/// <param name="Pictures">How many there are.</param>
/// <param name="Sets">Its tracking sets, in the order of the index.</param>
/// <param name="Stamp">Stands for the state of the files that this was read from.</param>
internal sealed record RecordingRow(
    EventKey Key, string Node, string View, DateTime Start, DateTime? End, int Width, int Height, int Pictures, IReadOnlyList<RecordedSet> Sets, long Stamp)
{
    /// <summary>The series that the event is in.</summary>
    internal IEnumerable<RecordingSeries> Series => SeriesOf(Node, View, Sets);

    /// <summary>The sets as they stand in their column.</summary>
    internal string SetsText => JsonSerializer.Serialize(Sets, RecordedSetsJson.Default.IReadOnlyListRecordedSet);

    /// <summary>Reads the column.</summary>
    internal static IReadOnlyList<RecordedSet> ReadSets(string text) =>
        JsonSerializer.Deserialize(text, RecordedSetsJson.Default.IReadOnlyListRecordedSet) ?? [];

    /// <summary>The series that an event with these sets is in.</summary>
    internal static IEnumerable<RecordingSeries> SeriesOf(string node, string view, IReadOnlyList<RecordedSet> sets)
    {
        var found = new HashSet<(string Type, string Label)> { ("", "") };
        foreach (var set in sets)
        {
            found.Add((set.Type, ""));
            foreach (var label in set.Labels)
            {
                found.Add(("", label));
                found.Add((set.Type, label));
            }
        }

        foreach (var (type, label) in found)
        {
            yield return new RecordingSeries(false, "", "", type, label);
            yield return new RecordingSeries(true, node, view, type, label);
        }
    }
}
