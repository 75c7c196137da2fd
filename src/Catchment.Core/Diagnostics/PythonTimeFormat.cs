using System.Globalization;
using System.Text;

namespace Catchment.Core.Diagnostics;

/// <summary>Renders local times as <c>strftime</c> does in the C locale; a directive it does not know stays as written.</summary>
internal static class PythonTimeFormat
{
    /// <summary>Renders a local time.</summary>
    public static string Render(string format, DateTime time)
    {
        var text = new StringBuilder(format.Length + 16);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length) text.Append(format[i]);
            else text.Append(Directive(format[++i], time) ?? $"%{format[i]}");
        }

        return text.ToString();
    }

    private static string? Directive(char directive, DateTime time) => directive switch
    {
        'a' => time.ToString("ddd"),
        'A' => time.ToString("dddd"),
        'b' or 'h' => time.ToString("MMM"),
        'B' => time.ToString("MMMM"),
        'c' => Render("%a %b %e %H:%M:%S %Y", time),
        'C' => (time.Year / 100).ToString("00"),
        'd' => time.ToString("dd"),
        'D' or 'x' => Render("%m/%d/%y", time),
        'e' => time.Day.ToString().PadLeft(2),
        'F' => Render("%Y-%m-%d", time),
        'g' => (ISOWeek.GetYear(time) % 100).ToString("00"),
        'G' => ISOWeek.GetYear(time).ToString("0000"),
        'H' => time.ToString("HH"),
        'I' => time.ToString("hh"),
        'j' => time.DayOfYear.ToString("000"),
        'k' => time.Hour.ToString().PadLeft(2),
        'l' => ((time.Hour + 11) % 12 + 1).ToString().PadLeft(2),
        'm' => time.ToString("MM"),
        'M' => time.ToString("mm"),
        'n' => "\n",
        'p' => time.Hour < 12 ? "AM" : "PM",
        'P' => time.Hour < 12 ? "am" : "pm",
        'r' => Render("%I:%M:%S %p", time),
        'R' => Render("%H:%M", time),
        's' => ((long)PythonLogFormat.Epoch(time)).ToString(),
        'S' => time.ToString("ss"),
        't' => "\t",
        'T' or 'X' => Render("%H:%M:%S", time),
        'u' => (((int)time.DayOfWeek + 6) % 7 + 1).ToString(),
        'U' => ((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7).ToString("00"),
        'V' => ISOWeek.GetWeekOfYear(time).ToString("00"),
        'w' => ((int)time.DayOfWeek).ToString(),
        'W' => ((time.DayOfYear + 6 - ((int)time.DayOfWeek + 6) % 7) / 7).ToString("00"),
        'y' => (time.Year % 100).ToString("00"),
        'Y' => time.Year.ToString(),
        'z' => Offset(TimeZoneInfo.Local.GetUtcOffset(time)),
        'Z' => TimeZoneInfo.Local.IsDaylightSavingTime(time) ? TimeZoneInfo.Local.DaylightName : TimeZoneInfo.Local.StandardName,
        '%' => "%",
        _ => null,
    };

    private static string Offset(TimeSpan offset) =>
        $"{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours):00}{Math.Abs(offset.Minutes):00}";
}
