using System.Globalization;
using System.Text;
using Catchment.Cameras.Events;

namespace Catchment.Cameras.Video;

/// <summary>
/// Writes the filter that draws a tracking set's boxes over a film's pictures. Nothing of a set but its numbers becomes part of the filter.
/// </summary>
internal static class BoxFilter
{
    /// <summary>A box belongs to a picture that is no further away than this.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromMilliseconds(500);

    /// <summary>Colours of sets, in the order of the request.</summary>
    private static readonly string[] Colours = ["0x35C9F0", "0xFFB13D", "0x7DE38B", "0xF48FD0", "0xC9A8FF", "0xE8E45A"];

    /// <summary>Coordinates beyond it are no picture's.</summary>
    private const long Furthest = 100_000;

    /// <summary>Writes the filter.</summary>
    /// <param name="files">The tracking sets.</param>
    /// <param name="request">Which.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="most">The most boxes.</param>
    /// <exception cref="EventVideoException">A set is not there, or there are too many boxes.</exception>
    public static string Of(IEventFiles files, EventVideoRequest request, EventPictures pictures, int most)
    {
        var script = new StringBuilder();
        var boxes = 0;
        for (var i = 0; i < request.Sets.Count; i++)
        {
            TrackingSet set = files.ReadSet(request.Key, request.Sets[i])
                ?? throw new EventVideoException(EventVideoFault.NoBoxes, $"The event has no tracking set '{request.Sets[i]}' that can be used.");
            boxes += Draw(script, set, pictures.Times, Colours[i % Colours.Length]);
            if (boxes > most)
                throw new EventVideoException(EventVideoFault.NoBoxes, $"The tracking sets have more than {most} boxes; ask for the film without them.");
        }

        return script.Append(pictures.Fit).ToString();
    }

    private static int Draw(StringBuilder script, TrackingSet set, IReadOnlyList<DateTime> pictures, string colour)
    {
        List<IGrouping<DateTime, TrackingRow>> moments = [.. set.Rows.GroupBy(r => r.Time).OrderBy(g => g.Key)];
        if (moments.Count == 0)
            return 0;
        var boxes = 0;
        var near = 0;
        for (var i = 0; i < pictures.Count; i++)
        {
            while (near + 1 < moments.Count && (moments[near + 1].Key - pictures[i]).Duration() <= (moments[near].Key - pictures[i]).Duration())
                near++;
            if ((moments[near].Key - pictures[i]).Duration() > Reach)
                continue;
            string from = Seconds(pictures[i] - pictures[0], -0.5);
            string to = i + 1 < pictures.Count ? Seconds(pictures[i + 1] - pictures[0], -0.6) : "1e9";
            foreach (TrackingRow row in moments[near])
            {
                if (row is not { X1: { } x1, Y1: { } y1, X2: { } x2, Y2: { } y2 } || x2 <= x1 || y2 <= y1 || IsFar(x1) || IsFar(y1) || IsFar(x2) || IsFar(y2))
                    continue;
                script.Append(CultureInfo.InvariantCulture, $"drawbox=x={x1}:y={y1}:w={x2 - x1}:h={y2 - y1}:color={colour}:t=2:enable='between(t,{from},{to})',\n");
                boxes++;
            }
        }

        return boxes;
    }

    private static bool IsFar(long coordinate) => coordinate is < -Furthest or > Furthest;

    /// <summary>A time in the film, moved by parts of a millisecond so that rounding puts no box on a neighbour.</summary>
    private static string Seconds(TimeSpan span, double milliseconds) =>
        ((Math.Round(span.TotalMilliseconds) + milliseconds) / 1000).ToString("0.0000", CultureInfo.InvariantCulture);
}
