using Catchment.Core.Hosting;

namespace Catchment.Telemetry.Schema;

/// <summary>The database is not as it has to be: tables or rights are missing, or a setting does not fit its columns. The message says what to do.</summary>
public sealed class TelemetryDatabaseException : OperatorException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public TelemetryDatabaseException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what the database said.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">The database's refusal.</param>
    public TelemetryDatabaseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
