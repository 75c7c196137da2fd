namespace Catchment.DataFeed;

/// <summary>The pump refused a request, or its reply is none. The message names the pump, the request and the cause.</summary>
public class DataFeedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was asked of whom, and what came back.</param>
    /// <param name="reply">The plain reply, if that is what came: <c>Error</c>, <c>Exception</c>.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public DataFeedException(string message, string? reply = null, Exception? inner = null)
        : base(message, inner) => Reply = reply;

    /// <summary>The plain reply that refused the request, such as <c>Error</c>; null when the pump did not say so.</summary>
    public string? Reply { get; }
}
