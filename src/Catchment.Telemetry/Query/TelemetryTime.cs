using System.Globalization;
using Catchment.Core.Configuration.Binding;

namespace Catchment.Telemetry.Query;

/// <summary>How the times and durations of questions are written: telemetry's times are UTC.</summary>
public static class TelemetryTime
{
    /// <summary>What a time may look like, for people.</summary>
    public const string Allowed = "2026-05-01, 2026-05-01T18:30 or 2026-05-01T18:30:00.5, UTC, or with a zone such as Z or +02:00";

    /// <summary>What a duration may look like, for people.</summary>
    public const string AllowedDuration = "a number with ms, s, m, h or d, such as 30s";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    private static readonly string[] Formats =
        [.. from day in new[] { "yyyy-MM-dd" } from time in new[] { "", "THH:mm", "THH:mm:ss", "THH:mm:ss.FFFFFF", " HH:mm", " HH:mm:ss", " HH:mm:ss.FFFFFF" } from zone in new[] { "", "K" } select day + time + zone];

    /// <summary>A time, UTC, to the microsecond.</summary>
    /// <param name="time">The time.</param>
    public static string Text(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time, UTC.</param>
    public static bool TryRead(string text, out DateTime time) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>Reads a duration such as <c>500ms</c>, <c>1m</c>, <c>1.5h</c>, of whole microseconds; a number alone is of seconds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="least">The shortest that is allowed.</param>
    /// <param name="duration">The duration.</param>
    public static bool TryReadDuration(string text, TimeSpan least, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Duration.TryRead(text.EndsWith('m') ? text + "in" : text, out duration) && duration >= least && duration <= Longest && duration.Ticks % TimeSpan.TicksPerMicrosecond == 0;
    }

    /// <summary>So long before a time, but not before the first of all times.</summary>
    /// <param name="time">The time, UTC.</param>
    /// <param name="span">How long before it.</param>
    public static DateTime Before(DateTime time, TimeSpan span) => span < time - DateTime.MinValue.AddDays(1) ? time - span : DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
}
