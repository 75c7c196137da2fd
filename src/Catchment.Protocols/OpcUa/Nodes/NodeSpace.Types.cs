namespace Catchment.Protocols.OpcUa.Nodes;

/// <content>Types and what is of them.</content>
public sealed partial class NodeSpace
{
    /// <summary>Whether a type is another, or a subtype of it at any depth.</summary>
    public bool IsSubtype(Node type, Node of)
    {
        for (var each = type; each is not null; each = SupertypeOf(each))
        {
            if (ReferenceEquals(each, of))
                return true;
        }

        return false;
    }

    /// <summary>Whether a type is another, or a subtype of it at any depth; false when either is not there.</summary>
    public bool IsSubtype(NodeId type, NodeId of) => type == of || (TryFind(type, out var node) && TryFind(of, out var above) && IsSubtype(node, above));

    /// <summary>What a type is a subtype of; null: nothing.</summary>
    public Node? SupertypeOf(Node type)
    {
        foreach (var reference in type.Inverse.After())
        {
            if (ReferenceEquals(reference.Type, _hasSubtype))
                return reference.Target;
        }

        return null;
    }

    private Node? DefinitionOf(Node node, NodeId type)
    {
        var definition = node.NodeClass switch
        {
            NodeClass.Object => Find(type.IsNull ? StandardIds.BaseObjectType : type) as ObjectTypeNode,
            NodeClass.Variable => Find(type.IsNull ? StandardIds.BaseDataVariableType : type) as VariableTypeNode,
            _ => (Node?)null,
        };
        var isRight = node.NodeClass is NodeClass.Object or NodeClass.Variable ? definition is not null : type.IsNull;
        return isRight ? definition : throw new OpcUaException(StatusCodes.BadTypeDefinitionInvalid, $"{node.Id} cannot be of type {type}.");
    }

    private bool IsTypeInUse(Node node)
    {
        foreach (var reference in node.Inverse.After())
        {
            if (ReferenceEquals(reference.Type, _hasTypeDefinition))
                return true;
        }

        foreach (var reference in node.Forward.After())
        {
            if (ReferenceEquals(reference.Type, _hasSubtype))
                return true;
        }

        return false;
    }
}
