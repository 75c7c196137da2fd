namespace Catchment.Protocols.ZeroMq;

/// <summary>A ZeroMQ socket could not do what it was asked to. The message names the endpoint, the cause and what to do.</summary>
public class ZmqException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was being done, where, why it failed.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public ZmqException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
