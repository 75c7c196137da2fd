using System.Buffers;
using System.Globalization;
using System.Text;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// Makes text from anywhere safe for a line of a log: a peer can neither begin a new line nor send anything to the
/// terminal of the person who reads it.
/// </summary>
public static class LogText
{
    // C0, DEL, C1, the two Unicode line ends, and the marks that reverse the direction of reading.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        string.Concat(
            new string([.. Enumerable.Range(0, 0x20).Select(c => (char)c)]),
            new string([.. Enumerable.Range(0x7f, 0x21).Select(c => (char)c)]),
            "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"));

    /// <summary>
    /// The text on one line: line ends and other control characters appear as <c>\n</c>, <c>\r</c>, <c>\t</c>,
    /// <c>\x1b</c> or <c>\u2028</c>, lone surrogates as <c>\ud800</c>.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsClean(text))
        {
            return text;
        }

        var line = new StringBuilder(text.Length + 16);
        AppendOneLine(line, text);
        return line.ToString();
    }

    /// <summary>Appends a text as <see cref="OneLine"/> gives it.</summary>
    /// <param name="line">Where it is appended.</param>
    /// <param name="text">Any text.</param>
    public static void AppendOneLine(StringBuilder line, ReadOnlySpan<char> text)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (IsClean(text))
        {
            line.Append(text);
            return;
        }

        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                line.Append(c).Append(text[++i]);
            }
            else if (char.IsSurrogate(c) || Unsafe.Contains(c))
            {
                AppendEscaped(line, c);
            }
            else
            {
                line.Append(c);
            }
        }
    }

    /// <summary>Appends the lines of a longer text, each indented and as <see cref="OneLine"/> gives it; empty ones are left out.</summary>
    /// <param name="text">Where they are appended.</param>
    /// <param name="lines">Any text.</param>
    /// <param name="indent">What each line begins with.</param>
    internal static void AppendLines(StringBuilder text, string lines, string indent)
    {
        foreach (ReadOnlySpan<char> line in lines.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                continue;
            }

            text.Append(indent);
            AppendOneLine(text, line.TrimEnd());
            text.Append('\n');
        }
    }

    private static bool IsClean(ReadOnlySpan<char> text) =>
        !text.ContainsAny(Unsafe) && !text.ContainsAnyInRange('\ud800', '\udfff');

    private static void AppendEscaped(StringBuilder line, char c)
    {
        _ = c switch
        {
            '\n' => line.Append("\\n"),
            '\r' => line.Append("\\r"),
            '\t' => line.Append("\\t"),
            <= '\xff' => line.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
            _ => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        };
    }
}
