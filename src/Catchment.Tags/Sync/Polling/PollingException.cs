namespace Catchment.Tags.Sync.Polling;

/// <summary>The polling service gave no document.</summary>
/// <param name="message">Why, in a few words.</param>
/// <param name="isReached">It answered.</param>
/// <param name="cause">What was thrown; null: nothing.</param>
public sealed class PollingException(string message, bool isReached, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>It answered, if not with a document.</summary>
    public bool IsReached => isReached;
}
