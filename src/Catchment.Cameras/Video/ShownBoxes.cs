using Catchment.Cameras.Events;

namespace Catchment.Cameras.Video;

/// <summary>Finds the boxes of tracking sets for each picture of a film, as the console's player does.</summary>
internal static class ShownBoxes
{
    /// <summary>A box belongs to a picture that is no further away than this.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromMilliseconds(500);

    /// <summary>Coordinates beyond it are no picture's.</summary>
    private const long Furthest = 100_000;

    /// <summary>Finds them.</summary>
    /// <param name="files">The tracking sets.</param>
    /// <param name="request">Which.</param>
    /// <param name="pictures">The times of the pictures.</param>
    /// <param name="most">The most boxes.</param>
    /// <exception cref="EventVideoException">A set is not there, or there are too many boxes.</exception>
    public static IReadOnlyList<ShownBox> Of(IEventFiles files, EventVideoRequest request, IReadOnlyList<DateTime> pictures, int most)
    {
        var boxes = new List<ShownBox>();
        foreach (string type in request.Sets)
        {
            TrackingSet set = files.ReadSet(request.Key, type)
                ?? throw new EventVideoException(EventVideoFault.NoBoxes, $"The event has no tracking set '{type}' that can be used.");
            foreach (ShownBox box in Of(set, pictures))
            {
                if (boxes.Count == most)
                    throw new EventVideoException(EventVideoFault.NoBoxes, $"The tracking sets have more than {most} boxes; ask for the film without them.");
                boxes.Add(box);
            }
        }

        return boxes;
    }

    private static IEnumerable<ShownBox> Of(TrackingSet set, IReadOnlyList<DateTime> pictures)
    {
        List<IGrouping<DateTime, TrackingRow>> moments = [.. set.Rows.GroupBy(r => r.Time).OrderBy(g => g.Key)];
        if (moments.Count == 0)
            yield break;
        var near = 0;
        for (var i = 0; i < pictures.Count; i++)
        {
            while (near + 1 < moments.Count && (moments[near + 1].Key - pictures[i]).Duration() <= (moments[near].Key - pictures[i]).Duration())
                near++;
            if ((moments[near].Key - pictures[i]).Duration() > Reach)
                continue;
            TimeSpan? to = i + 1 < pictures.Count ? pictures[i + 1] - pictures[0] : null;
            foreach (TrackingRow row in moments[near])
            {
                if (row is { X1: { } x1, Y1: { } y1, X2: { } x2, Y2: { } y2 } && x2 > x1 && y2 > y1 && !IsFar(x1) && !IsFar(y1) && !IsFar(x2) && !IsFar(y2))
                    yield return new ShownBox(set.Type, pictures[i] - pictures[0], to, (int)x1, (int)y1, (int)x2, (int)y2, LabelOf(row));
            }
        }
    }

    private static bool IsFar(long coordinate) => coordinate is < -Furthest or > Furthest;

    /// <summary>The class without the numbers in brackets behind it, and the object.</summary>
    private static string LabelOf(TrackingRow row)
    {
        string name = (row.ClassName ?? "").TrimEnd();
        int bracket = name.EndsWith(')') ? name.LastIndexOf('(') : -1;
        if (bracket >= 0)
            name = name[..bracket].TrimEnd();
        string id = row.ObjectId ?? "";
        return name.Length == 0 ? id : id.Length == 0 ? name : $"{name} #{id}";
    }
}
