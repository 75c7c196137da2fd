using System.Globalization;
using System.Text;

namespace Catchment.Cameras.Video;

/// <summary>
/// Writes the filter that draws tracking sets' boxes over a film's pictures. Nothing of a set but its numbers becomes part of the filter.
/// </summary>
internal static class BoxFilter
{
    /// <summary>Writes the filter for an encoder that draws subtitles.</summary>
    /// <param name="subtitles">The name of their file in the encoder's working folder; see <see cref="BoxSubtitles"/>.</param>
    /// <param name="fit">The filter behind it; see <see cref="EventPictures.Fit"/>.</param>
    public static string Of(string subtitles, string fit) => $"ass=filename={subtitles},\n{fit}";

    /// <summary>Writes the filter for an encoder that does not: boxes without labels, each of which costs a look at every picture.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="fit">The filter behind it.</param>
    public static string Of(IReadOnlyList<ShownBox> boxes, string fit)
    {
        var script = new StringBuilder();
        foreach (ShownBox box in boxes)
        {
            string from = Seconds(box.From, -0.5);
            string to = box.To is { } next ? Seconds(next, -0.6) : "1e9";
            script.Append(CultureInfo.InvariantCulture, $"drawbox=x={box.X1}:y={box.Y1}:w={box.X2 - box.X1}:h={box.Y2 - box.Y1}:color=0x{SetColours.Of(box.Type)}:t=2:enable='between(t,{from},{to})',\n");
        }

        return script.Append(fit).ToString();
    }

    /// <summary>A time in the film, moved by parts of a millisecond so that rounding puts no box on a neighbour.</summary>
    private static string Seconds(TimeSpan span, double milliseconds) =>
        ((Math.Round(span.TotalMilliseconds) + milliseconds) / 1000).ToString("0.0000", CultureInfo.InvariantCulture);
}
