using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Modbus;

/// <summary>A request of POST <c>/deploy/api/modbus/write</c>: where to, and what. Source: <c>tags</c> 10.6.</summary>
/// <param name="Table">Coils or holding registers.</param>
/// <param name="Address">The first place in the table, from 0.</param>
/// <param name="IsOn">Of a coil.</param>
/// <param name="Registers">Of holding registers: two bytes each, the high one first; empty for a coil.</param>
internal sealed record ModbusWriteRequest(ModbusTable Table, int Address, bool IsOn, byte[] Registers)
{
    /// <summary>The table and the place that an address of the write API means.</summary>
    internal static (ModbusTable Table, int Address) PlaceOf(int address) => address switch
    {
        >= 1 and <= 9_999 => (ModbusTable.Coils, address - 1),
        >= 10_001 and <= 19_999 => (ModbusTable.DiscreteInputs, address - 10_001),
        >= 30_001 and <= 39_999 => (ModbusTable.InputRegisters, address - 30_001),
        >= 40_001 and <= 49_999 => (ModbusTable.HoldingRegisters, address - 40_001),
        _ => (ModbusTable.HoldingRegisters, address),
    };

    /// <summary>Lays out what is to be written.</summary>
    /// <param name="request">The request's object.</param>
    /// <exception cref="FormatException">It cannot be; the message is the answer's.</exception>
    internal static ModbusWriteRequest Read(JsonElement request)
    {
        if (!request.TryGetProperty("address", out var member) || !TryReadAddress(member, out var address))
            throw new FormatException("address must be an integer from 0 to 65535");
        var (table, place) = PlaceOf(address);
        if (table is ModbusTable.DiscreteInputs or ModbusTable.InputRegisters)
            throw new FormatException($"Address {address} is that of an input, which cannot be written");
        if (!request.TryGetProperty("value", out var value))
            throw new FormatException("value required");
        var type = TextOf(request, "dataType", "UINT16").ToUpperInvariant();
        var tagValue = TagValue.Of(value);
        if (table == ModbusTable.Coils)
            return new ModbusWriteRequest(table, place, IsTrue(tagValue), []);
        var registers = Encode(tagValue, type, TextOf(request, "byteOrder", "ABCD").ToUpperInvariant());
        if (place + (registers.Length / 2) > ModbusLimits.TableSize)
            throw new FormatException($"Address {address} is at the end of the table");
        return new ModbusWriteRequest(table, place, false, registers);
    }

    /// <summary>The registers of a value. In 32 bits the words are swapped by CDAB and BADC, and nothing else is: that is how the original writes.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">BOOL, INT16, UINT16, INT32, UINT32 or FLOAT32; another one is the lowest 16 bits.</param>
    /// <param name="order">ABCD, CDAB, BADC or DCBA.</param>
    /// <exception cref="FormatException">It is no number, or out of range; the message is the original's.</exception>
    internal static byte[] Encode(in TagValue value, string type, string order)
    {
        var words = order is "CDAB" or "BADC" ? ModbusByteOrder.WordSwapped : ModbusByteOrder.BigEndian;
        var registers = new byte[type is "INT32" or "UINT32" or "FLOAT32" ? 4 : 2];
        if (type == "BOOL")
        {
            ModbusRegisters.WriteWhole(IsTrue(value) ? 1 : 0, ModbusDataType.Unsigned16, ModbusByteOrder.BigEndian, ModbusOutOfRange.Wrap, registers);
            return registers;
        }

        if (!value.TryGetNumber(out var number) || !double.IsFinite(number))
            throw Failed(value, type, $"{value} is no number");
        if (type == "FLOAT32")
        {
            if (Math.Abs(number) > float.MaxValue)
                throw Failed(value, type, "float too large to pack with f format");
            ModbusRegisters.Write(number, ModbusDataType.Real32, words, ModbusOutOfRange.Saturate, registers);
            return registers;
        }

        var whole = new BigInteger(Math.Truncate(number));
        var (kind, range) = type switch
        {
            "INT16" => (ModbusDataType.Signed16, " (-32768 to 32767)"),
            "UINT16" => (ModbusDataType.Unsigned16, " (0 to 65535)"),
            "INT32" => (ModbusDataType.Signed32, ""),
            "UINT32" => (ModbusDataType.Unsigned32, " (0 to 4294967295)"),
            _ => (ModbusDataType.Flag, ""),
        };
        if (kind == ModbusDataType.Flag)
            (whole, kind) = (whole & ushort.MaxValue, ModbusDataType.Unsigned16);
        else if (whole < (BigInteger)ModbusRegisters.Least(kind) || whole > (BigInteger)ModbusRegisters.Most(kind))
            throw Failed(value, type, $"Value {whole.ToString(CultureInfo.InvariantCulture)} out of range for {type}{range}");
        ModbusRegisters.WriteWhole((Int128)whole, kind, registers.Length == 4 ? words : ModbusByteOrder.BigEndian, ModbusOutOfRange.Wrap, registers);
        return registers;
    }

    /// <summary>Sends it.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ModbusException">It was not written, or nobody knows.</exception>
    internal async ValueTask SendAsync(ModbusClient client, byte unit, CancellationToken cancellation)
    {
        if (Table == ModbusTable.Coils)
            await client.WriteCoilAsync(unit, Address, IsOn, cancellation);
        else if (Registers.Length == 2)
            await client.WriteRegisterAsync(unit, Address, (ushort)((Registers[0] << 8) | Registers[1]), cancellation);
        else
            await client.WriteRegistersAsync(unit, Address, Registers, cancellation);
    }

    internal static string TextOf(JsonElement element, string member, string usual) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : usual;

    private static bool IsTrue(in TagValue value) => value.TryGetNumber(out var number) ? number != 0 : TagCoercion.IsTrue(value);

    private static FormatException Failed(in TagValue value, string type, string why) => new($"Failed to convert value {value} to {type}: {why}");

    private static bool TryReadAddress(JsonElement member, out int address)
    {
        address = -1;
        var isRead = member.ValueKind switch
        {
            JsonValueKind.Number => member.TryGetInt32(out address),
            JsonValueKind.String => int.TryParse(member.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out address),
            _ => false,
        };
        return isRead && address is >= 0 and < ModbusLimits.TableSize;
    }
}
