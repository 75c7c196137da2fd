using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class WriteServiceTests
{
    private const AccessLevels ReadWrite = AccessLevels.CurrentRead | AccessLevels.CurrentWrite;
    private static readonly DateTime Earlier = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly SampleSpace _sample = new(new OpcUaOperationLimits { MaxNodesPerWrite = 10 });

    public static TheoryData<uint, BuiltInType[]> Types { get; } = new()
    {
        { 1, [BuiltInType.Boolean] },
        { 2, [BuiltInType.SByte] },
        { 3, [BuiltInType.Byte] },
        { 4, [BuiltInType.Int16] },
        { 5, [BuiltInType.UInt16] },
        { 6, [BuiltInType.Int32] },
        { 7, [BuiltInType.UInt32] },
        { 8, [BuiltInType.Int64] },
        { 9, [BuiltInType.UInt64] },
        { 10, [BuiltInType.Float] },
        { 11, [BuiltInType.Double] },
        { 12, [BuiltInType.String] },
        { 13, [BuiltInType.DateTime] },
        { 14, [BuiltInType.Guid] },
        { 15, [BuiltInType.ByteString] },
        { 17, [BuiltInType.NodeId] },
        { 19, [BuiltInType.StatusCode] },
        { 20, [BuiltInType.QualifiedName] },
        { 21, [BuiltInType.LocalizedText] },
        { 26, [BuiltInType.SByte, BuiltInType.Byte, BuiltInType.Int16, BuiltInType.UInt16, BuiltInType.Int32, BuiltInType.UInt32, BuiltInType.Int64, BuiltInType.UInt64, BuiltInType.Float, BuiltInType.Double] },
        { 27, [BuiltInType.SByte, BuiltInType.Int16, BuiltInType.Int32, BuiltInType.Int64] },
        { 28, [BuiltInType.Byte, BuiltInType.UInt16, BuiltInType.UInt32, BuiltInType.UInt64] },
        { 29, [BuiltInType.Int32] },
        { 852, [BuiltInType.Int32] }, // ServerState
        { 290, [BuiltInType.Double] }, // Duration
        { 294, [BuiltInType.DateTime] }, // UtcTime
        { 30, [BuiltInType.ByteString] }, // Image
        { 884, [BuiltInType.ExtensionObject] }, // Range
        { 22, [BuiltInType.ExtensionObject] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_variable_takes_values_of_its_data_type_alone(uint dataType, BuiltInType[] taken)
    {
        var node = _sample.Add(new MemoryNode("M", dataType, default) { AccessLevel = ReadWrite });
        foreach (var (type, value) in Values())
        {
            var status = Write(node.Id, value);
            status.ShouldBe(Array.IndexOf(taken, type) >= 0 ? StatusCodes.Good : StatusCodes.BadTypeMismatch, type.ToString());
            if (status.IsGood)
                node.Written.Value.ShouldBe(value);
        }
    }

    [Fact]
    public void A_variable_of_any_type_takes_everything()
    {
        var node = _sample.Add(new MemoryNode("M", 24, default) { AccessLevel = ReadWrite, ValueRank = -2 });
        foreach (var (type, value) in Values())
            Write(node.Id, value).ShouldBe(StatusCodes.Good, type.ToString());
        Write(node.Id, default).ShouldBe(StatusCodes.Good);
        Write(node.Id, Variant.OfArray(BuiltInType.Variant, new Variant[] { new(1), new("x") })).ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void A_null_value_is_of_no_type()
    {
        _sample.Add(new MemoryNode("D", 11, default) { AccessLevel = ReadWrite });
        _sample.Add(new MemoryNode("S", 12, default) { AccessLevel = ReadWrite });
        Write(SampleSpace.Id("D"), default).ShouldBe(StatusCodes.BadTypeMismatch);
        Write(SampleSpace.Id("S"), default).ShouldBe(StatusCodes.BadTypeMismatch);
        Write(SampleSpace.Id("S"), new Variant((string?)null)).ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void A_structure_of_another_type_is_refused()
    {
        var node = _sample.Add(new MemoryNode("R", 884, default) { AccessLevel = ReadWrite, ValueRank = -2 });
        Write(node.Id, new Variant(new EUInformation())).ShouldBe(StatusCodes.BadTypeMismatch);
        Write(node.Id, new Variant(new ExtensionObject(new NodeId(77_777), [1]))).ShouldBe(StatusCodes.BadTypeMismatch);
        Write(node.Id, Variant.OfArray(BuiltInType.ExtensionObject, new ExtensionObject?[] { new(new Catchment.Protocols.OpcUa.Range()), null })).ShouldBe(StatusCodes.BadTypeMismatch);
        Write(node.Id, Variant.OfArray(BuiltInType.ExtensionObject, new ExtensionObject?[] { new(new Catchment.Protocols.OpcUa.Range()) })).ShouldBe(StatusCodes.Good);
    }

    [Theory]
    [InlineData(-3, true, true, false)]
    [InlineData(-2, true, true, true)]
    [InlineData(-1, true, false, false)]
    [InlineData(0, false, true, true)]
    [InlineData(1, false, true, false)]
    [InlineData(2, false, false, true)]
    public void A_variable_takes_values_of_its_rank_alone(int rank, bool one, bool array, bool matrix)
    {
        var node = _sample.Add(new MemoryNode("M", 6, default) { AccessLevel = ReadWrite, ValueRank = rank });
        Write(node.Id, new Variant(1)).IsGood.ShouldBe(one);
        Write(node.Id, Variant.OfArray(BuiltInType.Int32, new[] { 1, 2 })).IsGood.ShouldBe(array);
        Write(node.Id, Variant.OfArray(BuiltInType.Int32, new[] { 1, 2 }, [1, 2])).IsGood.ShouldBe(matrix);
    }

    [Fact]
    public void An_array_is_no_longer_than_it_may_be()
    {
        var array = _sample.Add(new MemoryNode("A", 6, default) { AccessLevel = ReadWrite, ValueRank = 1, ArrayDimensions = [2] });
        Write(array.Id, Variant.OfArray(BuiltInType.Int32, new[] { 1, 2 })).ShouldBe(StatusCodes.Good);
        Write(array.Id, Variant.OfArray(BuiltInType.Int32, new[] { 1, 2, 3 })).ShouldBe(StatusCodes.BadOutOfRange);
        var matrix = _sample.Add(new MemoryNode("M", 6, default) { AccessLevel = ReadWrite, ValueRank = 2, ArrayDimensions = [0, 2] });
        Write(matrix.Id, Variant.OfArray(BuiltInType.Int32, new int[6], [3, 2])).ShouldBe(StatusCodes.Good);
        Write(matrix.Id, Variant.OfArray(BuiltInType.Int32, new int[6], [2, 3])).ShouldBe(StatusCodes.BadOutOfRange);
    }

    [Fact]
    public void A_byte_string_is_taken_as_an_array_of_bytes()
    {
        var node = _sample.Add(new MemoryNode("A", 3, new DataValue(Variant.OfArray(BuiltInType.Byte, new byte[] { 1, 2, 3 }))) { AccessLevel = ReadWrite, ValueRank = 1 });
        Write(node.Id, new Variant(new byte[] { 9 }), "1").ShouldBe(StatusCodes.Good);
        node.Written.Value.ShouldBe(Variant.OfArray(BuiltInType.Byte, new byte[] { 1, 9, 3 }));
        Write(node.Id, new Variant(new byte[] { 4, 5 })).ShouldBe(StatusCodes.Good);
        node.Written.Value.ShouldBe(Variant.OfArray(BuiltInType.Byte, new byte[] { 4, 5 }));
        Write(node.Id, new Variant((byte[]?)null)).ShouldBe(StatusCodes.Good);
        node.Written.Value.Elements.ShouldBe(Array.Empty<byte>());
    }

    [Fact]
    public void A_part_of_a_value_is_written()
    {
        var node = _sample.Add(new MemoryNode("A", 6, new DataValue(Variant.OfArray(BuiltInType.Int32, new[] { 1, 2, 3 }))) { AccessLevel = ReadWrite, ValueRank = 1 });
        Write(node.Id, Variant.OfArray(BuiltInType.Int32, new[] { 8, 9 }), "1:2").ShouldBe(StatusCodes.Good);
        node.Written.Value.Elements.ShouldBe(new[] { 1, 8, 9 });
        Write(node.Id, Variant.OfArray(BuiltInType.Int32, new[] { 8 }), "1:2").ShouldBe(StatusCodes.BadIndexRangeDataMismatch);
        Write(node.Id, Variant.OfArray(BuiltInType.Int32, new[] { 8 }), "3").ShouldBe(StatusCodes.BadIndexRangeNoData);
        Write(node.Id, Variant.OfArray(BuiltInType.UInt32, new[] { 8u }), "1").ShouldBe(StatusCodes.BadTypeMismatch);
        Write(node.Id, new Variant(8), "x").ShouldBe(StatusCodes.BadIndexRangeInvalid);
        node.Written.Value.Elements.ShouldBe(new[] { 1, 8, 9 });
        var text = _sample.Add(new MemoryNode("S", 12, new DataValue(new Variant("water"))) { AccessLevel = ReadWrite });
        Write(text.Id, new Variant("f"), "0").ShouldBe(StatusCodes.Good);
        text.Written.Value.ShouldBe(new Variant("fater"));
        var never = _sample.Add(new MemoryNode("N", 6, new DataValue(StatusCodes.BadWaitingForInitialData)) { AccessLevel = ReadWrite, ValueRank = 1 });
        Write(never.Id, Variant.OfArray(BuiltInType.Int32, new[] { 8 }), "0").ShouldBe(StatusCodes.BadIndexRangeNoData);
        var one = _sample.Add(new MemoryNode("D", 11, new DataValue(new Variant(1.5))) { AccessLevel = ReadWrite });
        Write(one.Id, new Variant(2.5), "0").ShouldBe(StatusCodes.BadIndexRangeNoData);
    }

    [Fact]
    public void A_status_and_times_are_taken_where_they_are_kept()
    {
        var plain = _sample.Add(new MemoryNode("P", 11, default) { AccessLevel = ReadWrite });
        var full = _sample.Add(new MemoryNode("F", 11, default) { AccessLevel = ReadWrite | AccessLevels.StatusWrite | AccessLevels.TimestampWrite });
        DataValue told = new(new Variant(1.5), StatusCodes.UncertainSubNormal, Earlier);
        Write(full.Id, told).ShouldBe(StatusCodes.Good);
        full.Written.ShouldBe(told);
        Write(plain.Id, told).ShouldBe(StatusCodes.BadWriteNotSupported);
        Write(plain.Id, told with { Status = StatusCodes.Good }).ShouldBe(StatusCodes.BadWriteNotSupported);
        Write(plain.Id, told with { SourceTimestamp = null }).ShouldBe(StatusCodes.BadWriteNotSupported);
        Write(full.Id, told with { ServerTimestamp = Earlier }).ShouldBe(StatusCodes.BadWriteNotSupported);
        plain.Written.ShouldBe(default);
    }

    [Fact]
    public void What_cannot_be_written_is_told()
    {
        _sample.Add(new MemoryNode("ReadOnly", 11, default));
        _sample.Add(new MemoryNode("Named", 11, default) { AccessLevel = ReadWrite, IsForNamedUsers = true });
        _sample.Add("Tag");
        Variant value = new(1.5);
        Write(SampleSpace.Id("none"), value).ShouldBe(StatusCodes.BadNodeIdUnknown);
        Write(default, value).ShouldBe(StatusCodes.BadNodeIdInvalid);
        Write(_sample.Folder.Id, value).ShouldBe(StatusCodes.BadAttributeIdInvalid);
        Write(SampleSpace.Id("ReadOnly"), value).ShouldBe(StatusCodes.BadNotWritable);
        Write(SampleSpace.Id("Tag"), value).ShouldBe(StatusCodes.BadNotWritable);
        Write(SampleSpace.Id("Named"), value).ShouldBe(StatusCodes.BadUserAccessDenied);
        _sample.Session.User = new OpcUaUser("somebody");
        Write(SampleSpace.Id("Named"), value).ShouldBe(StatusCodes.Good);
        foreach (var (attribute, status) in new (uint, StatusCode)[]
        {
            (AttributeIds.DisplayName, StatusCodes.BadNotWritable),
            (AttributeIds.Description, StatusCodes.BadNotWritable),
            (AttributeIds.AccessLevel, StatusCodes.BadNotWritable),
            (AttributeIds.Executable, StatusCodes.BadAttributeIdInvalid),
            (0, StatusCodes.BadAttributeIdInvalid),
            (99, StatusCodes.BadAttributeIdInvalid),
        })
        {
            Write(new WriteValue { NodeId = SampleSpace.Id("Named"), AttributeId = attribute, Value = new DataValue(value) }).ShouldBe(status, attribute.ToString());
        }

        SampleSpace.Refused(() => _sample.Writer.Write(_sample.Session, new WriteRequest()), StatusCodes.BadNothingToDo);
        SampleSpace.Refused(() => _sample.Writer.Write(_sample.Session, new WriteRequest { NodesToWrite = new WriteValue[11] }), StatusCodes.BadTooManyOperations);
    }

    [Fact]
    public void Parts_written_by_several_clients_do_not_undo_each_other()
    {
        const int Clients = 4;
        const int Rounds = 500;
        var node = _sample.Add(new MemoryNode("A", 6, new DataValue(Variant.OfArray(BuiltInType.Int32, new int[Clients]))) { AccessLevel = ReadWrite, ValueRank = 1 });
        Parallel.For(0, Clients, client =>
        {
            for (var round = 1; round <= Rounds; round++)
                Write(node.Id, Variant.OfArray(BuiltInType.Int32, new[] { round }), client.ToString()).ShouldBe(StatusCodes.Good);
        });
        node.Written.Value.Elements.ShouldBe(Enumerable.Repeat(Rounds, Clients).ToArray());
    }

    private static IEnumerable<(BuiltInType Type, Variant Value)> Values()
    {
        Variant[] values =
        [
            new(true), new((sbyte)-1), new((byte)1), new((short)-1), new((ushort)1), new(-1), new(1u), new(-1L), new(1UL), new(1.5f), new(1.5), new("x"), new(Earlier), new(Guid.NewGuid()),
            new(new byte[] { 1 }), new(new NodeId(1)), new(StatusCodes.Bad), new(new QualifiedName("x")), new(new LocalizedText("x")), new(new Catchment.Protocols.OpcUa.Range { Low = 1, High = 2 }),
        ];
        return values.Select(v => (v.Type, v));
    }

    private StatusCode Write(NodeId id, Variant value, string? range = null) =>
        Write(new WriteValue { NodeId = id, AttributeId = AttributeIds.Value, IndexRange = range, Value = new DataValue(value) });

    private StatusCode Write(NodeId id, DataValue value) => Write(new WriteValue { NodeId = id, AttributeId = AttributeIds.Value, Value = value });

    private StatusCode Write(WriteValue value) => _sample.Writer.Write(_sample.Session, new WriteRequest { NodesToWrite = [value] }).Results.ShouldHaveSingleItem();
}
