namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>The kinds of nodes; the bits of node class masks. Source: OPC 10000-3, 8.29.</summary>
#pragma warning disable CS1591, CA1720 // Each is the standard's own word.
[Flags]
public enum NodeClass
{
    Unspecified = 0,
    Object = 1,
    Variable = 2,
    Method = 4,
    ObjectType = 8,
    VariableType = 16,
    ReferenceType = 32,
    DataType = 64,
    View = 128,
}
