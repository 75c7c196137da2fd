namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A data type of the standard. Few ask for its members, so they are made when one does.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name.</param>
/// <param name="members">As in the table of nodes; empty: none.</param>
internal sealed class StandardDataType(NodeId id, QualifiedName browseName, string members) : DataTypeNode(id, browseName)
{
    public override IUaStructure? Definition => members.Length > 0 && Space is { } space ? StandardValues.ToDefinition(this, space, members) : null;
}
