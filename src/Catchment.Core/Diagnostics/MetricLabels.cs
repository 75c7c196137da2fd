using System.Globalization;
using System.Text;

namespace Catchment.Core.Diagnostics;

/// <summary>Names and labels as the Prometheus text format 0.0.4 wants them.</summary>
internal static class MetricLabels
{
    // 'le' belongs to the buckets of a histogram.
    private const string Reserved = "le";

    /// <summary>The tags as labels, without braces, in the order of their names; a repeated name counts once.</summary>
    public static string Format(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, object? value) in tags)
        {
            labels.TryAdd(LabelName(key), Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty);
        }

        var text = new StringBuilder();
        foreach ((string name, string value) in labels)
        {
            text.Append(text.Length == 0 ? string.Empty : ",").Append(name).Append("=\"");
            AppendEscaped(text, value);
            text.Append('"');
        }

        return text.ToString();
    }

    /// <summary>An instrument's name with every character that is not allowed replaced by <c>_</c>.</summary>
    public static string MetricName(string name) => Clean(name, colon: true);

    /// <summary>A description as a HELP line has it: on one line.</summary>
    public static string Help(string? description) =>
        (description ?? string.Empty)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\r", string.Empty, StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string LabelName(string name)
    {
        string clean = Clean(name, colon: false);
        return string.Equals(clean, Reserved, StringComparison.Ordinal) ? "exported_le" : clean;
    }

    private static string Clean(string name, bool colon)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (char c in name)
        {
            clean.Append(char.IsAsciiLetterOrDigit(c) || c == '_' || (colon && c == ':') ? c : '_');
        }

        if (clean.Length == 0 || char.IsAsciiDigit(clean[0]))
        {
            clean.Insert(0, '_');
        }

        return clean.ToString();
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (Rune rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(rune.ToString()),
            };
        }
    }
}
