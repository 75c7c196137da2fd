using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Catchment.Core.Configuration.Yaml;

/// <summary>
/// Resolves plain scalars by YAML 1.1 (types int, float, bool, null and timestamp), with the deviations that the
/// specification of the file services lists in section 2.1: <c>y</c> and <c>n</c> are text, an exponent needs a sign
/// and the number a dot, <c>-.5</c> is text.
/// </summary>
internal static class YamlScalarResolver
{
    // No number or date that means something is longer; what is longer is text, so that digits cannot cost time.
    private const int LongestSpecial = 256;

    private static readonly Regex Integer = Linear(
        "^[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*(:[0-5]?[0-9])*)\\z");

    private static readonly Regex Float = Linear(
        @"^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*)\z");

    /// <summary>What a plain text means.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It has the form of a number or date, but there is none such.</exception>
    public static (ScalarKind Kind, object? Value) Resolve(string text)
    {
        if (text.Length is 0)
            return (ScalarKind.Null, null);
        if (text.Length > LongestSpecial)
            return (ScalarKind.Text, text);
        return text[0] switch
        {
            >= '0' and <= '9' or '+' or '-' or '.' => ResolveNumberOrTime(text),
            _ => ResolveWord(text),
        };
    }

    /// <summary>The integer that a text with the tag <c>!!int</c> means.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is no integer.</exception>
    public static object ParseInteger(string text)
    {
        if (text.Length > LongestSpecial || !Integer.IsMatch(text))
            throw new FormatException("no integer");
        var digits = text.Replace("_", string.Empty, StringComparison.Ordinal).TrimStart('+', '-');
        var value = digits switch
        {
            ['0', 'b', .. var binary] => FromDigits(binary, 2),
            ['0', 'x', .. var hexadecimal] => FromDigits(hexadecimal, 16),
            ['0', _, ..] => FromDigits(digits, 8),
            _ => FromSexagesimal(digits),
        };
        if (text[0] == '-')
            value = -value;
        if (value >= long.MinValue && value <= long.MaxValue)
            return (long)value;
        return value;
    }

    /// <summary>The number that a text with the tag <c>!!float</c> means.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is no number.</exception>
    public static double ParseFloat(string text)
    {
        if (NotFinite(text) is { } special)
            return special;
        if (text.Length > LongestSpecial)
            throw new FormatException("no number");
        var digits = text.Replace("_", string.Empty, StringComparison.Ordinal);
        if (!digits.Contains(':', StringComparison.Ordinal))
        {
            return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
                ? plain
                : throw new FormatException("no number");
        }

        var value = 0.0;
        foreach (var part in digits.TrimStart('+', '-').Split(':'))
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                throw new FormatException("no number");
            value = (value * 60) + number;
        }

        return digits[0] == '-' ? -value : value;
    }

    /// <summary>The truth value that a text with the tag <c>!!bool</c> means, whatever its case.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is no truth value.</exception>
    public static bool ParseBoolean(string text) => text.ToUpperInvariant() switch
    {
        "YES" or "ON" or "TRUE" => true,
        "NO" or "OFF" or "FALSE" => false,
        _ => throw new FormatException("no truth value"),
    };

    private static (ScalarKind Kind, object? Value) ResolveNumberOrTime(string text)
    {
        if (Integer.IsMatch(text))
            return (ScalarKind.WholeNumber, ParseInteger(text));
        if (Float.IsMatch(text) || NotFinite(text) is not null)
            return (ScalarKind.RealNumber, ParseFloat(text));
        return YamlTimestamp.TryParse(text, out var kind, out var value) ? (kind, value) : (ScalarKind.Text, text);
    }

    private static (ScalarKind Kind, object? Value) ResolveWord(string text) => text switch
    {
        "~" or "null" or "Null" or "NULL" => (ScalarKind.Null, null),
        "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "true" or "True" or "TRUE" => (ScalarKind.Boolean, true),
        "no" or "No" or "NO" or "off" or "Off" or "OFF" or "false" or "False" or "FALSE" => (ScalarKind.Boolean, false),
        _ => (ScalarKind.Text, text),
    };

    private static double? NotFinite(string text) => text switch
    {
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        _ => null,
    };

    private static BigInteger FromDigits(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.IsEmpty)
            throw new FormatException("a number without digits");
        var value = BigInteger.Zero;
        foreach (var digit in digits)
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        return value;
    }

    private static BigInteger FromSexagesimal(string digits)
    {
        var value = BigInteger.Zero;
        foreach (var part in digits.Split(':'))
            value = (value * 60) + BigInteger.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture);
        return value;
    }

    private static Regex Linear(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
}
