using System.Globalization;

namespace Catchment.WebConsole.Api;

/// <summary>Times on the API: the node's local time, ISO 8601 without a zone, as everything in the camera wing.</summary>
internal static class ApiTime
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "a local time without a zone: 2026-03-01, 2026-03-01T08:15, 2026-03-01T08:15:30 or 2026-03-01T08:15:30.123456";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF",
    ];

    /// <summary>Writes microseconds.</summary>
    public static string Micro(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>Writes milliseconds.</summary>
    public static string Milli(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Writes a date.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads a time.</summary>
    public static bool TryRead(string text, out DateTime time) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>Reads a date.</summary>
    public static bool TryReadDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
