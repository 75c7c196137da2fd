using System.Globalization;
using System.Text.RegularExpressions;

namespace Catchment.Files.Tables;

/// <summary>
/// Times of the original's tables: the local wall clock without a zone, whole microseconds. Here they are microseconds since
/// 1970-01-01 of that clock. Source: <c>files</c> 3.5, 3.6.
/// </summary>
internal static partial class LocalTime
{
    private const string Written = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>The clock's time.</summary>
    internal static long Now(TimeProvider clock) => Of(clock.GetLocalNow().DateTime);

    /// <summary>Microseconds of a time; what is finer is cut off.</summary>
    internal static long Of(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The time of microseconds.</summary>
    internal static DateTime At(long microseconds) => new(DateTime.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified);

    /// <summary>The text that stands in SQLite and that PostgreSQL reads: always six digits of fraction, as the text is compared.</summary>
    internal static string Text(long microseconds) => At(microseconds).ToString(Written, CultureInfo.InvariantCulture);

    /// <summary>A duration as SQLite has it: the text of that time after 1970-01-01.</summary>
    internal static string SqliteDuration(TimeSpan duration) => Text(duration.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Reads a text of SQLite, also one that a person wrote with <c>CURRENT_TIMESTAMP</c>. A short fraction counts microseconds, as the original reads it.</summary>
    /// <returns>Null: it is no time.</returns>
    internal static long? Parse(string? text)
    {
        if (text is null || Form().Match(text) is not { Success: true } match)
            return null;
        int Part(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        try
        {
            var whole = new DateTime(Part("y"), Part("m"), Part("d"), Part("h"), Part("i"), Part("s"), DateTimeKind.Unspecified);
            return Of(whole) + (match.Groups["f"].Success ? Part("f") : 0);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // The 13th month.
        }
    }

    [GeneratedRegex(@"^(?<y>[0-9]{1,4})-(?<m>[0-9]{1,2})-(?<d>[0-9]{1,2}) (?<h>[0-9]{1,2}):(?<i>[0-9]{1,2}):(?<s>[0-9]{1,2})(\.(?<f>[0-9]{1,6}))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
