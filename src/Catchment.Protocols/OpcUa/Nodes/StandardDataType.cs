namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A data type of the standard. Few ask for its members, so they are made when one does.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name.</param>
/// <param name="members">As in the table of nodes; empty: none.</param>
internal sealed class StandardDataType(NodeId id, QualifiedName browseName, string members) : DataTypeNode(id, browseName)
{
    /// <summary>As in the table of nodes, without those of its supertypes.</summary>
    public string Members { get; } = members;

    public override IUaStructure? Definition => Space is { } space ? StandardValues.ToDefinition(this, space) : null;
}
