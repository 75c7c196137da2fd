using Microsoft.Extensions.Logging;
using Serilog.Events;

namespace Catchment.Core.Diagnostics;

/// <summary>The names and numbers of severities outside the program.</summary>
internal static class LogLevels
{
    /// <summary>The categories of the web framework, which tells every request at INFO.</summary>
    public const string Framework = "Microsoft";

    /// <summary>The level's name as the logging sections of configuration files have it.</summary>
    public static string Name(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "TRACE",
        LogEventLevel.Debug => "DEBUG",
        LogEventLevel.Information => "INFO",
        LogEventLevel.Warning => "WARNING",
        LogEventLevel.Error => "ERROR",
        _ => "CRITICAL",
    };

    /// <summary>The priority of syslog(3), which sd-daemon(3) wants in front of a line.</summary>
    public static int SyslogPriority(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => 7,
        LogEventLevel.Information => 6,
        LogEventLevel.Warning => 4,
        LogEventLevel.Error => 3,
        _ => 2,
    };

    /// <summary>The program's own level for one of the log library.</summary>
    public static LogLevel ToMicrosoft(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => LogLevel.Trace,
        LogEventLevel.Debug => LogLevel.Debug,
        LogEventLevel.Information => LogLevel.Information,
        LogEventLevel.Warning => LogLevel.Warning,
        LogEventLevel.Error => LogLevel.Error,
        _ => LogLevel.Critical,
    };

    /// <summary>Whether a category is that of a service or of one of its parts.</summary>
    public static bool IsPartOf(string category, string service) =>
        category.StartsWith(service, StringComparison.Ordinal)
        && (category.Length == service.Length || category[service.Length] == '.');

    /// <summary>The level that the settings give a category: that of the longest name it is part of.</summary>
    public static LogLevel Of(LogSettings settings, string? category)
    {
        if (category is null) return settings.Level;
        LogLevel level = settings.Level;
        int longest = -1;
        foreach ((string name, LogLevel own) in settings.Levels)
        {
            if (name.Length > longest && IsPartOf(category, name)) (longest, level) = (name.Length, own);
        }

        return longest < 0 && IsPartOf(category, Framework) ? LogLevel.Warning : level;
    }
}
