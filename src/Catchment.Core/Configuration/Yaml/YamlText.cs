using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Catchment.Core.Configuration.Yaml;

/// <summary>Writes values as YAML that <see cref="YamlReader"/> reads back the same.</summary>
internal static class YamlText
{
    // Letters that mean nothing to YAML at any place of a plain scalar; the rest is quoted.
    private static readonly Regex Harmless = new(
        "^[A-Za-z_./][A-Za-z0-9_./:@+%-]*( [A-Za-z0-9_./@+%-]+)*\\z|^[0-9][A-Za-z0-9_./:@+%-]*( [A-Za-z0-9_./@+%-]+)*\\z",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>A value in one line: a scalar, <c>[a, b]</c> or <c>{a: 1}</c>.</summary>
    /// <param name="value">The value; null is <c>null</c>.</param>
    public static string Flow(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray array => $"[{string.Join(", ", array.Select(Flow))}]",
        JsonObject mapping => $"{{{string.Join(", ", mapping.Select(static entry => $"{Text(entry.Key)}: {Flow(entry.Value)}"))}}}",
        _ when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>()),
        _ when value.GetValueKind() == JsonValueKind.Number => Number(value),
        _ => value.ToJsonString(),
    };

    /// <summary>A text, in quotes when YAML would take it for something else.</summary>
    /// <param name="text">The text.</param>
    public static string Text(string text)
    {
        var isPlain = Harmless.IsMatch(text) && !text.EndsWith(':') && !text.Contains(": ", StringComparison.Ordinal);
        return isPlain && IsText(text) ? text : Quoted(text);
    }

    // Resolving throws on dates that do not exist; such a text has to be quoted as well.
    private static bool IsText(string text)
    {
        try
        {
            return YamlScalarResolver.Resolve(text).Kind == ScalarKind.Text;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // JSON writes exponents as E+16 or 1E-07; YAML 1.1 wants a dot before them.
    private static string Number(JsonNode value)
    {
        var text = value.ToJsonString();
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        return exponent < 0 || text.Contains('.', StringComparison.Ordinal) ? text : text.Insert(exponent, ".0");
    }

    private static string Quoted(string text)
    {
        var builder = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                builder.Append('\\').Append(character);
            else if (char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' or '\uFEFF' or >= '\uFFFE')
                builder.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            else
                builder.Append(character);
        }

        return builder.Append('"').ToString();
    }
}
