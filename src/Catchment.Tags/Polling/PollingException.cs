namespace Catchment.Tags.Polling;

/// <summary>The polling service could not be asked, or did not answer as it should; the message says which.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="inner">What it came from.</param>
public sealed class PollingException(string message, Exception? inner = null) : Exception(message, inner);
