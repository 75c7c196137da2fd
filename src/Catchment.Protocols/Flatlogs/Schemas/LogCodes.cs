using System.Globalization;

namespace Catchment.Protocols.Flatlogs.Schemas;

/// <summary>
/// Reads an instrument's list of event codes: lines <c>name code schema</c>, parted by blanks, with comments behind <c>#</c>. Without a third
/// word the schema has the event code's name.
/// </summary>
internal static class LogCodes
{
    private const string NoMessage = "empty_log";

    /// <summary>A line.</summary>
    internal sealed record Line(ushort Code, string Name, string Schema, int Number)
    {
        public bool HasMessage => Schema != NoMessage;
    }

    /// <summary>Reads the lines.</summary>
    /// <exception cref="FlatlogSchemaException">A line is no event code, or a code or a name stands there twice.</exception>
    public static IReadOnlyList<Line> Parse(string file, string text)
    {
        var lines = new List<Line>();
        var codes = new HashSet<ushort>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var comment = raw.IndexOf('#');
            var words = (comment < 0 ? raw : raw[..comment]).ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (words.Length is not (2 or 3) || !ushort.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                throw new FlatlogSchemaException(file, number, "expected 'name code schema', the code from 0 to 65535");
            var line = new Line(code, words[0], words.Length == 2 ? words[0] : words[2], number);
            if (line.Name.Length > FlatlogType.MostNameLength || !IsIdentifier(line.Name))
                throw new FlatlogSchemaException(file, number, $"the name '{line.Name}' is no identifier of at most {FlatlogType.MostNameLength} characters");
            if (!IsIdentifier(line.Schema))
                throw new FlatlogSchemaException(file, number, $"the schema '{line.Schema}' is no identifier");
            if (!codes.Add(code))
                throw new FlatlogSchemaException(file, number, $"the code {code} stands there twice");
            if (!names.Add(line.Name))
                throw new FlatlogSchemaException(file, number, $"the name '{line.Name}' stands there twice");
            lines.Add(line);
        }

        return lines;
    }

    private static bool IsIdentifier(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
