using Catchment.Core.Hosting;

namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>No further file can be copied there. The message says why, and what to do.</summary>
public sealed class CopyTargetException : OperatorException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What is wrong.</param>
    public CopyTargetException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and why.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Why.</param>
    public CopyTargetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
