using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.Tests.OpcUa.Binary;

/// <summary>The examples of OPC 10000-6, 5.2, and bytes put together by hand from its tables.</summary>
public sealed class GoldenBytesTests
{
    private static readonly DateTime Time = new DateTime(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(0x0102030405060708);

    private delegate T Reading<T>(ref UaReader reader);

    [Fact]
    public void Numbers_are_little_endian()
    {
        Same("00CA9A3B", 1_000_000_000, (ref UaReader reader) => reader.ReadInt32(), (writer, value) => writer.Write(value));
        Same("0000D0C0", -6.5f, (ref UaReader reader) => reader.ReadFloat(), (writer, value) => writer.Write(value));
        Same("0000000000001AC0", -6.5, (ref UaReader reader) => reader.ReadDouble(), (writer, value) => writer.Write(value));
        Same("FEFF", (short)-2, (ref UaReader reader) => reader.ReadInt16(), (writer, value) => writer.Write(value));
        Same("0280", (ushort)0x8002, (ref UaReader reader) => reader.ReadUInt16(), (writer, value) => writer.Write(value));
        Same("04030280", 0x80020304u, (ref UaReader reader) => reader.ReadUInt32(), (writer, value) => writer.Write(value));
        Same("0807060504030201", 0x0102030405060708L, (ref UaReader reader) => reader.ReadInt64(), (writer, value) => writer.Write(value));
        Same("08070605040302F1", 0xF102030405060708UL, (ref UaReader reader) => reader.ReadUInt64(), (writer, value) => writer.Write(value));
        Same("FF", (sbyte)-1, (ref UaReader reader) => reader.ReadSByte(), (writer, value) => writer.Write(value));
        Same("01", true, (ref UaReader reader) => reader.ReadBoolean(), (writer, value) => writer.Write(value));
        Same("00003480", StatusCodes.BadNodeIdUnknown, (ref UaReader reader) => reader.ReadStatusCode(), (writer, value) => writer.Write(value));
    }

    [Fact]
    public void A_truth_value_is_true_for_every_byte_but_0()
    {
        var reader = new UaReader([0xFE, 0], new OpcUaLimits());
        reader.ReadBoolean().ShouldBeTrue();
        reader.ReadBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Not_a_number_keeps_its_bits()
    {
        var quiet = BitConverter.Int64BitsToDouble(0x7FF8000000001234);
        var value = Read("34120000 0000F87F", (ref UaReader reader) => reader.ReadDouble());
        BitConverter.DoubleToInt64Bits(value).ShouldBe(BitConverter.DoubleToInt64Bits(quiet));
        Written(writer => writer.Write(value)).ShouldBe("341200000000F87F");
    }

    [Theory]
    [InlineData("06000000E6B0B4426F79", "水Boy")]
    [InlineData("FFFFFFFF", null)]
    [InlineData("00000000", "")]
    [InlineData("03000000610062", "a\0b")]
    public void A_text_is_UTF8_after_the_number_of_its_bytes(string bytes, string? text) =>
        Same(bytes, text, (ref UaReader reader) => reader.ReadString(), (writer, value) => writer.Write(value));

    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(10_000)]
    public void A_text_may_be_long(int length)
    {
        var text = new string('水', length);
        var bytes = Written(writer => writer.Write(text));
        bytes[..8].ShouldBe(Convert.ToHexString(BitConverter.GetBytes(3 * length)));
        Read(bytes, (ref UaReader reader) => reader.ReadString()).ShouldBe(text);
    }

    [Fact]
    public void A_text_that_just_fits_is_written()
    {
        using var writer = new UaWriter(4 + 3);
        writer.Write("abc");
        Convert.ToHexString(writer.Written).ShouldBe("03000000616263");
        Should.Throw<OpcUaException>(() => writer.Write((byte)1)).Status.ShouldBe(StatusCodes.BadEncodingLimitsExceeded);
    }

    [Theory]
    [InlineData("03000000FF6161")]
    [InlineData("02000000C080")]
    [InlineData("03000000EDA080")]
    [InlineData("04000000F5808080")]
    public void A_text_that_is_not_UTF8_is_an_error(string bytes) =>
        Fails(bytes, StatusCodes.BadDecodingError, (ref UaReader reader) => reader.ReadString());

    [Theory]
    [InlineData("03000000010203", "010203")]
    [InlineData("00000000", "")]
    public void A_byte_string_follows_its_length(string bytes, string content)
    {
        Read(bytes, (ref UaReader reader) => reader.ReadByteString()).ShouldBe(Convert.FromHexString(content));
        Written(writer => writer.WriteByteString(Convert.FromHexString(content))).ShouldBe(bytes);
    }

    [Fact]
    public void An_absent_byte_string_has_length_minus_1()
    {
        Read("FFFFFFFF", (ref UaReader reader) => reader.ReadByteString()).ShouldBeNull();
        Written(writer => writer.WriteByteString(null)).ShouldBe("FFFFFFFF");
    }

    [Fact]
    public void A_GUID_has_the_standards_layout() =>
        Same("912B967275FAE64A8D28B404DC7DAF63", Guid.Parse("72962B91-FA75-4AE6-8D28-B404DC7DAF63"), (ref UaReader reader) => reader.ReadGuid(), (writer, value) => writer.Write(value));

    [Theory]
    [InlineData("0048", "i=72")]
    [InlineData("00FF", "i=255")]
    [InlineData("01050104", "ns=5;i=1025")]
    [InlineData("01000001", "i=256")]
    [InlineData("02000101000000", "ns=256;i=1")]
    [InlineData("02010000000100", "ns=1;i=65536")]
    [InlineData("03010006000000486F74E6B0B4", "ns=1;s=Hot水")]
    [InlineData("040200912B967275FAE64A8D28B404DC7DAF63", "ns=2;g=72962b91-fa75-4ae6-8d28-b404dc7daf63")]
    [InlineData("05030002000000FF01", "ns=3;b=/wE=")]
    public void A_node_id_has_the_shortest_form(string bytes, string text)
    {
        Same(bytes, NodeId.Parse(text), (ref UaReader reader) => reader.ReadNodeId(), (writer, value) => writer.Write(value));
    }

    [Theory]
    [InlineData("0200004800 0000", "i=72")]
    [InlineData("01004800", "i=72")]
    public void A_node_id_may_have_a_longer_form(string bytes, string text) =>
        Read(bytes, (ref UaReader reader) => reader.ReadNodeId()).ShouldBe(NodeId.Parse(text));

    [Theory]
    [InlineData("0648")]
    [InlineData("8048")]
    [InlineData("4048")]
    [InlineData("FF")]
    public void A_node_id_of_another_form_is_an_error(string bytes) =>
        Fails(bytes, StatusCodes.BadDecodingError, (ref UaReader reader) => reader.ReadNodeId());

    [Fact]
    public void An_expanded_node_id_may_have_a_URI_and_a_server()
    {
        Same("0048", new ExpandedNodeId(new NodeId(72)), (ref UaReader reader) => reader.ReadExpandedNodeId(), (writer, value) => writer.Write(value));
        Same("8048 02000000 6162", new ExpandedNodeId(new NodeId(72), "ab"), (ref UaReader reader) => reader.ReadExpandedNodeId(), (writer, value) => writer.Write(value));
        Same("4048 07000000", new ExpandedNodeId(new NodeId(72), null, 7), (ref UaReader reader) => reader.ReadExpandedNodeId(), (writer, value) => writer.Write(value));
        Same("C3010001000000780100000061FFFFFFFF", new ExpandedNodeId(new NodeId("x", 1), "a", uint.MaxValue), (ref UaReader reader) => reader.ReadExpandedNodeId(), (writer, value) => writer.Write(value));
        Fails("8648", StatusCodes.BadDecodingError, (ref UaReader reader) => reader.ReadExpandedNodeId());
    }

    [Fact]
    public void Names_and_texts_have_their_layouts()
    {
        Same("0200 01000000 78", new QualifiedName("x", 2), (ref UaReader reader) => reader.ReadQualifiedName(), (writer, value) => writer.Write(value));
        Same("0000 FFFFFFFF", default(QualifiedName), (ref UaReader reader) => reader.ReadQualifiedName(), (writer, value) => writer.Write(value));
        Same("00", default(LocalizedText), (ref UaReader reader) => reader.ReadLocalizedText(), (writer, value) => writer.Write(value));
        Same("02 01000000 78", new LocalizedText("x"), (ref UaReader reader) => reader.ReadLocalizedText(), (writer, value) => writer.Write(value));
        Same("03 02000000 656E 01000000 78", new LocalizedText("x", "en"), (ref UaReader reader) => reader.ReadLocalizedText(), (writer, value) => writer.Write(value));
        Same("01 02000000 656E", new LocalizedText(null, "en"), (ref UaReader reader) => reader.ReadLocalizedText(), (writer, value) => writer.Write(value));
    }

    [Fact]
    public void A_structure_lies_in_its_place_with_its_type_and_length()
    {
        var range = new Catchment.Protocols.OpcUa.Range { Low = 0, High = -6.5 };
        const string Bytes = "01007603 01 10000000 0000000000000000 0000000000001AC0";
        Written(writer => writer.Write(new ExtensionObject(range))).ShouldBe(Bytes.Replace(" ", "", StringComparison.Ordinal));
        var read = Read(Bytes, (ref UaReader reader) => reader.ReadExtensionObject()).ShouldNotBeNull();
        read.TypeId.ShouldBe(new NodeId(886));
        read.Body.ShouldBe(Structures.Encode(range));
        Catchment.Protocols.OpcUa.Messages.StructureTypes.Decode(read, new OpcUaLimits()).ShouldBe(range);
    }

    [Fact]
    public void A_structure_may_be_absent_or_without_a_body_or_XML()
    {
        Same("0000 00", null, (ref UaReader reader) => reader.ReadExtensionObject(), (writer, value) => writer.Write(value));
        Same("0048 00", new ExtensionObject(new NodeId(72), null), (ref UaReader reader) => reader.ReadExtensionObject(), (writer, value) => writer.Write(value));
        Same("0048 02 01000000 3C", new ExtensionObject(new NodeId(72), [0x3C], isXml: true), (ref UaReader reader) => reader.ReadExtensionObject(), (writer, value) => writer.Write(value));
        Fails("0048 03 00000000", StatusCodes.BadDecodingError, (ref UaReader reader) => reader.ReadExtensionObject());
    }

    [Fact]
    public void A_value_with_status_and_times_tells_only_what_it_has()
    {
        Same("00", default(DataValue), (ref UaReader reader) => reader.ReadDataValue(), (writer, value) => writer.Write(value));
        Same("01 0B 0000000000001AC0", new DataValue(new Variant(-6.5)), (ref UaReader reader) => reader.ReadDataValue(), (writer, value) => writer.Write(value));
        Same("02 00003480", new DataValue(StatusCodes.BadNodeIdUnknown), (ref UaReader reader) => reader.ReadDataValue(), (writer, value) => writer.Write(value));
        Same(
            "3F 03 07 00009040 0807060504030201 0A00 0907060504030201 0B00",
            new DataValue(new Variant((byte)7), StatusCodes.UncertainLastUsableValue, Time, Time.AddTicks(1)) { SourcePicoseconds = 10, ServerPicoseconds = 11 },
            (ref UaReader reader) => reader.ReadDataValue(),
            (writer, value) => writer.Write(value));
        Same(
            "08 0807060504030201",
            new DataValue(default, default, null, Time),
            (ref UaReader reader) => reader.ReadDataValue(),
            (writer, value) => writer.Write(value));
    }

    [Fact]
    public void Diagnostics_tell_only_what_they_have()
    {
        Same("00", null, (ref UaReader reader) => reader.ReadDiagnosticInfo(), (writer, value) => writer.Write(value));
        Same(
            "7F 01000000 02000000 03000000 04000000 01000000 78 00000180 01 05000000",
            new DiagnosticInfo
            {
                SymbolicId = 1,
                NamespaceUri = 2,
                Locale = 3,
                LocalizedText = 4,
                AdditionalInfo = "x",
                InnerStatusCode = StatusCodes.BadUnexpectedError,
                InnerDiagnosticInfo = new() { SymbolicId = 5 },
            },
            (ref UaReader reader) => reader.ReadDiagnosticInfo(),
            (writer, value) => writer.Write(value));
    }

    [Fact]
    public void A_message_begins_with_the_id_of_its_encoding()
    {
        var bytes = Written(writer => Catchment.Protocols.OpcUa.Messages.MessageTypes.Encode(writer, new Catchment.Protocols.OpcUa.Messages.CloseSessionRequest { DeleteSubscriptions = true }));
        bytes.ShouldBe("0100D901" + "0000" + "0000000000000000" + "00000000" + "00000000" + "FFFFFFFF" + "00000000" + "000000" + "01");
    }

    private static void Same<T>(string hex, T value, Reading<T> read, Action<UaWriter, T> write)
    {
        Read(hex, read).ShouldBe(value);
        Written(writer => write(writer, value)).ShouldBe(hex.Replace(" ", "", StringComparison.Ordinal));
    }

    private static T Read<T>(string hex, Reading<T> read)
    {
        var reader = new UaReader(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), new OpcUaLimits());
        var value = read(ref reader);
        reader.Left.ShouldBe(0);
        return value;
    }

    private static string Written(Action<UaWriter> write)
    {
        using var writer = new UaWriter();
        write(writer);
        return Convert.ToHexString(writer.Written);
    }

    private static void Fails<T>(string hex, StatusCode status, Reading<T> read) =>
        Should.Throw<OpcUaException>(() => Read(hex, read)).Status.ShouldBe(status);
}
