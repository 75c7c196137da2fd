namespace Catchment.Telemetry.Query;

/// <summary>A question cannot be answered now: the database is away, or not as it has to be, or it took too long, or too much is asked at once. The message is for the person who asked.</summary>
public sealed class TelemetryUnavailableException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="inner">The database's own error.</param>
    public TelemetryUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
