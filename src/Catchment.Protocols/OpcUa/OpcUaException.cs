namespace Catchment.Protocols.OpcUa;

/// <summary>A message that breaks the standard, a service that fails, a peer that cannot be trusted: with the standard's own code.</summary>
public sealed class OpcUaException : Exception
{
    /// <summary>A failure with its code alone.</summary>
    public OpcUaException(StatusCode status)
        : this(status, status.ToString())
    {
    }

    /// <summary>A failure with what is to be told about it.</summary>
    /// <param name="status">What the peer is told.</param>
    /// <param name="message">What people are told.</param>
    /// <param name="inner">What it came from.</param>
    public OpcUaException(StatusCode status, string message, Exception? inner = null)
        : base(message, inner) => Status = status;

    /// <summary>What the peer is told, or has told.</summary>
    public StatusCode Status { get; }
}
