using System.Globalization;
using System.Text.RegularExpressions;

namespace Catchment.Core.Configuration.Yaml;

/// <summary>
/// The timestamps of YAML 1.1: a date <c>2021-01-01</c>, or a date with a time, separated by <c>T</c> or spaces, with
/// a fraction and an offset if need be (<c>2021-1-1 10:00:00.5 +2</c>).
/// </summary>
internal static class YamlTimestamp
{
    private static readonly Regex Form = new(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})\z" +
        @"|^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})([Tt]|[ \t]+)" +
        @"(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(\.(?<fraction>[0-9]*))?" +
        @"([ \t]*(?<zone>Z|[-+][0-9]{1,2}(:[0-9]{2})?))?\z",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Reads a timestamp.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kind">Date or date and time.</param>
    /// <param name="value">The value that goes with <paramref name="kind"/>.</param>
    /// <returns>Whether the text has the form of a timestamp.</returns>
    /// <exception cref="FormatException">It has the form, but there is no such day or time.</exception>
    public static bool TryParse(string text, out ScalarKind kind, out object? value)
    {
        (kind, value) = (ScalarKind.Text, null);
        var match = Form.Match(text);
        if (!match.Success)
            return false;
        if (match.Groups["date"].Success)
        {
            kind = ScalarKind.Date;
            value = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date
                : throw new FormatException("a date that does not exist");
            return true;
        }

        (kind, value) = (ScalarKind.DateTime, ParseTime(match));
        return true;
    }

    private static object ParseTime(Match match)
    {
        try
        {
            var time = new DateTime(
                Number(match, "year"), Number(match, "month"), Number(match, "day"),
                Number(match, "hour"), Number(match, "minute"), Number(match, "second"), DateTimeKind.Unspecified);
            time = time.AddTicks(Fraction(match.Groups["fraction"].Value));
            if (match.Groups["zone"] is { Success: true, Value: var zone })
                return new DateTimeOffset(time, Offset(zone));
            return time;
        }
        catch (ArgumentException exception)
        {
            throw new FormatException("a time that does not exist", exception);
        }
    }

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // Six digits count, as in the original, whose times end at microseconds.
    private static long Fraction(string digits) => digits.Length == 0
        ? 0
        : long.Parse(digits.PadRight(6, '0').AsSpan(0, 6), NumberStyles.None, CultureInfo.InvariantCulture) * TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Offset(string zone)
    {
        if (zone is "Z")
            return TimeSpan.Zero;
        var parts = zone[1..].Split(':');
        var hours = int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture);
        var minutes = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var offset = new TimeSpan(hours, minutes, 0);
        return zone[0] == '-' ? -offset : offset;
    }
}
