using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class ReadServiceTests
{
    private static readonly DateTime Earlier = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly SampleSpace _sample = new(new OpcUaOperationLimits { MaxNodesPerRead = 10 });

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(1, false, true)]
    [InlineData(2, true, true)]
    [InlineData(3, false, false)]
    public void A_value_has_the_timestamps_that_were_asked_for(int timestamps, bool source, bool server)
    {
        _sample.Add("Tag").Set(new DataValue(new Variant(1.5), StatusCodes.UncertainLastUsableValue, Earlier) { SourcePicoseconds = 7 });
        var read = Read(SampleSpace.Id("Tag"), AttributeIds.Value, timestamps: (TimestampsToReturn)timestamps);
        read.ShouldBe(new DataValue(new Variant(1.5), StatusCodes.UncertainLastUsableValue, source ? Earlier : null, server ? _sample.Now : null) { SourcePicoseconds = source ? (ushort)7 : (ushort)0 });
        var name = Read(SampleSpace.Id("Tag"), AttributeIds.BrowseName, timestamps: (TimestampsToReturn)timestamps);
        name.ShouldBe(new DataValue(new Variant(SampleSpace.Name("Tag")), serverTimestamp: server ? _sample.Now : null));
    }

    [Fact]
    public void A_server_timestamp_of_the_nodes_own_is_kept()
    {
        _sample.Add("Tag").Set(new DataValue(new Variant(1.5), serverTimestamp: Earlier));
        Read(SampleSpace.Id("Tag"), AttributeIds.Value).ServerTimestamp.ShouldBe(Earlier);
    }

    [Fact]
    public void A_variable_has_its_attributes()
    {
        var node = _sample.Add(new MemoryNode("M", 10, default)
        {
            DisplayName = new LocalizedText("An M", "en"),
            Description = new LocalizedText("For tests"),
            ValueRank = 2,
            AccessLevel = AccessLevels.CurrentRead | AccessLevels.CurrentWrite,
            IsForNamedUsers = true,
            MinimumSamplingInterval = 50,
            Historizing = true,
        });
        var attributes = Attributes(node.Id);
        attributes.Remove(AttributeIds.ArrayDimensions, out var dimensions).ShouldBeTrue();
        dimensions.ShouldBe(new uint[] { 0, 0 });
        attributes.ShouldBe(new Dictionary<uint, object?>
        {
            [AttributeIds.NodeId] = node.Id,
            [AttributeIds.NodeClass] = 2,
            [AttributeIds.BrowseName] = SampleSpace.Name("M"),
            [AttributeIds.DisplayName] = new LocalizedText("An M", "en"),
            [AttributeIds.Description] = new LocalizedText("For tests"),
            [AttributeIds.WriteMask] = 0u,
            [AttributeIds.UserWriteMask] = 0u,
            [AttributeIds.DataType] = new NodeId(10),
            [AttributeIds.ValueRank] = 2,
            [AttributeIds.AccessLevel] = (byte)3,
            [AttributeIds.UserAccessLevel] = (byte)0,
            [AttributeIds.MinimumSamplingInterval] = 50.0,
            [AttributeIds.Historizing] = true,
        });
    }

    [Theory]
    [InlineData(2253u, new uint[] { 1, 2, 3, 4, 6, 7, 12 })] // Server
    [InlineData(11492u, new uint[] { 1, 2, 3, 4, 6, 7, 21, 22 })] // GetMonitoredItems
    [InlineData(58u, new uint[] { 1, 2, 3, 4, 6, 7, 8 })] // BaseObjectType
    [InlineData(63u, new uint[] { 1, 2, 3, 4, 6, 7, 8, 14, 15 })] // BaseDataVariableType
    [InlineData(47u, new uint[] { 1, 2, 3, 4, 6, 7, 8, 9, 10 })] // HasComponent
    [InlineData(31u, new uint[] { 1, 2, 3, 4, 6, 7, 8, 9 })] // References
    [InlineData(11u, new uint[] { 1, 2, 3, 4, 6, 7, 8 })] // Double
    [InlineData(862u, new uint[] { 1, 2, 3, 4, 6, 7, 8, 23 })] // ServerStatusDataType
    [InlineData(2255u, new uint[] { 1, 2, 3, 4, 6, 7, 13, 14, 15, 16, 17, 18, 19, 20 })] // NamespaceArray
    public void A_node_has_the_attributes_of_its_class(uint id, uint[] attributes) => Attributes(new NodeId(id), withValue: true).Keys.ShouldBe(attributes);

    [Fact]
    public void Types_tell_what_they_are()
    {
        Value(new NodeId(45), AttributeIds.InverseName).ShouldBe(new LocalizedText("SubtypeOf"));
        Value(new NodeId(33), AttributeIds.IsAbstract).ShouldBe(true);
        Value(new NodeId(31), AttributeIds.Symmetric).ShouldBe(true);
        Value(new NodeId(62), AttributeIds.ValueRank).ShouldBe(-2);
        Value(new NodeId(62), AttributeIds.DataType).ShouldBe(StandardIds.BaseDataType);
        var definition = ((ExtensionObject)Value(new NodeId(884), AttributeIds.DataTypeDefinition)!).Structure.ShouldBeOfType<StructureDefinition>();
        definition.Fields.ShouldBe([new StructureField { Name = "Low", DataType = new NodeId(11) }, new StructureField { Name = "High", DataType = new NodeId(11) }]);
        definition.BaseDataType.ShouldBe(StandardIds.Structure);
        definition.DefaultEncodingId.ShouldBe(new NodeId(886));
        var derived = ((ExtensionObject)Value(new NodeId(102), AttributeIds.DataTypeDefinition)!).Structure.ShouldBeOfType<StructureDefinition>();
        derived.Fields.Select(f => f.Name).ShouldBe(["Value", "DisplayName", "Description", "Name"]);
    }

    [Fact]
    public void What_cannot_be_read_is_told()
    {
        _sample.Add("Tag").Set(new DataValue(new Variant(1.5)));
        _sample.Add(new MemoryNode("Hidden", 11, new DataValue(new Variant(1.5))) { AccessLevel = AccessLevels.CurrentWrite });
        _sample.Add(new MemoryNode("Named", 11, new DataValue(new Variant(1.5))) { IsForNamedUsers = true });
        Read(SampleSpace.Id("none"), AttributeIds.Value).Status.ShouldBe(StatusCodes.BadNodeIdUnknown);
        Read(default, AttributeIds.Value).Status.ShouldBe(StatusCodes.BadNodeIdInvalid);
        Read(_sample.Folder.Id, AttributeIds.Value).Status.ShouldBe(StatusCodes.BadAttributeIdInvalid);
        Read(SampleSpace.Id("Tag"), 0).Status.ShouldBe(StatusCodes.BadAttributeIdInvalid);
        Read(SampleSpace.Id("Tag"), 28).Status.ShouldBe(StatusCodes.BadAttributeIdInvalid);
        Read(SampleSpace.Id("Hidden"), AttributeIds.Value).Status.ShouldBe(StatusCodes.BadNotReadable);
        Read(SampleSpace.Id("Named"), AttributeIds.Value).Status.ShouldBe(StatusCodes.BadUserAccessDenied);
        _sample.Session.User = new OpcUaUser("somebody");
        Read(SampleSpace.Id("Named"), AttributeIds.Value).Value.ShouldBe(new Variant(1.5));
        Value(SampleSpace.Id("Named"), AttributeIds.UserAccessLevel).ShouldBe((byte)1);
    }

    [Fact]
    public void A_value_that_was_never_set_is_waited_for()
    {
        _sample.Add("Tag");
        Read(SampleSpace.Id("Tag"), AttributeIds.Value).Status.ShouldBe(StatusCodes.BadWaitingForInitialData);
    }

    [Fact]
    public void Only_structures_have_encodings()
    {
        _sample.Add("Tag").Set(new DataValue(new Variant(1.5)));
        _ = new Catchment.Protocols.OpcUa.Server.ServerObject(_sample.Space, ServerObjectTests.Facts, _sample.Time);
        NodeId structure = new(2256);
        Read(structure, AttributeIds.Value, encoding: new QualifiedName("Default Binary")).Status.ShouldBe(StatusCodes.Good);
        Read(structure, AttributeIds.Value, encoding: new QualifiedName("")).Status.ShouldBe(StatusCodes.Good);
        Read(structure, AttributeIds.Value, encoding: new QualifiedName("Default XML")).Status.ShouldBe(StatusCodes.BadDataEncodingUnsupported);
        Read(structure, AttributeIds.Value, encoding: new QualifiedName("Default Binary", 1)).Status.ShouldBe(StatusCodes.BadDataEncodingUnsupported);
        Read(SampleSpace.Id("Tag"), AttributeIds.Value, encoding: new QualifiedName("Default Binary")).Status.ShouldBe(StatusCodes.BadDataEncodingInvalid);
        Read(structure, AttributeIds.BrowseName, encoding: new QualifiedName("Default Binary")).Status.ShouldBe(StatusCodes.BadDataEncodingInvalid);
    }

    [Fact]
    public void A_part_of_a_value_is_read()
    {
        _sample.Add(new MemoryNode("A", 6, new DataValue(Variant.OfArray(BuiltInType.Int32, new[] { 1, 2, 3 }), StatusCodes.UncertainInitialValue, Earlier)) { ValueRank = 1 });
        _sample.Add(new MemoryNode("S", 12, new DataValue(new Variant("water"))));
        _sample.Add(new MemoryNode("B", 15, new DataValue(new Variant(new byte[] { 1, 2, 3 }))));
        _sample.Add(new MemoryNode("Bad", 6, new DataValue(Variant.OfArray(BuiltInType.Int32, new[] { 1 }), StatusCodes.BadSensorFailure)) { ValueRank = 1 });
        var part = Read(SampleSpace.Id("A"), AttributeIds.Value, "1:5");
        part.Value.Elements.ShouldBe(new[] { 2, 3 });
        part.Status.ShouldBe(StatusCodes.UncertainInitialValue);
        part.SourceTimestamp.ShouldBe(Earlier);
        Read(SampleSpace.Id("A"), AttributeIds.Value, "0").Value.Elements.ShouldBe(new[] { 1 });
        Read(SampleSpace.Id("S"), AttributeIds.Value, "1:3").Value.ShouldBe(new Variant("ate"));
        Read(SampleSpace.Id("B"), AttributeIds.Value, "2").Value.ShouldBe(new Variant(new byte[] { 3 }));
        Read(SampleSpace.Id("A"), AttributeIds.Value, "3").ShouldBe(new DataValue(default, StatusCodes.BadIndexRangeNoData, serverTimestamp: _sample.Now));
        Read(SampleSpace.Id("A"), AttributeIds.Value, "2:1").Status.ShouldBe(StatusCodes.BadIndexRangeInvalid);
        Read(SampleSpace.Id("A"), AttributeIds.Value, "-1").Status.ShouldBe(StatusCodes.BadIndexRangeInvalid);
        Read(SampleSpace.Id("A"), AttributeIds.DisplayName, "0").Status.ShouldBe(StatusCodes.BadIndexRangeNoData);
        Read(SampleSpace.Id("A"), AttributeIds.ArrayDimensions, "0").Value.Elements.ShouldBe(new uint[] { 0 });
        Read(SampleSpace.Id("Bad"), AttributeIds.Value, "7").Status.ShouldBe(StatusCodes.BadSensorFailure);
    }

    [Fact]
    public void What_cannot_be_done_at_all_is_refused()
    {
        ReadValueId[] one = [new ReadValueId { NodeId = _sample.Folder.Id, AttributeId = AttributeIds.NodeId }];
        SampleSpace.Refused(() => _sample.Reader.Read(_sample.Session, new ReadRequest()), StatusCodes.BadNothingToDo);
        SampleSpace.Refused(() => _sample.Reader.Read(_sample.Session, new ReadRequest { NodesToRead = [.. Enumerable.Repeat(one[0], 11)] }), StatusCodes.BadTooManyOperations);
        SampleSpace.Refused(() => _sample.Reader.Read(_sample.Session, new ReadRequest { NodesToRead = one, MaxAge = -1 }), StatusCodes.BadMaxAgeInvalid);
        SampleSpace.Refused(() => _sample.Reader.Read(_sample.Session, new ReadRequest { NodesToRead = one, MaxAge = double.NaN }), StatusCodes.BadMaxAgeInvalid);
        SampleSpace.Refused(
            () => _sample.Reader.Read(_sample.Session, new ReadRequest { NodesToRead = one, TimestampsToReturn = TimestampsToReturn.Invalid }),
            StatusCodes.BadTimestampsToReturnInvalid);
        _sample.Reader.Read(_sample.Session, new ReadRequest { NodesToRead = one, MaxAge = 1e12 }).Results.ShouldHaveSingleItem().Status.ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void Reading_a_value_allocates_nothing_but_the_response()
    {
        _sample.Add("Tag").Set(new DataValue(new Variant(1.5)));
        ReadRequest request = new() { TimestampsToReturn = TimestampsToReturn.Both, NodesToRead = [.. Enumerable.Repeat(new ReadValueId { NodeId = SampleSpace.Id("Tag"), AttributeId = AttributeIds.Value }, 10)] };
        var ten = Allocations.Of(() => _sample.Reader.Read(_sample.Session, request));
        ReadRequest shorter = new() { TimestampsToReturn = TimestampsToReturn.Both, NodesToRead = request.NodesToRead[..1] };
        var one = Allocations.Of(() => _sample.Reader.Read(_sample.Session, shorter));
        (ten - one).ShouldBe(9 * System.Runtime.CompilerServices.Unsafe.SizeOf<DataValue>());
    }

    private DataValue Read(NodeId id, uint attribute, string? range = null, QualifiedName encoding = default, TimestampsToReturn timestamps = TimestampsToReturn.Both) =>
        _sample.Reader.Read(_sample.Session, new ReadRequest
        {
            TimestampsToReturn = timestamps,
            NodesToRead = [new ReadValueId { NodeId = id, AttributeId = attribute, IndexRange = range, DataEncoding = encoding }],
        }).Results.ShouldHaveSingleItem();

    private object? Value(NodeId id, uint attribute) => Read(id, attribute).Value.ToObject();

    private Dictionary<uint, object?> Attributes(NodeId id, bool withValue = false)
    {
        Dictionary<uint, object?> attributes = [];
        for (uint attribute = 1; attribute <= AttributeIds.AccessLevelEx; attribute++)
        {
            var read = Read(id, attribute);
            if (read.Status == StatusCodes.BadAttributeIdInvalid)
                read.Value.IsNull.ShouldBeTrue();
            else if (withValue || attribute != AttributeIds.Value)
                attributes.Add(attribute, read.Value.ToObject());
        }

        return attributes;
    }
}
