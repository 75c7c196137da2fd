using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Attributes;

/// <summary>The attributes of nodes but for their values. Source: OPC 10000-3, 5.</summary>
internal static class NodeAttributes
{
    private static readonly Variant Nothing = new(0u);

    /// <summary>An attribute of a node; null: nodes of its class have none, or it has none. The value is not among them.</summary>
    /// <param name="node">The node.</param>
    /// <param name="attribute">One of <see cref="AttributeIds"/>.</param>
    /// <param name="user">Who asks.</param>
    public static Variant? Get(Node node, uint attribute, OpcUaUser user) => attribute switch
    {
        AttributeIds.NodeId => new Variant(node.Id),
        AttributeIds.NodeClass => new Variant((int)node.NodeClass),
        AttributeIds.BrowseName => new Variant(node.BrowseName),
        AttributeIds.DisplayName => new Variant(node.DisplayName),
        AttributeIds.Description => Text(node.Description),
        AttributeIds.WriteMask or AttributeIds.UserWriteMask => Nothing,
        _ => node switch
        {
            VariableNode variable => Get(variable, attribute, user),
            ObjectNode thing => attribute == AttributeIds.EventNotifier ? new Variant(thing.EventNotifier) : null,
            MethodNode method => attribute is AttributeIds.Executable or AttributeIds.UserExecutable ? new Variant(method.Executable) : null,
            ObjectTypeNode type => attribute == AttributeIds.IsAbstract ? new Variant(type.IsAbstract) : null,
            VariableTypeNode type => Get(type, attribute),
            ReferenceTypeNode type => Get(type, attribute),
            DataTypeNode type => Get(type, attribute),
            _ => null,
        },
    };

    /// <summary>Whether nodes of a class have an attribute, though it may not be set.</summary>
    /// <param name="node">The node.</param>
    /// <param name="attribute">One of <see cref="AttributeIds"/>.</param>
    /// <param name="user">Who asks.</param>
    public static bool Has(Node node, uint attribute, OpcUaUser user) =>
        attribute == AttributeIds.Description || (attribute == AttributeIds.Value && node is VariableNode) || Get(node, attribute, user) is not null;

    private static Variant? Get(VariableNode node, uint attribute, OpcUaUser user) => attribute switch
    {
        AttributeIds.DataType => new Variant(node.DataType),
        AttributeIds.ValueRank => new Variant(node.ValueRank),
        AttributeIds.ArrayDimensions => Dimensions(node.ValueRank, node.ArrayDimensions),
        AttributeIds.AccessLevel => new Variant((byte)node.AccessLevel),
        AttributeIds.UserAccessLevel => new Variant((byte)(node.AccessLevel & node.UserAccess(user))),
        AttributeIds.MinimumSamplingInterval => new Variant(node.MinimumSamplingInterval),
        AttributeIds.Historizing => new Variant(node.Historizing),
        _ => null,
    };

    private static Variant? Get(VariableTypeNode node, uint attribute) => attribute switch
    {
        AttributeIds.IsAbstract => new Variant(node.IsAbstract),
        AttributeIds.DataType => new Variant(node.DataType),
        AttributeIds.ValueRank => new Variant(node.ValueRank),
        AttributeIds.ArrayDimensions => Dimensions(node.ValueRank, node.ArrayDimensions),
        _ => null,
    };

    private static Variant? Get(ReferenceTypeNode node, uint attribute) => attribute switch
    {
        AttributeIds.IsAbstract => new Variant(node.IsAbstract),
        AttributeIds.Symmetric => new Variant(node.IsSymmetric),
        AttributeIds.InverseName => Text(node.InverseName),
        _ => null,
    };

    private static Variant? Get(DataTypeNode node, uint attribute) => attribute switch
    {
        AttributeIds.IsAbstract => new Variant(node.IsAbstract),
        AttributeIds.DataTypeDefinition when node.Definition is { } definition => new Variant(definition),
        _ => null,
    };

    private static Variant? Text(LocalizedText text) => text.Text is null ? null : new Variant(text);

    private static Variant? Dimensions(int rank, IReadOnlyList<uint>? dimensions) =>
        rank <= 0 ? null : Variant.OfArray(BuiltInType.UInt32, dimensions is null ? new uint[rank] : [.. dimensions]);
}
