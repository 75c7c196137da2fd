using System.Globalization;
using System.Text;

namespace Catchment.Cameras.Video;

/// <summary>
/// Writes the filter that draws tracking sets' boxes over a film's pictures. Nothing of a set but its numbers becomes part of the filter;
/// what it says is in a file of its own, see <see cref="LabelScript"/>.
/// </summary>
internal static class BoxFilter
{
    /// <summary>Writes the filter.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="labels">The name of the file of labels, in the encoder's working folder; null: none are drawn.</param>
    /// <param name="fit">The filter behind it; see <see cref="EventPictures.Fit"/>.</param>
    public static string Of(IReadOnlyList<ShownBox> boxes, string? labels, string fit)
    {
        var script = new StringBuilder();
        foreach (ShownBox box in boxes)
        {
            string from = Seconds(box.From, -0.5);
            string to = box.To is { } next ? Seconds(next, -0.6) : "1e9";
            script.Append(CultureInfo.InvariantCulture, $"drawbox=x={box.X1}:y={box.Y1}:w={box.X2 - box.X1}:h={box.Y2 - box.Y1}:color=0x{SetColours.Of(box.Type)}:t=2:enable='between(t,{from},{to})',\n");
        }

        if (labels is not null)
            script.Append(CultureInfo.InvariantCulture, $"ass=filename={labels},\n");
        return script.Append(fit).ToString();
    }

    /// <summary>A time in the film, moved by parts of a millisecond so that rounding puts no box on a neighbour.</summary>
    private static string Seconds(TimeSpan span, double milliseconds) =>
        ((Math.Round(span.TotalMilliseconds) + milliseconds) / 1000).ToString("0.0000", CultureInfo.InvariantCulture);
}
