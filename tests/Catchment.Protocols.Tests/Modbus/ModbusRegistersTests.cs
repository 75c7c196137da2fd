using System.Text.Json;
using Catchment.Protocols.Modbus;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.Modbus;

public sealed class ModbusRegistersTests
{
    private static readonly ModbusDataType[] Types = Enum.GetValues<ModbusDataType>();
    private static readonly ModbusByteOrder[] Orders = Enum.GetValues<ModbusByteOrder>();

    [Fact]
    public void Values_stand_in_registers_as_the_vectors_say()
    {
        var seen = 0;
        foreach (var vector in ModbusVectors.Encoding.GetProperty("encodings").EnumerateArray())
        {
            var required = ModbusVectors.Registers(vector.GetProperty("required"));
            ModbusNames.TryReadType(vector.GetProperty("data_type").GetString(), out var type).ShouldBeTrue();
            ModbusNames.TryReadOrder(vector.GetProperty("endianess").GetString(), out var order).ShouldBeTrue();
            var registers = new byte[required.Length];
            var value = vector.GetProperty("value");
            if (type == ModbusDataType.Text)
                ModbusRegisters.WriteText(value.GetString(), order, registers);
            else
                ModbusRegisters.Write(Number(value) * vector.GetProperty("scaling_factor").GetDouble(), type, order, ModbusOutOfRange.Wrap, registers);

            registers.ShouldBe(required, vector.ToString());
            ModbusRegisters.Count(type, required.Length / 2).ShouldBe(required.Length / 2);
            seen++;
        }

        seen.ShouldBe(489);
    }

    [Fact]
    public void Registers_are_read_in_the_order_that_a_conversion_names()
    {
        var seen = 0;
        foreach (var vector in ModbusVectors.Polling.GetProperty("read").EnumerateArray())
        {
            if (Conversion(vector.GetProperty("conversionType").GetString()!, vector.GetProperty("lengthBit").GetInt32()) is not { } conversion)
                continue;
            var bytes = 2 * ModbusRegisters.Count(conversion.Type);
            var value = ModbusRegisters.Read(ModbusVectors.Registers(vector.GetProperty("registers")).AsSpan(0, bytes), conversion.Type, conversion.Order);
            var required = vector.GetProperty("required");
            if (required.ValueKind == JsonValueKind.Number)
                value.ShouldBe(required.GetDouble(), vector.ToString());
            else
                double.IsFinite(value).ShouldBeFalse(vector.ToString());
            seen++;
        }

        seen.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Whole_numbers_come_back_to_the_last_digit()
    {
        Prop.ForAll<long, int, int>((value, t, o) =>
        {
            var type = Types.Where(ModbusRegisters.IsWhole).ElementAt((int)((uint)t % 6));
            var order = Orders[(uint)o % Orders.Length];
            var (least, most) = (ModbusRegisters.Least(type), ModbusRegisters.Most(type));
            var span = most - least + 1;
            var fitting = least + ((((Int128)value * 1_000_003) % span + span) % span);
            Span<byte> registers = stackalloc byte[2 * ModbusRegisters.Count(type)];
            foreach (var outOfRange in Enum.GetValues<ModbusOutOfRange>())
            {
                ModbusRegisters.WriteWhole(fitting, type, order, outOfRange, registers);
                if (ModbusRegisters.ReadWhole(registers, type, order) != fitting) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Doubles_and_singles_come_back_as_they_were() =>
        Prop.ForAll<double, int>((value, o) =>
        {
            if (!double.IsFinite(value)) return true;
            var order = Orders[(uint)o % Orders.Length];
            Span<byte> four = stackalloc byte[8];
            ModbusRegisters.Write(value, ModbusDataType.Real64, order, ModbusOutOfRange.Wrap, four);
            Span<byte> two = stackalloc byte[4];
            ModbusRegisters.Write((float)value, ModbusDataType.Real32, order, ModbusOutOfRange.Wrap, two);
            return ModbusRegisters.Read(four, ModbusDataType.Real64, order).Equals(value)
                && (float.IsInfinity((float)value) || ModbusRegisters.Read(two, ModbusDataType.Real32, order).Equals((double)(float)value));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_truncated_double_keeps_its_lowest_bits_like_a_number_without_bounds() =>
        Prop.ForAll<double>(value =>
        {
            if (!double.IsFinite(value)) return true;
            var bits = (ulong)(System.Numerics.BigInteger.Remainder(new System.Numerics.BigInteger(value), System.Numerics.BigInteger.One << 64) + (System.Numerics.BigInteger.One << 64) & ulong.MaxValue);
            Span<byte> registers = stackalloc byte[8];
            ModbusRegisters.Write(value, ModbusDataType.Unsigned64, ModbusByteOrder.BigEndian, ModbusOutOfRange.Wrap, registers);
            return ModbusRegisters.ReadWhole(registers, ModbusDataType.Unsigned64, ModbusByteOrder.BigEndian) == bits;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-5, ModbusDataType.Unsigned16, "0000")]
    [InlineData(70_000, ModbusDataType.Unsigned16, "FFFF")]
    [InlineData(70_000, ModbusDataType.Signed16, "7FFF")]
    [InlineData(-70_000, ModbusDataType.Signed16, "8000")]
    [InlineData(1e300, ModbusDataType.Signed32, "7FFFFFFF")]
    [InlineData(-1e300, ModbusDataType.Signed64, "8000000000000000")]
    [InlineData(1e300, ModbusDataType.Unsigned64, "FFFFFFFFFFFFFFFF")]
    [InlineData(-1, ModbusDataType.Unsigned32, "00000000")]
    [InlineData(12.9, ModbusDataType.Signed16, "000C")]
    [InlineData(double.NaN, ModbusDataType.Signed16, "0000")]
    public void A_number_beyond_its_type_becomes_the_limit(double value, ModbusDataType type, string registers)
    {
        var written = new byte[2 * ModbusRegisters.Count(type)];
        ModbusRegisters.Write(value, type, ModbusByteOrder.BigEndian, ModbusOutOfRange.Saturate, written);

        Convert.ToHexString(written).ShouldBe(registers);
    }

    [Theory]
    [InlineData(double.PositiveInfinity, ModbusDataType.Real32, "7F7FFFFF")]
    [InlineData(-1e39, ModbusDataType.Real32, "FF7FFFFF")]
    [InlineData(double.NegativeInfinity, ModbusDataType.Real64, "FFEFFFFFFFFFFFFF")]
    [InlineData(double.NaN, ModbusDataType.Real32, "00000000")]
    public void A_floating_number_is_always_finite(double value, ModbusDataType type, string registers)
    {
        var written = new byte[2 * ModbusRegisters.Count(type)];
        ModbusRegisters.Write(value, type, ModbusByteOrder.BigEndian, ModbusOutOfRange.Wrap, written);

        Convert.ToHexString(written).ShouldBe(registers);
    }

    [Fact]
    public void A_text_is_cut_between_characters_and_filled_up()
    {
        var registers = new byte[6];
        ModbusRegisters.WriteText("abcdeü", ModbusByteOrder.BigEndian, registers);
        Convert.ToHexString(registers).ShouldBe("616263646500");

        foreach (var order in Orders)
        {
            ModbusRegisters.WriteText("äb", order, registers);
            ModbusRegisters.ReadText(registers, order).ShouldBe("äb");
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_a_number()
    {
        var registers = new byte[8];
        Allocations.Of(() =>
        {
            foreach (var type in Types.AsSpan())
            {
                if (type == ModbusDataType.Text) continue;
                ModbusRegisters.Write(12.5, type, ModbusByteOrder.WordSwapped, ModbusOutOfRange.Saturate, registers);
                _ = ModbusRegisters.Read(registers.AsSpan(0, 2 * ModbusRegisters.Count(type)), type, ModbusByteOrder.WordSwapped);
            }
        }).ShouldBe(0);
    }

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => double.Parse(value.GetString()!),
        _ => value.GetDouble(),
    };

    /// <summary>What a conversion's text means, where it is a matter of type and order alone.</summary>
    private static (ModbusDataType Type, ModbusByteOrder Order)? Conversion(string text, int bits)
    {
        if (text.Contains("BCD", StringComparison.Ordinal) || text.Contains("Modicon", StringComparison.Ordinal))
            return null;
        var order = text switch
        {
            _ when text.Contains("(CDAB)", StringComparison.Ordinal) => ModbusByteOrder.WordSwapped,
            _ when text.Contains("(DCBA)", StringComparison.Ordinal) => ModbusByteOrder.LittleEndian,
            _ when text.Contains("(BADC)", StringComparison.Ordinal) => ModbusByteOrder.ByteSwapped,
            _ => ModbusByteOrder.BigEndian,
        };
        return text.Split(',')[0] switch
        {
            "FLOAT" => (ModbusDataType.Real32, order),
            "DOUBLE" => (ModbusDataType.Real64, order),
            "INT64" => (ModbusDataType.Signed64, order),
            "UInt32" or "UINT" => (bits == 16 ? ModbusDataType.Unsigned16 : ModbusDataType.Unsigned32, order),
            "INT" => (bits == 16 ? ModbusDataType.Signed16 : ModbusDataType.Signed32, order),
            _ => null,
        };
    }
}
