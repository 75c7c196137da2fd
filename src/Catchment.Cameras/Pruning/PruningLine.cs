namespace Catchment.Cameras.Pruning;

/// <summary>What a run did with events of one node for one reason.</summary>
/// <param name="Node">The outpost.</param>
/// <param name="Profile">Its profile's name.</param>
/// <param name="Reason">What became of them.</param>
/// <param name="Events">How many.</param>
public sealed record PruningLine(string Node, string Profile, PruningReason Reason, long Events);
