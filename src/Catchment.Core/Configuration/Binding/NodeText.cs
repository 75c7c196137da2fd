using System.Globalization;
using System.Text;

namespace Catchment.Core.Configuration.Binding;

/// <summary>Words for what stands in a configuration, in one line and of bounded length.</summary>
public static class NodeText
{
    private const int LongestShown = 60;

    /// <summary>What a node is, ready for a sentence: <c>"many"</c>, <c>the date 2021-01-01</c>, <c>a list</c>.</summary>
    /// <param name="node">The node.</param>
    public static string Describe(ConfigurationNode node) => node switch
    {
        ConfigurationSequence => "a list",
        ConfigurationMapping => "a mapping",
        ConfigurationScalar scalar => Describe(scalar),
        _ => "something",
    };

    /// <summary>A text without control characters, cut when it is long.</summary>
    /// <param name="text">The text.</param>
    public static string Printable(string text) => Printable(text, LongestShown);

    /// <summary>A text without control characters, cut when it is longer than a bound.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters that are shown.</param>
    public static string Printable(string text, int longest)
    {
        var builder = new StringBuilder(Math.Min(text.Length, longest) + 3);
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, longest)))
        {
            if (char.IsControl(character) || character is '\u2028' or '\u2029')
                builder.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            else
                builder.Append(character);
        }

        return text.Length > longest ? builder.Append("...").ToString() : builder.ToString();
    }

    private static string Describe(ConfigurationScalar scalar) => scalar.Kind switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Boolean => $"the truth value {Printable(scalar.Text)}",
        ScalarKind.WholeNumber or ScalarKind.RealNumber => $"the number {Printable(scalar.Text)}",
        ScalarKind.Date => $"the date {Printable(scalar.Text)}",
        ScalarKind.DateTime => $"the time {Printable(scalar.Text)}",
        ScalarKind.Binary => "binary data",
        _ => $"\"{Printable(scalar.Text)}\"",
    };
}
