namespace Catchment.WebConsole.Api;

/// <summary>All views of all outposts as they are now.</summary>
/// <param name="Node">This node.</param>
/// <param name="Now">Its local time.</param>
/// <param name="Items">The views, by node and view.</param>
public sealed record OutpostList(string Node, string Now, IReadOnlyList<OutpostItem> Items);
