using Microsoft.Extensions.Logging;

namespace Catchment.Core.Diagnostics;

/// <summary>Severities as Python's <c>logging</c> names and numbers them.</summary>
internal static class PythonLogLevels
{
    /// <summary>The level that a name stands for, in any case; null for a name that Python does not know.</summary>
    public static LogLevel? FromName(string name) => name.ToUpperInvariant() switch
    {
        "CRITICAL" or "FATAL" => LogLevel.Critical,
        "ERROR" => LogLevel.Error,
        "WARNING" or "WARN" => LogLevel.Warning,
        "INFO" => LogLevel.Information,
        "DEBUG" => LogLevel.Debug,
        "NOTSET" => LogLevel.Trace,
        _ => null,
    };

    /// <summary>The least severe level that a threshold lets through.</summary>
    public static LogLevel FromNumber(long number) => number switch
    {
        < 10 => LogLevel.Trace,
        10 => LogLevel.Debug,
        <= 20 => LogLevel.Information,
        <= 30 => LogLevel.Warning,
        <= 40 => LogLevel.Error,
        <= 50 => LogLevel.Critical,
        _ => LogLevel.None,
    };

    /// <summary>The name in a record.</summary>
    public static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };

    /// <summary>The number in a record.</summary>
    public static int Number(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => 10,
        LogLevel.Information => 20,
        LogLevel.Warning => 30,
        LogLevel.Error => 40,
        _ => 50,
    };
}
