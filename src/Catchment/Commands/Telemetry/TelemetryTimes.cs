using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Catchment.Telemetry.Query;

namespace Catchment.Commands.Telemetry;

/// <summary>Times and durations on the command line, and how times are printed: telemetry's are UTC.</summary>
internal static class TelemetryTimes
{
    /// <summary>An option that takes a time.</summary>
    internal static Option<DateTime?> Option(string name, string description) => new(name) { HelpName = "TIME", Description = description, CustomParser = Time };

    /// <summary>An option that takes a duration greater than nothing.</summary>
    internal static Option<TimeSpan?> DurationOption(string name, string description) =>
        new(name) { HelpName = "DURATION", Description = description, CustomParser = static result => Duration(result, TimeSpan.FromMicroseconds(1)) };

    /// <summary>A time, UTC, to the microsecond.</summary>
    internal static string Text(DateTime time) => TelemetryTime.Text(time);

    /// <summary>How long ago something was, for people.</summary>
    internal static string Age(TimeSpan age) => age.TotalSeconds switch
    {
        < 0 => "ahead",
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0.0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0.0} min"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0.0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0.0} d"),
    };

    /// <summary>Reads a duration such as <c>500ms</c>, <c>1m</c>, <c>1.5h</c>; a number alone is of seconds.</summary>
    internal static TimeSpan Duration(ArgumentResult result, TimeSpan least)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (TelemetryTime.TryReadDuration(text, least, out var duration))
            return duration;
        result.AddError($"'{text}' is no duration: {TelemetryTime.AllowedDuration} is wanted");
        return least;
    }

    private static DateTime? Time(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (TelemetryTime.TryRead(text, out var time))
            return time;
        result.AddError($"'{text}' is no time: wanted is {TelemetryTime.Allowed}");
        return null;
    }
}
