namespace Catchment.Tags.Sync.Polling;

/// <summary>A body that is no document of polled values.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="isJson">It is JSON, but no object. Source: <c>tags</c> 8.3.</param>
/// <param name="cause">What the reader said; null: nothing.</param>
public sealed class PolledDocumentException(string message, bool isJson, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>It is JSON, but no object.</summary>
    public bool IsJson => isJson;
}
