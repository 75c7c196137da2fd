namespace Catchment.Cameras.Catalog;

/// <summary>A node's view. Two spellings that give the same file name are one camera.</summary>
/// <param name="Label">Node and view as they stand in a file's name: <c>Driveway-Mailbox</c>.</param>
/// <param name="Node">The node's name: the first word of what it sent.</param>
/// <param name="View">The view's name: the words after it; empty when the node named none.</param>
public sealed record Camera(string Label, string Node, string View);
