using Catchment.Protocols.Modbus;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Tags.Tests.Servers.Modbus;

public sealed class ModbusImageWritingTests : IDisposable
{
    private readonly ModbusGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData("int16", "FF81", 10, "big", -12.7)]
    [InlineData("int16", "81FF", 1, "little", -127.0)]
    [InlineData("uint16", "FF81", 1, "big", 65_409.0)]
    [InlineData("bool", "0007", 1, "big", 1.0)]
    [InlineData("int32", "FFFFFF81", 1, "big", -127.0)]
    [InlineData("uint32", "FF81FFFF", 1, "CDAB", 4_294_967_169.0)]
    [InlineData("float32", "41AC0000", 1, "big", 21.5)]
    [InlineData("float32", "AC410000", 2, "BADC", 10.75)]
    [InlineData("int64", "FFFFFFFFFFFFFF81", 1, "big", -127.0)]
    [InlineData("uint64", "FFFFFFFFFFFFFFFF", 1, "big", 18_446_744_073_709_551_615.0)]
    [InlineData("double", "0000000000002940", 1, "DCBA", 12.5)]
    public void Registers_are_decoded_and_divided_into_the_point(string type, string registers, double factor, string order, double value)
    {
        _gateway.Point("p", TagValue.Of(0L));
        _gateway.Map("p", 30, type, factor: factor, order: order);

        _gateway.WriteRegisters(30, registers).ShouldBe(ModbusExceptionCode.None);
        _gateway.Value("p").ShouldBe(TagValue.Of(value));
    }

    [Fact]
    public void A_text_is_written_and_read()
    {
        _gateway.Point("p", TagValue.Of(""), "string");
        _gateway.Map("p", 30, "string", length: 4);

        _gateway.WriteRegisters(30, "426F696C65720000").ShouldBe(ModbusExceptionCode.None);
        _gateway.Value("p").ShouldBe(TagValue.Of("Boiler"));
        _gateway.WriteRegisters(31, "494C").ShouldBe(ModbusExceptionCode.None);
        _gateway.Value("p").ShouldBe(TagValue.Of("BoILer"));
    }

    [Fact]
    public void A_part_of_a_value_is_combined_with_its_other_registers()
    {
        _gateway.Point("p", TagValue.Of(0x11112222_33334444), "raw");
        _gateway.Point("q", TagValue.Of(1L), "raw");
        _gateway.Map("p", 30, "int64");
        _gateway.Map("q", 34);

        _gateway.WriteRegisters(31, "AAAA").ShouldBe(ModbusExceptionCode.None);
        _gateway.Value("p").ShouldBe(TagValue.Of(0x1111AAAA_33334444));
        _gateway.WriteRegisters(33, "BBBB0007").ShouldBe(ModbusExceptionCode.None);
        _gateway.Value("p").ShouldBe(TagValue.Of(0x1111AAAA_3333BBBB));
        _gateway.Value("q").ShouldBe(TagValue.Of(7L));
    }

    [Fact]
    public void A_read_only_register_refuses_all_of_the_request()
    {
        _gateway.Point("rw", TagValue.Of(1L));
        _gateway.Point("r", TagValue.Of(2L));
        _gateway.Map("rw", 30);
        _gateway.Map("r", 31, access: "r");

        _gateway.WriteRegisters(29, "000900090009").ShouldBe(ModbusExceptionCode.IllegalDataAddress);
        _gateway.Registers(29, 3).ShouldBe("000000010002");
        _gateway.Value("rw").ShouldBe(TagValue.Of(1.0));
    }

    [Fact]
    public void Coils_are_written_as_booleans_and_refused_as_registers_are()
    {
        _gateway.Point("rw", TagValue.Of(false), "bool");
        _gateway.Point("r", TagValue.Of(false), "bool");
        _gateway.Map("rw", 30, "bool", function: 1);
        _gateway.Map("r", 32, "bool", function: 1, access: "r");

        _gateway.WriteBits(29, "111").ShouldBe(ModbusExceptionCode.None);
        _gateway.Value("rw").ShouldBe(TagValue.Of(true));
        _gateway.Bits(29, 4).ShouldBe("1110");
        _gateway.WriteBits(29, "0001").ShouldBe(ModbusExceptionCode.IllegalDataAddress);
        _gateway.Bits(29, 4).ShouldBe("1110");
    }

    [Fact]
    public void A_mirrored_register_is_written_as_its_mapping_allows()
    {
        _gateway.Point("input", TagValue.Of(1L));
        _gateway.Point("discrete", TagValue.Of(true), "bool");
        _gateway.Map("input", 30, "int32", function: 4);
        _gateway.Map("discrete", 32, "bool", function: 2, access: "r");

        _gateway.WriteRegisters(31, "0005").ShouldBe(ModbusExceptionCode.None);
        _gateway.Value("input").ShouldBe(TagValue.Of(5.0));
        _gateway.WriteRegisters(32, "0000").ShouldBe(ModbusExceptionCode.IllegalDataAddress);
    }

    [Fact]
    public void Beside_all_mappings_registers_and_coils_are_memory()
    {
        _gateway.WriteRegisters(65_534, "12345678").ShouldBe(ModbusExceptionCode.None);
        _gateway.Registers(65_533, 3).ShouldBe("000012345678");
        _gateway.WriteBits(65_534, "11").ShouldBe(ModbusExceptionCode.None);
        _gateway.Bits(65_533, 3).ShouldBe("011");
        _gateway.Registers(65_534, 2, ModbusTable.InputRegisters).ShouldBe("00000000");
        _gateway.Bits(65_534, 2, ModbusTable.DiscreteInputs).ShouldBe("00");
    }

    [Fact]
    public void Beside_all_mappings_writing_can_be_refused()
    {
        using var strict = new ModbusGateway(new ModbusOptions { UnmappedWrites = ModbusUnmappedWrites.Reject });
        strict.Point("p", TagValue.Of(1L));
        strict.Map("p", 5);
        strict.Map("p", 5, function: 1, id: "coil");

        strict.WriteRegisters(5, "00020003").ShouldBe(ModbusExceptionCode.IllegalDataAddress);
        strict.WriteBits(4, "11").ShouldBe(ModbusExceptionCode.IllegalDataAddress);
        strict.Value("p").ShouldBe(TagValue.Of(1.0));
        strict.WriteRegisters(5, "0002").ShouldBe(ModbusExceptionCode.None);
        strict.Value("p").ShouldBe(TagValue.Of(2.0));
    }

    [Fact]
    public void What_a_point_cannot_take_refuses_all_of_the_request()
    {
        _gateway.Point("a", TagValue.Of(1L));
        _gateway.Point("b", TagValue.Of(1L), limits: new TagLimits(0, 10, IsClamped: false));
        _gateway.Point("c", TagValue.Of(1L), limits: new TagLimits(0, 10, IsClamped: true));
        _gateway.Map("a", 0, "float32");
        _gateway.Map("b", 2);
        _gateway.Map("c", 3);

        _gateway.WriteRegisters(0, "40000000000B").ShouldBe(ModbusExceptionCode.IllegalDataValue);
        _gateway.WriteRegisters(0, "7FC00000").ShouldBe(ModbusExceptionCode.IllegalDataValue); // not a number
        _gateway.WriteRegisters(0, "7F800000").ShouldBe(ModbusExceptionCode.IllegalDataValue); // infinite
        _gateway.Value("a").ShouldBe(TagValue.Of(1.0));
        _gateway.WriteRegisters(2, "000A000B").ShouldBe(ModbusExceptionCode.None);
        (_gateway.Value("b"), _gateway.Value("c")).ShouldBe((TagValue.Of(10.0), TagValue.Of(10.0)));
    }

    [Fact]
    public void An_unknown_key_follows_the_stores_policy()
    {
        _gateway.Map("new", 0);
        _gateway.WriteRegisters(0, "0005").ShouldBe(ModbusExceptionCode.None);
        _gateway.Value("new").ShouldBe(TagValue.Of(5.0));

        using var strict = new ModbusGateway(unknownKeys: UnknownKeys.Reject);
        strict.Map("new", 0);
        strict.WriteRegisters(0, "0005").ShouldBe(ModbusExceptionCode.IllegalDataAddress);
        using var deaf = new ModbusGateway(unknownKeys: UnknownKeys.Ignore);
        deaf.Map("new", 0);
        deaf.WriteRegisters(0, "0005").ShouldBe(ModbusExceptionCode.None);
        deaf.Store.Count.ShouldBe(0);
    }

    [Fact]
    public void A_write_is_told_as_one_of_a_modbus_client()
    {
        _gateway.Point("p", TagValue.Of(1L));
        _gateway.Map("p", 0);
        var seen = new Origins();
        using var observation = _gateway.Store.Observe(seen);
        _gateway.WriteRegisters(0, "0002");

        seen.All.ShouldBe([TagOrigin.Modbus]);
    }

    [Fact]
    public void What_a_client_wrote_it_reads_again() => Prop.ForAll<int, ushort, ushort>((seed, high, low) =>
    {
        var random = new Random(seed);
        string[] types = ["int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"];
        string[] orders = ["big", "little", "big_swap", "little_swap"];
        double[] factors = [1, 10, 100, 0.1, 0.01, 3, -7, 1000];
        var (type, order, factor) = (types[random.Next(types.Length)], orders[random.Next(orders.Length)], factors[random.Next(factors.Length)]);
        if (type is "uint16" or "uint32" or "uint64") factor = Math.Abs(factor);
        using var gateway = new ModbusGateway();
        gateway.Point("p", TagValue.Of(0L), "raw");
        gateway.Map("p", 0, type, factor: factor, order: order);
        var words = type.EndsWith("16", StringComparison.Ordinal) ? 1 : 2;
        // Beyond 2⁵³ a factor costs digits, in the original as here.
        var at = order is "little" or "little_swap" || words == 1 || !type.EndsWith("64", StringComparison.Ordinal) ? 0 : 2;
        var hex = $"{high:X4}{low:X4}"[..(4 * words)];
        return gateway.WriteRegisters(at, hex) != ModbusExceptionCode.None || gateway.Registers(at, words) == hex || (type.StartsWith("float", StringComparison.Ordinal) && factor != 1);
    }).QuickCheckThrowOnFailure();

    private sealed class Origins : ITagObserver
    {
        public List<TagOrigin> All { get; } = [];

        public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin) => All.Add(origin);
    }
}
