using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class StandardNodesTests
{
    private static readonly NodeSpace Space = new("urn:test");

    [Fact]
    public void They_are_there() => Space.Count.ShouldBe(993);

    [Fact]
    public void Every_reference_is_seen_from_both_its_ends()
    {
        var all = Space.Nodes.ToDictionary(n => n, n => NodeSpace.ReferencesOf(n).ToHashSet());
        foreach (var (node, references) in all)
        {
            references.Count.ShouldBe(NodeSpace.ReferencesOf(node).Count, $"{node.Id} has a reference twice");
            foreach (var reference in references)
            {
                Space.Find(reference.Target.Id).ShouldBeSameAs(reference.Target);
                reference.Type.ShouldBeOfType<ReferenceTypeNode>();
                all[reference.Target].ShouldContain(new NodeReference(reference.Type, !reference.IsForward, node), $"{node.Id} {reference.Type.BrowseName} {reference.Target.Id}");
            }
        }
    }

    [Fact]
    public void Every_object_and_variable_has_one_type_definition_and_nothing_else_has()
    {
        foreach (var node in Space.Nodes)
        {
            var definitions = NodeSpace.ReferencesOf(node).Where(r => r.IsForward && r.Type.Id == StandardIds.HasTypeDefinition).Select(r => r.Target).ToArray();
            switch (node)
            {
                case ObjectNode:
                    definitions.ShouldHaveSingleItem().ShouldBeOfType<ObjectTypeNode>(node.Id.ToString());
                    node.TypeDefinition.ShouldBeSameAs(definitions[0]);
                    break;
                case VariableNode:
                    definitions.ShouldHaveSingleItem().ShouldBeOfType<VariableTypeNode>(node.Id.ToString());
                    node.TypeDefinition.ShouldBeSameAs(definitions[0]);
                    break;
                default:
                    definitions.ShouldBeEmpty(node.Id.ToString());
                    node.TypeDefinition.ShouldBeNull();
                    break;
            }
        }
    }

    [Fact]
    public void Every_node_is_reached_from_the_root()
    {
        var reached = Below(StandardIds.RootFolder);
        Space.Nodes.Where(n => !reached.Contains(n)).Select(n => n.Id).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(NodeClass.ReferenceType, 31)]
    [InlineData(NodeClass.DataType, 24)]
    [InlineData(NodeClass.ObjectType, 58)]
    [InlineData(NodeClass.VariableType, 62)]
    public void Every_type_is_below_the_one_that_all_are_subtypes_of(NodeClass kind, uint top)
    {
        foreach (var type in Space.Nodes.Where(n => n.NodeClass == kind))
        {
            Space.IsSubtype(type.Id, new NodeId(top)).ShouldBeTrue(type.Id.ToString());
            var supertypes = NodeSpace.ReferencesOf(type).Where(r => !r.IsForward && r.Type.Id == StandardIds.HasSubtype).ToArray();
            supertypes.Length.ShouldBe(type.Id.Number == top ? 0 : 1, type.Id.ToString());
            supertypes.ShouldAllBe(r => r.Target.NodeClass == kind);
        }
    }

    [Fact]
    public void Every_data_type_that_is_named_is_there()
    {
        foreach (var node in Space.Nodes)
        {
            var named = node switch
            {
                VariableNode variable => variable.DataType,
                VariableTypeNode type => type.DataType,
                _ => StandardIds.BaseDataType,
            };
            Space.Find(named).ShouldBeOfType<StandardDataType>(node.Id.ToString());
        }
    }

    [Fact]
    public void Every_member_of_a_structure_is_of_a_data_type_that_is_there()
    {
        var structures = 0;
        foreach (var type in Space.Nodes.OfType<DataTypeNode>())
        {
            if (type.Definition is not StructureDefinition definition)
                continue;
            structures++;
            definition.BaseDataType.ShouldBe(Space.SupertypeOf(type)!.Id);
            definition.Fields.ShouldAllBe(f => Space.Find(f.DataType) is DataTypeNode && f.Name != null, type.BrowseName.Name);
            if (!type.IsAbstract)
                NodeSpace.ReferencesOf(type).ShouldContain(r => r.Type.Id == StandardIds.HasEncoding && r.Target.Id == definition.DefaultEncodingId && r.Target.BrowseName.Name == "Default Binary", type.BrowseName.Name);
            using UaWriter writer = new();
            definition.Encode(writer);
            writer.Length.ShouldBeGreaterThan(0);
        }

        structures.ShouldBeGreaterThan(40);
    }

    [Fact]
    public void Every_enumeration_tells_its_values_twice_and_alike()
    {
        var enumerations = Space.Nodes.OfType<DataTypeNode>().Where(t => t.Definition is EnumDefinition && Space.IsSubtype(t.Id, StandardIds.Enumeration)).ToArray();
        foreach (var type in enumerations)
        {
            var fields = ((EnumDefinition)type.Definition!).Fields;
            var property = (VariableNode)NodeSpace.ReferencesOf(type).Single(r => r.IsForward && r.Type.Id == StandardIds.HasProperty).Target;
            var value = property.Read().Value;
            if (property.BrowseName.Name == "EnumStrings")
                ((LocalizedText[])value.Elements!).Select((t, i) => (t.Text, (long)i)).ShouldBe(fields.Select(f => (f.Name, f.Value)), type.BrowseName.Name);
            else
                ((ExtensionObject[])value.Elements!).Select(e => (EnumValueType)e.Structure!).Select(e => (e.DisplayName.Text, e.Value)).ShouldBe(fields.Select(f => (f.Name, f.Value)), type.BrowseName.Name);
        }

        enumerations.Length.ShouldBe(14);
    }

    [Fact]
    public void Every_method_tells_its_arguments()
    {
        foreach (var arguments in Space.Nodes.OfType<VariableNode>().Where(n => n.DataType == StandardIds.Argument))
        {
            var elements = (ExtensionObject[])arguments.Read().Value.Elements!;
            elements.Length.ShouldBe((int)arguments.ArrayDimensions!.Single());
            elements.ShouldAllBe(e => Space.Find(((Argument)e.Structure!).DataType) is DataTypeNode);
        }

        Space.Nodes.OfType<MethodNode>().ShouldAllBe(m => !m.Executable);
    }

    [Fact]
    public void The_encodings_of_the_librarys_structures_are_those_of_the_standard()
    {
        IUaStructure[] structures = [new Argument(), new EnumValueType(), new Catchment.Protocols.OpcUa.Range(), new EUInformation(), new BuildInfo(), new ServerStatusDataType(), new StructureDefinition(), new StructureField(), new EnumDefinition(), new EnumField()];
        foreach (var structure in structures)
        {
            var encoding = Space.Find(new NodeId(structure.BinaryEncodingId)).ShouldNotBeNull(structure.ToString());
            NodeSpace.ReferencesOf(encoding).Single(r => !r.IsForward).Target.BrowseName.Name.ShouldBe(structure.GetType().Name);
        }
    }

    [Fact]
    public void Objects_have_what_their_types_require()
    {
        var seen = 0;
        foreach (var node in Below(StandardIds.ObjectsFolder))
        {
            for (var type = node.TypeDefinition; type is not null; type = Space.SupertypeOf(type))
            {
                foreach (var member in NodeSpace.ReferencesOf(type).Where(r => r.IsForward && IsMandatory(r.Target) && Space.IsSubtype(r.Type, Space.Find(StandardIds.Aggregates)!)))
                {
                    var own = NodeSpace.ReferencesOf(node).Single(r => r.IsForward && r.Target.BrowseName == member.Target.BrowseName);
                    own.Type.ShouldBe(member.Type, $"{node.Id} {own.Target.Id}");
                    own.Target.NodeClass.ShouldBe(member.Target.NodeClass);
                    Space.IsSubtype(own.Target.TypeDefinition!, member.Target.TypeDefinition!).ShouldBeTrue();
                    seen++;
                }
            }
        }

        seen.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void They_take_little_memory() => Allocations.Of(() => _ = new NodeSpace("urn:test")).ShouldBeLessThan(3 << 20);

    private static bool IsMandatory(Node node) => NodeSpace.ReferencesOf(node).Any(r => r.Type.Id == StandardIds.HasModellingRule && r.IsForward && r.Target.Id == new NodeId(78));

    private static HashSet<Node> Below(NodeId top)
    {
        HashSet<Node> reached = [Space.Find(top)!];
        Queue<Node> open = new(reached);
        while (open.TryDequeue(out var node))
        {
            foreach (var reference in NodeSpace.ReferencesOf(node))
            {
                var leadsOn = reference.IsForward && (Space.IsSubtype(reference.Type.Id, StandardIds.HierarchicalReferences) || reference.Type.Id == StandardIds.HasEncoding);
                if (leadsOn && reached.Add(reference.Target))
                    open.Enqueue(reference.Target);
            }
        }

        return reached;
    }
}
