using System.Globalization;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// When a log file is set aside by the clock, as <c>TimedRotatingFileHandler</c> of Python does it, and how the file set aside is named.
/// </summary>
/// <param name="Every">How long a file is written to.</param>
/// <param name="AtMidnight">It is set aside at local midnight; otherwise so long after it was begun, or last written before the program started.</param>
/// <param name="LastDay">With <paramref name="AtMidnight"/>: only at the end of this day of the week; null: every day.</param>
/// <param name="Suffix">The form of the time that the file set aside is named by, that of its beginning: <c>yyyy-MM-dd</c>.</param>
public sealed record LogRotation(TimeSpan Every, bool AtMidnight, DayOfWeek? LastDay, string Suffix)
{
    /// <summary>When a file is set aside.</summary>
    /// <param name="from">When it was begun, or written last; local time.</param>
    public DateTime After(DateTime from)
    {
        if (!AtMidnight) return from + Every;
        var day = from.Date;
        if (LastDay is null) return day + Every;
        while (day.DayOfWeek != LastDay) day = day.AddDays(1);
        return day.AddDays(1);
    }

    /// <summary>The end of the name of a file that is set aside at a time.</summary>
    public string NameAt(DateTime due) => "." + (due - Every).ToString(Suffix, CultureInfo.InvariantCulture);

    /// <summary>Whether a name ends as <see cref="NameAt"/> makes it.</summary>
    public bool IsName(ReadOnlySpan<char> end) =>
        end.Length > 1 && end[0] == '.' && DateTime.TryParseExact(end[1..], Suffix, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
