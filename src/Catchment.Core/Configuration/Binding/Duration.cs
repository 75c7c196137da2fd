using System.Globalization;

namespace Catchment.Core.Configuration.Binding;

/// <summary>The written form of a <see cref="TimeSpan"/>: <c>200 ms</c>, <c>1.5 s</c>, <c>2 min</c>, <c>1 h</c>, <c>1 d</c>.</summary>
public static class Duration
{
    /// <summary>The form as a regular expression, for schemas.</summary>
    public const string Pattern = "^ *[0-9]{1,18}(\\.[0-9]{1,9})? *(ms|s|min|h|d) *$";

    // "ms" before "s", because the first ending that fits decides.
    private static readonly (string Name, long Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("min", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
        ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    /// <summary>Reads a duration as settings are written: a number of seconds, or a number with a unit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration.</param>
    /// <returns>Whether the text is a duration that fits.</returns>
    public static bool TryRead(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TryFromSeconds(seconds, out duration)
            : TryParse(text, out duration);
    }

    /// <summary>Reads a duration with a unit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration.</param>
    /// <returns>Whether the text is a duration that fits.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        var trimmed = text.AsSpan().Trim(' ');
        foreach (var (name, ticks) in Units)
        {
            if (trimmed.EndsWith(name, StringComparison.Ordinal))
                return TryScale(trimmed[..^name.Length].TrimEnd(' '), ticks, out duration);
        }

        return false;
    }

    /// <summary>A number of seconds.</summary>
    /// <param name="seconds">The number.</param>
    /// <param name="duration">The duration.</param>
    /// <returns>Whether it is not negative and fits.</returns>
    public static bool TryFromSeconds(double seconds, out TimeSpan duration)
    {
        duration = default;
        if (!double.IsFinite(seconds) || seconds < 0 || seconds >= TimeSpan.MaxValue.TotalSeconds)
            return false;
        duration = TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>The shortest exact form.</summary>
    /// <param name="duration">The duration.</param>
    public static string Format(TimeSpan duration)
    {
        var (name, unit) = duration.Ticks switch
        {
            0 => ("s", TimeSpan.TicksPerSecond),
            var ticks when ticks % TimeSpan.TicksPerDay == 0 => ("d", TimeSpan.TicksPerDay),
            var ticks when ticks % TimeSpan.TicksPerHour == 0 => ("h", TimeSpan.TicksPerHour),
            var ticks when ticks % TimeSpan.TicksPerMinute == 0 => ("min", TimeSpan.TicksPerMinute),
            var ticks when ticks % TimeSpan.TicksPerSecond == 0 => ("s", TimeSpan.TicksPerSecond),
            _ => ("ms", TimeSpan.TicksPerMillisecond),
        };
        return $"{((decimal)duration.Ticks / unit).ToString("0.####", CultureInfo.InvariantCulture)} {name}";
    }

    private static bool TryScale(ReadOnlySpan<char> number, long unit, out TimeSpan duration)
    {
        duration = default;
        if (number.Length is 0 or > 28
            || !char.IsAsciiDigit(number[0])
            || !char.IsAsciiDigit(number[^1])
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > long.MaxValue / (decimal)unit)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(count * unit));
        return true;
    }
}
