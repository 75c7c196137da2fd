using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class NodeSpaceTests
{
    private static readonly NodeId Double = new(11);
    private readonly NodeSpace _space = new("urn:test", new ManualTime());
    private readonly ushort _own;

    public NodeSpaceTests() => _own = _space.AddNamespace("urn:own");

    [Fact]
    public void Namespaces_keep_their_indices_and_are_told()
    {
        _own.ShouldBe((ushort)2);
        _space.AddNamespace("urn:other").ShouldBe((ushort)3);
        _space.AddNamespace("urn:own").ShouldBe(_own);
        _space.AddNamespace("http://opcfoundation.org/UA/").ShouldBe((ushort)0);
        _space.NamespaceUris.ShouldBe(["http://opcfoundation.org/UA/", "urn:test", "urn:own", "urn:other"]);
        var told = ((VariableNode)_space.Find(new NodeId(2255))!).Read();
        told.Value.Elements.ShouldBe(_space.NamespaceUris.ToArray());
        told.SourceTimestamp.ShouldBe(new ManualTime().GetUtcNow().UtcDateTime);
    }

    [Fact]
    public void A_node_is_found_with_its_references()
    {
        var folder = Folder("F");
        var tag = Tag("T", folder);
        _space.Find(tag.Id).ShouldBeSameAs(tag);
        tag.Space.ShouldBeSameAs(_space);
        tag.TypeDefinition!.Id.ShouldBe(StandardIds.BaseDataVariableType);
        Seen(tag).ShouldBe([(true, 40u, StandardIds.BaseDataVariableType), (false, 47u, folder.Id)]);
        Seen(folder).ShouldBe([(true, 40u, StandardIds.FolderType), (true, 47u, tag.Id), (false, 35u, StandardIds.ObjectsFolder)]);
        Seen(_space.Find(StandardIds.BaseDataVariableType)!).ShouldContain((false, 40u, tag.Id));
    }

    [Fact]
    public void A_removed_node_leaves_nothing()
    {
        var count = _space.Count;
        var folder = Folder("F");
        var tag = Tag("T", folder);
        _space.AddReference(StandardIds.ObjectsFolder, StandardIds.Organizes, tag.Id);
        _space.Remove(tag.Id).ShouldBeTrue();
        _space.Remove(tag.Id).ShouldBeFalse();
        _space.Find(tag.Id).ShouldBeNull();
        tag.Space.ShouldBeNull();
        tag.TypeDefinition.ShouldBeNull();
        NodeSpace.ReferencesOf(tag).ShouldBeEmpty();
        _space.Remove(folder.Id).ShouldBeTrue();
        _space.Count.ShouldBe(count);
        NothingDangles();
    }

    [Fact]
    public void A_removed_node_takes_with_it_what_only_it_holds()
    {
        var folder = Folder("F");
        var tag = Tag("T", folder);
        var property = Tag("P", tag, StandardIds.HasProperty, StandardIds.PropertyType);
        var shared = Tag("S", tag);
        _space.AddReference(StandardIds.ObjectsFolder, StandardIds.HasComponent, shared.Id);
        var organized = Tag("O", tag, StandardIds.Organizes);
        _space.Remove(tag.Id).ShouldBeTrue();
        _space.Find(property.Id).ShouldBeNull();
        _space.Find(shared.Id).ShouldBeSameAs(shared);
        _space.Find(organized.Id).ShouldBeSameAs(organized);
        NothingDangles();
    }

    [Fact]
    public void A_removed_node_may_be_added_again()
    {
        var tag = Tag("T", Folder("F"));
        _space.Remove(tag.Id).ShouldBeTrue();
        _space.Add(tag, StandardIds.ObjectsFolder, StandardIds.Organizes);
        Seen(tag).ShouldBe([(true, 40u, StandardIds.BaseDataVariableType), (false, 35u, StandardIds.ObjectsFolder)]);
        NothingDangles();
    }

    [Fact]
    public void The_standards_nodes_and_types_in_use_stay()
    {
        _space.Remove(new NodeId(2256)).ShouldBeFalse();
        _space.Find(new NodeId(2256)).ShouldNotBeNull();
        ObjectTypeNode type = new(new NodeId("MyType", _own), new QualifiedName("MyType", _own));
        _space.Add(type, StandardIds.BaseObjectType, StandardIds.HasSubtype);
        ObjectTypeNode subtype = new(new NodeId("MySubtype", _own), new QualifiedName("MySubtype", _own));
        _space.Add(subtype, type.Id, StandardIds.HasSubtype);
        ObjectNode thing = new(new NodeId("Thing", _own), new QualifiedName("Thing", _own));
        _space.Add(thing, StandardIds.ObjectsFolder, StandardIds.Organizes, subtype.Id);
        _space.Remove(type.Id).ShouldBeFalse();
        _space.Remove(subtype.Id).ShouldBeFalse();
        _space.Remove(thing.Id).ShouldBeTrue();
        _space.Remove(subtype.Id).ShouldBeTrue();
        _space.Remove(type.Id).ShouldBeTrue();
        NothingDangles();
    }

    [Fact]
    public void What_cannot_be_added_is_refused_and_changes_nothing()
    {
        var folder = Folder("F");
        var count = _space.Count;
        Refused(() => Tag("F", folder), StatusCodes.BadNodeIdExists);
        Refused(() => _space.Add(folder, StandardIds.ObjectsFolder, StandardIds.Organizes, StandardIds.FolderType), StatusCodes.BadNodeIdExists);
        Refused(() => Add(new NodeId("X", 9), folder.Id, StandardIds.HasComponent), StatusCodes.BadNodeIdInvalid);
        Refused(() => Add(default, folder.Id, StandardIds.HasComponent), StatusCodes.BadNodeIdInvalid);
        Refused(() => Add(new NodeId("X", _own), new NodeId("none", _own), StandardIds.HasComponent), StatusCodes.BadParentNodeIdInvalid);
        Refused(() => Add(new NodeId("X", _own), folder.Id, StandardIds.HasTypeDefinition), StatusCodes.BadReferenceTypeIdInvalid);
        Refused(() => Add(new NodeId("X", _own), folder.Id, StandardIds.FolderType), StatusCodes.BadReferenceTypeIdInvalid);
        Refused(() => Add(new NodeId("X", _own), folder.Id, StandardIds.HasComponent, StandardIds.FolderType), StatusCodes.BadTypeDefinitionInvalid);
        Refused(() => Add(new NodeId("X", _own), folder.Id, StandardIds.HasComponent, new NodeId("none", _own)), StatusCodes.BadTypeDefinitionInvalid);
        Refused(() => _space.Add(new MethodNode(new NodeId("M", _own), new QualifiedName("M", _own)), folder.Id, StandardIds.HasComponent, StandardIds.FolderType), StatusCodes.BadTypeDefinitionInvalid);
        Refused(
            () => _space.Add(new ValueNode(new NodeId("X", _own), new QualifiedName("X", _own), StandardIds.FolderType), folder.Id, StandardIds.HasComponent),
            StatusCodes.BadDataTypeIdUnknown);
        Refused(() => Add(new NodeId("X", _own), StandardIds.BaseDataVariableType, StandardIds.HasSubtype), StatusCodes.BadReferenceNotAllowed);
        Refused(
            () => _space.Add(new ObjectTypeNode(new NodeId("X", _own), new QualifiedName("X", _own)), StandardIds.BaseDataVariableType, StandardIds.HasSubtype),
            StatusCodes.BadReferenceNotAllowed);
        _space.Count.ShouldBe(count);
        NothingDangles();
    }

    [Fact]
    public void References_come_and_go_at_both_ends()
    {
        var folder = Folder("F");
        var tag = Tag("T", folder);
        _space.AddReference(StandardIds.ObjectsFolder, StandardIds.Organizes, tag.Id);
        Seen(tag).ShouldContain((false, 35u, StandardIds.ObjectsFolder));
        Refused(() => _space.AddReference(StandardIds.ObjectsFolder, StandardIds.Organizes, tag.Id), StatusCodes.BadDuplicateReferenceNotAllowed);
        _space.RemoveReference(StandardIds.ObjectsFolder, StandardIds.Organizes, tag.Id).ShouldBeTrue();
        _space.RemoveReference(StandardIds.ObjectsFolder, StandardIds.Organizes, tag.Id).ShouldBeFalse();
        Seen(tag).ShouldNotContain((false, 35u, StandardIds.ObjectsFolder));
        Refused(() => _space.AddReference(new NodeId(1, _own), StandardIds.Organizes, tag.Id), StatusCodes.BadSourceNodeIdInvalid);
        Refused(() => _space.AddReference(tag.Id, StandardIds.Organizes, new NodeId(1, _own)), StatusCodes.BadTargetNodeIdInvalid);
        Refused(() => _space.AddReference(tag.Id, folder.Id, folder.Id), StatusCodes.BadReferenceTypeIdInvalid);
        Refused(() => _space.RemoveReference(tag.Id, StandardIds.HasTypeDefinition, StandardIds.BaseDataVariableType), StatusCodes.BadReferenceNotAllowed);
        NothingDangles();
    }

    [Fact]
    public void Ten_thousand_variables_come_and_go_and_leave_nothing()
    {
        var folder = Folder("F");
        var before = _space.Count;
        for (var i = 0; i < 10_000; i++)
            Tag($"T{i}", folder);
        _space.Count.ShouldBe(before + 10_000);
        NodeSpace.ReferencesOf(folder).Count(r => r.Type.Id == StandardIds.HasComponent).ShouldBe(10_000);
        for (var i = 0; i < 10_000; i += 2)
            _space.Remove(new NodeId($"T{i}", _own)).ShouldBeTrue();
        NodeSpace.ReferencesOf(folder).Where(r => r.Type.Id == StandardIds.HasComponent).Select(r => r.Target.BrowseName.Name).ShouldBe(Enumerable.Range(0, 5_000).Select(i => $"T{(2 * i) + 1}"));
        _space.Remove(folder.Id).ShouldBeTrue();
        _space.Count.ShouldBe(before - 1);
        NothingDangles();
    }

    [Fact]
    public void Subtypes_are_told_at_any_depth()
    {
        _space.IsSubtype(StandardIds.HasProperty, StandardIds.References).ShouldBeTrue();
        _space.IsSubtype(StandardIds.HasProperty, StandardIds.HasProperty).ShouldBeTrue();
        _space.IsSubtype(StandardIds.References, StandardIds.HasProperty).ShouldBeFalse();
        _space.IsSubtype(StandardIds.AnalogItemType, StandardIds.DataItemType).ShouldBeTrue();
        _space.IsSubtype(new NodeId(77_777), StandardIds.References).ShouldBeFalse();
    }

    private static void Refused(Action action, StatusCode status) => Should.Throw<OpcUaException>(action).Status.ShouldBe(status);

    private ObjectNode Folder(string name)
    {
        ObjectNode folder = new(new NodeId(name, _own), new QualifiedName(name, _own));
        _space.Add(folder, StandardIds.ObjectsFolder, StandardIds.Organizes, StandardIds.FolderType);
        return folder;
    }

    private ValueNode Tag(string name, Node parent, NodeId reference = default, NodeId type = default)
    {
        ValueNode tag = new(new NodeId(name, _own), new QualifiedName(name, _own), Double);
        _space.Add(tag, parent.Id, reference.IsNull ? StandardIds.HasComponent : reference, type);
        return tag;
    }

    private void Add(NodeId id, NodeId parent, NodeId reference, NodeId type = default) => _space.Add(new ValueNode(id, new QualifiedName("X", _own), Double), parent, reference, type);

    private static IEnumerable<(bool IsForward, uint Type, NodeId Target)> Seen(Node node) => NodeSpace.ReferencesOf(node).Select(r => (r.IsForward, r.Type.Id.Number, r.Target.Id));

    private void NothingDangles()
    {
        foreach (var node in _space.Nodes)
        {
            foreach (var reference in NodeSpace.ReferencesOf(node))
            {
                _space.Find(reference.Target.Id).ShouldBeSameAs(reference.Target, $"{node.Id} {reference.Type.BrowseName} {reference.Target.Id}");
                reference.Target.Space.ShouldBeSameAs(_space);
            }
        }
    }
}
