using System.Globalization;
using System.Text;

namespace Catchment.Cameras.Video;

/// <summary>
/// Writes tracking sets' boxes, and what the sets say of them, as subtitles (Advanced SubStation Alpha): the encoder then looks at each picture
/// once, however many boxes there are. Labels are in whatever font the machine has, and left out when it has none. A class name comes from a peer: what could be an instruction there (braces, backslashes,
/// line breaks) is left out.
/// </summary>
internal static class BoxSubtitles
{
    private const int MostCharacters = 60;

    /// <summary>More labels can be read by nobody.</summary>
    private const int MostOfPicture = 40;

    /// <summary>Fonts are measured from line to line here, and are smaller than their size says.</summary>
    private const double LineOfFont = 1.3;

    /// <summary>About what a character takes of its font's size; only to tell whether a label has room to the right.</summary>
    private const double WidthOfCharacter = 0.7;

    private const int Padding = 2;
    private const int Line = 2;

    /// <summary>A box is cut so far outside of the picture, where its line is not seen.</summary>
    private const int Margin = 8;

    /// <summary>Writes the file.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="width">Pixels a row of the pictures.</param>
    /// <param name="height">Rows of the pictures.</param>
    public static string Of(IReadOnlyList<ShownBox> boxes, int width, int height)
    {
        int font = Math.Max(11, width / 46);
        var script = new StringBuilder();
        script.Append(CultureInfo.InvariantCulture, $"""
            [Script Info]
            ScriptType: v4.00+
            PlayResX: {width}
            PlayResY: {height}
            WrapStyle: 2

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
            Style: label,Sans,{font * LineOfFont:0},&H00101010,&H00101010,&H00FFFFFF,&H00FFFFFF,-1,0,0,0,100,100,0,0,3,{Padding},0,7,0,0,0,1
            Style: box,Sans,10,&H00FFFFFF,&H00FFFFFF,&H00FFFFFF,&H00FFFFFF,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """);
        foreach (IGrouping<TimeSpan, ShownBox> picture in boxes.GroupBy(b => b.From))
        {
            var taken = new List<Place>();
            foreach (ShownBox box in picture)
                Draw(script, box, width, height);
            foreach (ShownBox box in picture)
            {
                if (taken.Count == MostOfPicture || Plain(box.Label) is not { Length: > 0 } text)
                    continue;
                Place place = FreePlace(box, text.Length, font, width, taken);
                taken.Add(place);
                string at = place.HasRoom ? $"\\an7\\pos({place.Left + Padding}," : $"\\an9\\pos({place.Right - Padding},";
                Begin(script, box, "label").Append(CultureInfo.InvariantCulture, $$"""{{{at}}{{place.Top + Padding}})\3c{{ColourOf(box)}}}{{text}}""").Append('\n');
            }
        }

        return script.ToString();
    }

    /// <summary>A frame: a rectangle, and in it one the other way round, which is its hole.</summary>
    private static void Draw(StringBuilder script, ShownBox box, int width, int height)
    {
        int left = Math.Max(box.X1, -Margin);
        int top = Math.Max(box.Y1, -Margin);
        int w = Math.Min(box.X2, width + Margin) - left;
        int h = Math.Min(box.Y2, height + Margin) - top;
        if (w <= 0 || h <= 0)
            return;
        string hole = w > 2 * Line && h > 2 * Line ? $" m {Line} {Line} l {Line} {h - Line} {w - Line} {h - Line} {w - Line} {Line}" : "";
        Begin(script, box, "box").Append(CultureInfo.InvariantCulture, $$"""{\an7\pos({{left}},{{top}})\1c{{ColourOf(box)}}\p1}m 0 0 l {{w}} 0 {{w}} {{h}} 0 {{h}}{{hole}}""").Append('\n');
    }

    private static StringBuilder Begin(StringBuilder script, ShownBox box, string style) =>
        script.Append(CultureInfo.InvariantCulture, $"Dialogue: 0,{Time(box.From)},{(box.To is { } to ? Time(to) : "9:59:59.99")},{style},,0,0,0,,");

    /// <summary>Blue, green, red.</summary>
    private static string ColourOf(ShownBox box)
    {
        string colour = SetColours.Of(box.Type);
        return $"&H{colour[4..]}{colour[2..4]}{colour[..2]}&";
    }

    /// <summary>Above the box, or higher where another label of the picture is; at the picture's top below them.</summary>
    private static Place FreePlace(ShownBox box, int characters, int font, int width, List<Place> taken)
    {
        var room = (int)(characters * font * WidthOfCharacter) + (2 * Padding);
        var height = (int)(font * LineOfFont) + (2 * Padding);
        bool hasRoom = box.X1 + room <= width;
        int left = hasRoom ? Math.Max(box.X1, 0) : Math.Min(box.X2, width) - room;
        int top = box.Y1 - height;
        while (top >= 0)
        {
            if (InWay(top) is not { } other)
                return new Place(left, top, room, height, hasRoom);
            top = other.Top - height;
        }

        top = Math.Max(box.Y1 - height, 0);
        while (InWay(top) is { } other)
            top = other.Top + height;
        return new Place(left, top, room, height, hasRoom);

        Place? InWay(int from) => taken.Find(t => t.Covers(left, from, room, height));
    }

    private static string Plain(string label)
    {
        var text = new StringBuilder();
        foreach (Rune character in label.EnumerateRunes())
        {
            if (text.Length < MostCharacters && !Rune.IsControl(character) && character.Value is not ('{' or '}' or '\\'))
                text.Append(character);
        }

        return text.ToString().Trim();
    }

    /// <summary>Hundredths of a second, rounded down: a label then begins before its picture, and ends before the next one.</summary>
    private static string Time(TimeSpan span)
    {
        var milliseconds = (long)Math.Round(span.TotalMilliseconds);
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 3_600_000}:{milliseconds / 60_000 % 60:00}:{milliseconds / 1000 % 60:00}.{milliseconds / 10 % 100:00}");
    }

    /// <summary>Where a label is: the corner that it hangs from is sure, the other one a guess, as the font is not known.</summary>
    private sealed record Place(int Left, int Top, int Width, int Height, bool HasRoom)
    {
        public int Right => Left + Width;

        public bool Covers(int left, int top, int width, int height) => left < Right && left + width > Left && top < Top + Height && top + height > Top;
    }
}
