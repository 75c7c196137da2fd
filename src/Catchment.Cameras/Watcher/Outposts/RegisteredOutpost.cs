namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>A view that introduced itself, as kept in the state folder.</summary>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
/// <param name="Logger">Where it publishes its log.</param>
/// <param name="Images">Where it publishes its pictures.</param>
internal sealed record RegisteredOutpost(string Node, string View, string Logger, string Images);
