using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.Tests.OpcUa.Binary;

public sealed class VariantBytesTests
{
    public static TheoryData<string, object?> Scalars => new()
    {
        { "00", null },
        { "01 01", true },
        { "02 FF", (sbyte)-1 },
        { "03 FF", (byte)255 },
        { "04 FEFF", (short)-2 },
        { "05 FEFF", (ushort)0xFFFE },
        { "06 FEFFFFFF", -2 },
        { "07 FEFFFFFF", 0xFFFFFFFE },
        { "08 FEFFFFFFFFFFFFFF", -2L },
        { "09 FEFFFFFFFFFFFFFF", 0xFFFFFFFFFFFFFFFE },
        { "0A 0000D0C0", -6.5f },
        { "0B 0000000000001AC0", -6.5 },
        { "0C 01000000 78", "x" },
        { "0D 0100000000000000", new DateTime(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(1) },
        { "0E 912B967275FAE64A8D28B404DC7DAF63", Guid.Parse("72962B91-FA75-4AE6-8D28-B404DC7DAF63") },
        { "0F 02000000 0102", new byte[] { 1, 2 } },
        { "10 01000000 3C", "<" },
        { "11 0048", new NodeId(72) },
        { "12 4048 01000000", new ExpandedNodeId(new NodeId(72), null, 1) },
        { "13 00003480", StatusCodes.BadNodeIdUnknown },
        { "14 0200 01000000 78", new QualifiedName("x", 2) },
        { "15 02 01000000 78", new LocalizedText("x") },
        { "16 0048 00", new ExtensionObject(new NodeId(72), null) },
        { "17 02 00003480", new DataValue(StatusCodes.BadNodeIdUnknown) },
    };

    public static TheoryData<string, Array> Arrays => new()
    {
        { "81 02000000 01 00", new[] { true, false } },
        { "82 01000000 FF", new sbyte[] { -1 } },
        { "83 02000000 01 02", new byte[] { 1, 2 } },
        { "84 01000000 FEFF", new short[] { -2 } },
        { "85 01000000 FEFF", new ushort[] { 0xFFFE } },
        { "86 02000000 01000000 02000000", new[] { 1, 2 } },
        { "87 01000000 FEFFFFFF", new[] { 0xFFFFFFFE } },
        { "88 01000000 FEFFFFFFFFFFFFFF", new[] { -2L } },
        { "89 01000000 FEFFFFFFFFFFFFFF", new[] { 0xFFFFFFFFFFFFFFFE } },
        { "8A 01000000 0000D0C0", new[] { -6.5f } },
        { "8B 01000000 0000000000001AC0", new[] { -6.5 } },
        { "8C 02000000 FFFFFFFF 01000000 78", new[] { null, "x" } },
        { "8D 01000000 0100000000000000", new[] { new DateTime(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(1) } },
        { "8E 01000000 912B967275FAE64A8D28B404DC7DAF63", new[] { Guid.Parse("72962B91-FA75-4AE6-8D28-B404DC7DAF63") } },
        { "8F 02000000 FFFFFFFF 01000000 78", new byte[]?[] { null, [0x78] } },
        { "90 01000000 01000000 3C", new[] { "<" } },
        { "91 02000000 0048 01050104", new[] { new NodeId(72), new NodeId(1025, 5) } },
        { "92 01000000 0048", new[] { new ExpandedNodeId(new NodeId(72)) } },
        { "93 01000000 00003480", new[] { StatusCodes.BadNodeIdUnknown } },
        { "94 01000000 0200 01000000 78", new[] { new QualifiedName("x", 2) } },
        { "95 01000000 00", new LocalizedText[1] },
        { "96 02000000 000000 004800", new[] { null, new ExtensionObject(new NodeId(72), null) } },
        { "97 01000000 00", new DataValue[1] },
        { "98 02000000 0101 81 01000000 01", new[] { new Variant(true), Variant.OfArray(BuiltInType.Boolean, new[] { true }) } },
        { "8B 00000000", Array.Empty<double>() },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void A_single_value_follows_its_type(string hex, object? value)
    {
        var read = Read(hex);
        read.ToObject().ShouldBe(value);
        ((byte)read.Type).ShouldBe(Convert.FromHexString(hex[..2])[0]);
        read.IsArray.ShouldBeFalse();
        Written(read).ShouldBe(hex.Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void Elements_follow_their_number(string hex, Array elements)
    {
        var read = Read(hex);
        read.Elements.ShouldBe(elements);
        read.Elements!.GetType().ShouldBe(elements.GetType());
        read.Dimensions.ShouldBeNull();
        Written(Variant.OfArray(read.Type, elements)).ShouldBe(hex.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void An_absent_array_has_no_elements()
    {
        var read = Read("8B FFFFFFFF");
        read.Elements!.Length.ShouldBe(0);
        read.Type.ShouldBe(BuiltInType.Double);
    }

    [Fact]
    public void A_matrix_has_its_dimensions_after_its_elements()
    {
        const string Hex = "C3 06000000 010203040506 02000000 02000000 03000000";
        var read = Read(Hex);
        read.Elements.ShouldBe(new byte[] { 1, 2, 3, 4, 5, 6 });
        read.Dimensions.ShouldBe([2, 3]);
        Written(read).ShouldBe(Hex.Replace(" ", "", StringComparison.Ordinal));
        read.ShouldBe(Variant.OfArray(BuiltInType.Byte, new byte[] { 1, 2, 3, 4, 5, 6 }, [2, 3]));
        read.ShouldNotBe(Variant.OfArray(BuiltInType.Byte, new byte[] { 1, 2, 3, 4, 5, 6 }, [3, 2]));
    }

    [Theory]
    [InlineData("C3 02000000 0102 01000000 02000000")]
    [InlineData("C3 00000000 FFFFFFFF")]
    [InlineData("C3 00000000 02000000 00000000 05000000")]
    public void A_matrix_may_be_flat_or_empty(string hex) => Read(hex).Type.ShouldBe(BuiltInType.Byte);

    [Theory]
    [InlineData("C3 06000000 010203040506 02000000 02000000 04000000")]
    [InlineData("C3 06000000 010203040506 02000000 FEFFFFFF FDFFFFFF")]
    [InlineData("C3 00000000 03000000 FFFFFF7F FFFFFF7F FFFFFF7F")]
    [InlineData("C3 06000000 010203040506 FFFFFFFF")]
    public void Dimensions_that_do_not_fit_the_elements_are_an_error(string hex) => Fails(hex);

    [Theory]
    [InlineData("18 0101")]
    [InlineData("19 00")]
    [InlineData("99 01000000 00")]
    [InlineData("43 01 00000000")]
    [InlineData("20 00")]
    [InlineData("3F 00")]
    [InlineData("80 00000000")]
    public void A_type_that_there_is_not_is_an_error(string hex) => Fails(hex);

    [Theory]
    [InlineData("1A 01000000 78")]
    [InlineData("1F 01000000 78")]
    public void A_type_to_come_is_a_byte_string(string hex)
    {
        var read = Read(hex);
        read.Type.ShouldBe(BuiltInType.ByteString);
        read.ToObject().ShouldBe(new byte[] { 0x78 });
    }

    private static Variant Read(string hex)
    {
        var reader = new UaReader(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), new OpcUaLimits());
        var value = reader.ReadVariant();
        reader.Left.ShouldBe(0);
        return value;
    }

    private static string Written(Variant value)
    {
        using var writer = new UaWriter();
        writer.Write(value);
        return Convert.ToHexString(writer.Written);
    }

    private static void Fails(string hex) => Should.Throw<OpcUaException>(() => Read(hex)).Status.ShouldBe(StatusCodes.BadDecodingError);
}
