namespace Catchment.Core.Hosting;

/// <summary>What became of asking a node for its status.</summary>
/// <param name="Status">The status; null when there is no answer.</param>
/// <param name="Problem">Why there is none, in a sentence; null when there is one.</param>
public sealed record StatusAnswer(NodeStatus? Status, string? Problem);
