using System.Text.Json;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Modbus;

public sealed class ModbusImageTests : IDisposable
{
    private readonly ModbusGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public void The_sample_set_is_served_as_the_vectors_say()
    {
        var sample = ModbusGateway.Vectors("sample_mappings.json");
        foreach (var point in sample.GetProperty("points").EnumerateArray())
            _gateway.Point(Text(point, "key"), TagValue.Of(point.GetProperty("value")), Text(point, "data_type"));
        foreach (var row in sample.GetProperty("modbus").EnumerateArray())
            Map(row.GetProperty("map"));

        foreach (var row in sample.GetProperty("modbus").EnumerateArray())
        {
            var address = row.GetProperty("map").GetProperty("register_address").GetInt32();
            var registers = row.GetProperty("registers").EnumerateArray().Select(r => r.GetString()!.ToUpperInvariant()).ToArray();
            switch (Text(row, "table"))
            {
                case "coil":
                    _gateway.Bits(address, 1).ShouldBe(registers[0][^1..], row.ToString());
                    break;
                case "discrete":
                    _gateway.Bits(address, 1, ModbusTable.DiscreteInputs).ShouldBe(registers[0][^1..], row.ToString());
                    break;
                default:
                    var table = Text(row, "table") == "input" ? ModbusTable.InputRegisters : ModbusTable.HoldingRegisters;
                    _gateway.Registers(address, registers.Length, table).ShouldBe(string.Concat(registers), row.ToString());
                    break;
            }

            // Masters of the original look into the holding table for everything.
            _gateway.Registers(address, registers.Length).ShouldBe(string.Concat(registers), row.ToString());
        }
    }

    [Fact]
    public void Every_value_stands_in_the_registers_of_its_mapping_as_the_vectors_say()
    {
        var address = 0;
        foreach (var vector in ModbusGateway.Vectors("modbus_encoding.json").GetProperty("encodings").EnumerateArray())
        {
            var required = vector.GetProperty("required").EnumerateArray().Select(r => r.GetString()!.ToUpperInvariant()).ToArray();
            var key = $"k{address}";
            _gateway.Point(key, TagValue.Of(vector.GetProperty("value")), "raw");
            _gateway.Map(key, address, Text(vector, "data_type"), factor: vector.GetProperty("scaling_factor").GetDouble(), order: Text(vector, "endianess"), length: required.Length);

            _gateway.Registers(address, required.Length).ShouldBe(string.Concat(required), vector.ToString());
            address += required.Length;
        }

        address.ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData("\"hello\"", "int16", "0000")]
    [InlineData("null", "float32", "00000000")]
    [InlineData("[1]", "int32", "00000000")]
    [InlineData("\"NaN\"", "float32", "00000000")]
    [InlineData("\"Infinity\"", "int16", "0000")]
    [InlineData("true", "int16", "0001")]
    [InlineData("null", "string", "0000")]
    [InlineData("12.5", "string", "3132")]
    [InlineData("123456789012345678901234567890", "int64", "6E0FF0B53F4E0AD2")]
    [InlineData("9007199254740993", "int64", "0020000000000001")]
    public void What_is_no_number_is_zero_in_its_own_registers(string json, string type, string registers)
    {
        _gateway.Point("other", TagValue.Of(7L));
        _gateway.Map("other", 9);
        _gateway.Point("odd", TagValue.Of(JsonDocument.Parse(json).RootElement), "raw");
        _gateway.Map("odd", 10, type);

        var read = _gateway.Registers(9, 1 + (registers.Length / 4));
        if (json.Length < 30)
            read.ShouldBe("0007" + registers);
        else
            read.ShouldStartWith("0007");
    }

    [Fact]
    public void A_change_is_seen_by_the_next_reading_and_an_unknown_key_is_zero()
    {
        _gateway.Map("later", 5, "uint16");
        _gateway.Registers(5, 1).ShouldBe("0000");
        _gateway.Point("later", TagValue.Of(300L));
        _gateway.Registers(5, 1).ShouldBe("012C");
        _gateway.Write("later", TagValue.Of(301L));
        _gateway.Registers(5, 1).ShouldBe("012D");
        _gateway.Store.Unregister("later");
        _gateway.Registers(5, 1).ShouldBe("0000");
        _gateway.Point("later", TagValue.Of(302L));
        _gateway.Registers(5, 1).ShouldBe("012E");
    }

    [Fact]
    public void A_reading_shows_the_parts_that_it_asks_for()
    {
        _gateway.Point("a", TagValue.Of(12.5));
        _gateway.Point("b", TagValue.Of(1L), "int");
        _gateway.Map("a", 100, "float64");
        _gateway.Map("b", 104, "int64");

        _gateway.Registers(102, 4).ShouldBe("0000" + "0000" + "0000" + "0000");
        _gateway.Registers(99, 3).ShouldBe("0000" + "4029" + "0000");
        _gateway.Registers(106, 3).ShouldBe("0000" + "0001" + "0000");
    }

    [Fact]
    public void A_deleted_mapping_leaves_zeros_whatever_was_there_before()
    {
        _gateway.WriteRegisters(20, "AAAABBBB").ShouldBe(ModbusExceptionCode.None);
        _gateway.WriteBits(20, "1").ShouldBe(ModbusExceptionCode.None);
        _gateway.Point("p", TagValue.Of(1L));
        _gateway.Map("p", 20, "int32");
        _gateway.Registers(20, 2).ShouldBe("00000001");
        _gateway.Model.Modbus.Remove("p");
        _gateway.Registers(20, 2).ShouldBe("00000000");

        _gateway.Map("p", 20, "bool", function: 1);
        _gateway.Bits(20, 1).ShouldBe("1");
        _gateway.Model.Modbus.Remove("p");
        _gateway.Bits(20, 1).ShouldBe("0");
    }

    [Fact]
    public void A_mapping_that_moves_takes_its_registers_along()
    {
        _gateway.Point("p", TagValue.Of(1L));
        _gateway.Map("p", 10, "int32");
        _gateway.Map("p", 11, "int16");

        _gateway.Registers(10, 3).ShouldBe("000000010000");
        _gateway.Map("p", 11, "int16", function: 4);
        _gateway.Registers(11, 1, ModbusTable.InputRegisters).ShouldBe("0001");
    }

    [Fact]
    public void Each_table_has_its_own_mappings_and_the_holding_table_shows_the_others_where_it_is_free()
    {
        foreach (var (key, value) in new[] { ("coil", 1L), ("discrete", 2L), ("holding", 3L), ("input", 4L) })
            _gateway.Point(key, TagValue.Of(value));
        _gateway.Map("coil", 1, function: 1);
        _gateway.Map("discrete", 2, function: 2);
        _gateway.Map("holding", 3);
        _gateway.Map("input", 3, "int32", function: 4);

        _gateway.Registers(0, 6).ShouldBe("0000" + "0001" + "0002" + "0003" + "0004" + "0000");
        _gateway.Registers(0, 6, ModbusTable.InputRegisters).ShouldBe("0000" + "0000" + "0000" + "0000" + "0004" + "0000");
        _gateway.Bits(0, 4).ShouldBe("0100");
        _gateway.Bits(0, 4, ModbusTable.DiscreteInputs).ShouldBe("0010");
    }

    [Fact]
    public void The_mirror_the_byte_order_and_the_range_can_be_set()
    {
        using var plain = new ModbusGateway(new ModbusOptions { MirrorToHolding = false, HonorEndianess = false, OutOfRange = ModbusOutOfRange.Saturate });
        plain.Point("a", TagValue.Of(70_000L));
        plain.Map("a", 0, order: "little");
        plain.Map("a", 1, function: 4, id: "b");

        plain.Registers(0, 2).ShouldBe("7FFF0000");
        plain.Registers(1, 1, ModbusTable.InputRegisters).ShouldBe("7FFF");
    }

    [Fact]
    public void Unknown_names_are_served_as_the_defaults()
    {
        _gateway.Point("p", TagValue.Of(258L));
        _gateway.Map("p", 0, "decimal", order: "middle", access: "maybe");

        _gateway.Registers(0, 2).ShouldBe("01020000");
        _gateway.WriteRegisters(0, "0001").ShouldBe(ModbusExceptionCode.IllegalDataAddress);
    }

    [Fact]
    public void A_mapping_beyond_the_tables_harms_nothing()
    {
        _gateway.Point("p", TagValue.Of("text"), "string");
        _gateway.Map("p", 65_536);
        _gateway.Map("p", -1);
        _gateway.Map("p", 65_535, "float64");
        _gateway.Map("p", 65_530, "string", length: int.MaxValue);

        _gateway.Registers(65_529, 7).ShouldBe("0000" + "7465" + "7874" + "0000" + "0000" + "0000" + "0000");
    }

    [Fact]
    public void A_reading_allocates_nothing()
    {
        for (var i = 0; i < 50; i++)
        {
            _gateway.Point($"k{i}", TagValue.Of(i * 1.5));
            _gateway.Map($"k{i}", 2 * i, "float32", factor: 10);
        }

        var registers = new byte[200];
        var bits = new byte[4];
        Allocations.Of(() =>
        {
            _gateway.Image.ReadRegisters(1, ModbusTable.HoldingRegisters, 0, registers);
            _gateway.Image.ReadBits(1, ModbusTable.Coils, 0, 32, bits);
            _gateway.Image.WriteRegisters(1, 0, registers);
        }).ShouldBe(0);
    }

    [Fact]
    public async Task A_value_is_never_seen_in_halves()
    {
        _gateway.Point("p", TagValue.Of(0L), "raw");
        _gateway.Map("p", 8, "uint64");
        using var end = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (long i = 0; !end.IsCancellationRequested; i++)
                _gateway.Store.Write("p", new TagWrite(TagValue.Of((i & 0x7FFF) * 0x0001_0001_0001_0001), TagOrigin.Ipc));
        });
        var master = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
                _gateway.WriteRegisters(8, string.Concat(Enumerable.Repeat($"{i & 0x7FFF:X4}", 4)));
        });
        var registers = new byte[8];
        do
        {
            _gateway.Image.ReadRegisters(1, ModbusTable.HoldingRegisters, 8, registers);
            if (registers[0] != registers[2] || registers[1] != registers[3] || registers[0] != registers[6] || registers[1] != registers[7])
                throw new InvalidOperationException(Convert.ToHexString(registers));
        }
        while (!master.IsCompleted);

        await end.CancelAsync();
        await Task.WhenAll(writer, master).InTimeAsync();
    }

    [Fact]
    public async Task Mappings_and_requests_at_once_end_in_what_the_table_says()
    {
        _gateway.Point("p", TagValue.Of(1L), "int");
        using var end = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
                _gateway.Registers(0, 100);
        });
        await Task.WhenAll(Enumerable.Range(0, 2).Select(half => Task.Run(() =>
        {
            var random = new Random(half);
            for (var i = 0; i < 2_000; i++)
            {
                var id = random.Next(50);
                if (random.Next(3) == 0)
                    _gateway.Model.Modbus.Remove($"{id}");
                else
                    _gateway.Map("p", 2 * id, id: $"{id}");
            }
        }))).InTimeAsync();
        await end.CancelAsync();
        await reader.InTimeAsync();

        var expected = string.Concat(Enumerable.Range(0, 50).Select(id => _gateway.Model.Modbus.TryGet($"{id}", out _) ? "00010000" : "00000000"));
        _gateway.Registers(0, 100).ShouldBe(expected);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private void Map(JsonElement map) => _gateway.Map(
        Text(map, "key"),
        map.GetProperty("register_address").GetInt32(),
        Text(map, "data_type"),
        map.TryGetProperty("function_code", out var function) ? function.GetInt32() : 3,
        map.TryGetProperty("access", out var access) ? access.GetString()! : "rw",
        map.TryGetProperty("scaling_factor", out var factor) ? factor.GetDouble() : 1,
        map.TryGetProperty("endianess", out var order) ? order.GetString()! : "big",
        map.TryGetProperty("length", out var length) ? length.GetInt32() : 1,
        Text(map, "id"));
}
