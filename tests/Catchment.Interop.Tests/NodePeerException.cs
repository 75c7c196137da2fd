namespace Catchment.Interop.Tests;

/// <summary>A command of a script for Node.js that failed.</summary>
/// <param name="status">The name of the status code; <c>Error</c> when there was none.</param>
/// <param name="text">What was told of it.</param>
internal sealed class NodePeerException(string status, string text) : Exception($"{status}: {text}")
{
    /// <summary>The name of the status code.</summary>
    public string Status { get; } = status;
}
