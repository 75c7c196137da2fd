using System.Runtime.Serialization;

namespace Catchment.Core.Configuration;

/// <summary>
/// The least severe messages that are logged, by the names the originals use. The values are those of
/// <see cref="Microsoft.Extensions.Logging.LogLevel"/>, so one can be cast to the other.
/// </summary>
public enum LoggingLevel
{
    /// <summary>Every single step.</summary>
    [EnumMember(Value = "TRACE")]
    Trace,

    /// <summary>What helps to find a fault.</summary>
    [EnumMember(Value = "DEBUG")]
    Debug,

    /// <summary>What an operator may like to know.</summary>
    [EnumMember(Value = "INFO")]
    Info,

    /// <summary>What is not as it should be, but works.</summary>
    [EnumMember(Value = "WARNING")]
    Warning,

    /// <summary>What failed.</summary>
    [EnumMember(Value = "ERROR")]
    Error,

    /// <summary>What keeps the program from working.</summary>
    [EnumMember(Value = "CRITICAL")]
    Critical,
}
