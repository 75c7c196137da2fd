using Serilog.Events;

namespace Catchment.Core.Diagnostics;

/// <summary>The names and numbers of severities outside the program.</summary>
internal static class LogLevels
{
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
}
