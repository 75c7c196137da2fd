using System.Globalization;
using System.Text.RegularExpressions;

namespace Catchment.Core.Configuration.Binding;

/// <summary>The bounds that a <see cref="SettingAttribute"/> puts on the values of its property.</summary>
internal sealed class SettingConstraints(SettingAttribute setting)
{
    private readonly Regex? _pattern = setting.Pattern is null
        ? null
        : new Regex(
            WithEndOfText(setting.Pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Least number, NaN for none.</summary>
    public double Min { get; } = setting.Min;

    /// <summary>Greatest number, NaN for none.</summary>
    public double Max { get; } = setting.Max;

    /// <summary>What a number counts.</summary>
    public string? Unit { get; } = setting.Unit;

    /// <summary>Whether texts are paths.</summary>
    public bool IsPath { get; } = setting.IsPath;

    /// <summary>Whether values must not be shown.</summary>
    public bool IsSecret { get; } = setting.IsSecret;

    /// <summary>Whether enum names may be written in any case.</summary>
    public bool IgnoreCase { get; } = setting.IgnoreCase;

    /// <summary>What texts must match, as it is written in the attribute.</summary>
    public string? Pattern { get; } = setting.Pattern;

    /// <summary>Whether a text matches <see cref="Pattern"/>.</summary>
    public bool Matches(string text) => _pattern?.IsMatch(text) ?? true;

    /// <summary>Whether a number lies within the bounds.</summary>
    public bool Contains(double number) => !(number < Min) && !(number > Max);

    /// <summary>The bounds in words, for example <c>a whole number from 1 to 10 (minutes)</c>.</summary>
    /// <param name="kind">What kind of value it is, for example <c>a whole number</c>.</param>
    /// <param name="write">How a bound is written.</param>
    public string Describe(string kind, Func<double, string>? write = null)
    {
        write ??= static bound => bound.ToString("0.############", CultureInfo.InvariantCulture);
        var range = (double.IsNaN(Min), double.IsNaN(Max)) switch
        {
            (false, false) => $"{kind} from {write(Min)} to {write(Max)}",
            (false, true) => $"{kind}, {write(Min)} or more",
            (true, false) => $"{kind}, {write(Max)} or less",
            _ => kind,
        };
        return Unit is null ? range : $"{range} ({Unit})";
    }

    // In .NET a last '$' also matches before a final line break; in a schema, and for us, it is the end of the text.
    private static string WithEndOfText(string pattern) =>
        pattern.EndsWith('$') && !pattern.EndsWith(@"\$", StringComparison.Ordinal) ? pattern[..^1] + @"\z" : pattern;
}
