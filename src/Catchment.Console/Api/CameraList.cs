namespace Catchment.WebConsole.Api;

/// <summary>All cameras as they are now.</summary>
/// <param name="Node">The node that answers.</param>
/// <param name="Now">Its local time, to tell ages by.</param>
/// <param name="Items">The cameras, by label.</param>
public sealed record CameraList(string Node, string Now, IReadOnlyList<CameraItem> Items);
