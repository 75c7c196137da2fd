using System.Text;
using System.Text.Json;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Poller.Modbus;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Poller;

/// <summary>The conversions of the poller, against its vectors. Source: tags 10.3, 10.6.</summary>
public sealed class PollerVectorTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Poller", "Vectors", "poller_conversion.json"))).RootElement;

    [Fact]
    public void Every_reading_gives_the_required_value()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var vector in Vectors.GetProperty("read").EnumerateArray())
        {
            count++;
            var tag = Tag(vector);
            var problem = TagConversion.Read(tag, Registers(vector), out var value);
            var required = vector.GetProperty("required");
            var isRight = required.ValueKind == JsonValueKind.String
                ? problem is not null && value.IsNull
                : problem is null && (value.Kind == TagValueKind.Whole ? required.TryGetInt64(out var whole) && whole == value.AsWhole : value.AsNumber == required.GetDouble());
            if (!isRight)
                wrong.Add($"{vector}: {value}, {problem}");
        }

        wrong.ShouldBeEmpty();
        count.ShouldBe(166);
    }

    [Theory]
    [InlineData(0, "113.4")]
    [InlineData(1, "19")]
    [InlineData(2, "100")]
    [InlineData(3, "100")]
    [InlineData(4, "1000")]
    [InlineData(5, "0")]
    [InlineData(6, "0")]
    [InlineData(7, null)] // a text as scale
    [InlineData(8, null)] // no register
    [InlineData(9, null)] // half of the registers
    [InlineData(10, null)] // null as scale
    public void Every_rule_of_a_tag_is_kept_and_what_fails_has_no_value(int number, string? expected)
    {
        var vector = Vectors.GetProperty("tag_rules")[number];
        var tag = Tag(vector.GetProperty("tag"));

        var problem = tag.Problem ?? TagConversion.Read(tag, Registers(vector), out _);

        (problem is null).ShouldBe(expected is not null);
        if (expected is not null)
        {
            TagConversion.Read(tag, Registers(vector), out var value);
            value.ToString().ShouldBe(expected);
        }
    }

    [Fact]
    public void Every_write_has_the_registers_or_the_error_of_the_original()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var vector in Vectors.GetProperty("write").EnumerateArray())
        {
            count++;
            var expected = vector.GetProperty("upstream") switch
            {
                { ValueKind: JsonValueKind.Object } error => error.GetProperty("error").GetString()!,
                { ValueKind: JsonValueKind.Array } words => string.Join(' ', words.EnumerateArray().Select(word => word.GetInt32())),
                { ValueKind: JsonValueKind.True } => "1",
                { ValueKind: JsonValueKind.False } => "0",
                var word => $"{word.GetInt32()}",
            };
            string found;
            try
            {
                var registers = ModbusWriteRequest.Encode(TagValue.Of(vector.GetProperty("value")), vector.GetProperty("dataType").GetString()!, vector.GetProperty("byteOrder").GetString()!);
                found = string.Join(' ', registers.Chunk(2).Select(word => (word[0] << 8) | word[1]));
            }
            catch (FormatException e)
            {
                found = e.Message;
            }

            if (found != expected)
                wrong.Add($"{vector}: {found}");
        }

        wrong.ShouldBeEmpty();
        count.ShouldBe(224);
    }

    [Fact]
    public void Every_address_means_the_place_of_the_original()
    {
        foreach (var vector in Vectors.GetProperty("addresses").EnumerateArray())
        {
            var address = vector.GetProperty("address") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : int.Parse(vector.GetProperty("address").GetString()!);
            var (table, place) = ModbusWriteRequest.PlaceOf(address);
            var name = table switch
            {
                Protocols.Modbus.ModbusTable.Coils => "coil",
                Protocols.Modbus.ModbusTable.DiscreteInputs => "discrete_input",
                Protocols.Modbus.ModbusTable.InputRegisters => "input_register",
                _ => "holding_register",
            };
            (name, place).ShouldBe((vector.GetProperty("upstream")[0].GetString()!, vector.GetProperty("upstream")[1].GetInt32()));
        }
    }

    /// <summary>A tag as the file has it, so that the vectors go the way of a real configuration.</summary>
    private static PollerTag Tag(JsonElement members)
    {
        var known = members.EnumerateObject().Where(member => member.Name is not ("registers" or "upstream" or "required")).Select(member => $"\"{member.Name}\": {member.Value.GetRawText()}");
        var file = PollerBench.File(PollerBench.Device("d", 502, $$"""{"id": "t", "address": "40001"{{string.Concat(known.Select(member => $", {member}"))}} }"""));
        return PollerFile.Read(Encoding.UTF8.GetBytes(file), "vector.json").Devices.ShouldHaveSingleItem().Tags.ShouldHaveSingleItem();
    }

    private static byte[] Registers(JsonElement vector) => [.. vector.GetProperty("registers").EnumerateArray().SelectMany(word => Convert.FromHexString(word.GetString()!))];
}
