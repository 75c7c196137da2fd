namespace Catchment.Cameras.Catalog;

/// <summary>What the hub's catalog is shared through with the rest of the node; outlives a restart of the hub.</summary>
/// <param name="Node">This node's name.</param>
/// <param name="Home">The database.</param>
/// <param name="Board">What every camera sent last.</param>
public sealed record HubCatalogParts(string Node, CatalogHome Home, CameraBoard Board);
