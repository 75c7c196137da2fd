using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Catchment.Protocols.Modbus;

/// <summary>
/// Values in registers, both ways. Registers are bytes, two each, the high one first, as they stand in a request. Nothing is allocated
/// but the text of <see cref="ReadText"/>.
/// </summary>
public static class ModbusRegisters
{
    /// <summary>Above this, in either direction, only zeros are left of a double's lowest 64 bits.</summary>
    private const double Beyond = 1.0 * (1L << 62) * (1L << 62);

    /// <summary>The registers of one value.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="textLength">How many a text has.</param>
    public static int Count(ModbusDataType type, int textLength = 1) => type switch
    {
        ModbusDataType.Signed32 or ModbusDataType.Unsigned32 or ModbusDataType.Real32 => 2,
        ModbusDataType.Signed64 or ModbusDataType.Unsigned64 or ModbusDataType.Real64 => 4,
        ModbusDataType.Text => textLength,
        _ => 1,
    };

    /// <summary>Whether the type holds whole numbers, which <see cref="WriteWhole"/> and <see cref="ReadWhole"/> keep to the last digit.</summary>
    public static bool IsWhole(ModbusDataType type) =>
        type is ModbusDataType.Signed16 or ModbusDataType.Unsigned16 or ModbusDataType.Signed32 or ModbusDataType.Unsigned32 or ModbusDataType.Signed64 or ModbusDataType.Unsigned64;

    /// <summary>
    /// Writes a number: truncated toward zero into whole-number types, into the floating ones the nearest they can hold, at most their
    /// largest finite number. What is no number is written as 0.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <param name="type">Any but <see cref="ModbusDataType.Text"/>.</param>
    /// <param name="order">The order of the bytes.</param>
    /// <param name="outOfRange">What becomes of a number that the type cannot hold.</param>
    /// <param name="registers">Room for as many bytes as the type has.</param>
    public static void Write(double value, ModbusDataType type, ModbusByteOrder order, ModbusOutOfRange outOfRange, Span<byte> registers)
    {
        if (double.IsNaN(value))
            value = 0;
        switch (type)
        {
            case ModbusDataType.Real32:
                BinaryPrimitives.WriteSingleBigEndian(registers, (float)Math.Clamp(value, float.MinValue, float.MaxValue));
                Reorder(registers, order);
                break;
            case ModbusDataType.Real64:
                BinaryPrimitives.WriteDoubleBigEndian(registers, Math.Clamp(value, double.MinValue, double.MaxValue));
                Reorder(registers, order);
                break;
            case ModbusDataType.Flag:
                WriteWhole(value == 0 ? 0 : 1, type, order, outOfRange, registers);
                break;
            default:
                WriteWhole((Int128)Math.Clamp(value, -Beyond, Beyond), type, order, outOfRange, registers);
                break;
        }
    }

    /// <summary>Writes a whole number as <see cref="Write"/> does, without the detour that costs the digits beyond 2⁵³.</summary>
    /// <param name="value">The number.</param>
    /// <param name="type">A type of whole numbers, or <see cref="ModbusDataType.Flag"/>.</param>
    /// <param name="order">The order of the bytes.</param>
    /// <param name="outOfRange">What becomes of a number that the type cannot hold.</param>
    /// <param name="registers">Room for as many bytes as the type has.</param>
    public static void WriteWhole(Int128 value, ModbusDataType type, ModbusByteOrder order, ModbusOutOfRange outOfRange, Span<byte> registers)
    {
        if (outOfRange == ModbusOutOfRange.Saturate)
            value = Int128.Clamp(value, Least(type), Most(type));
        else if (type == ModbusDataType.Unsigned16)
            value = Int128.Abs(value);
        var bits = unchecked((ulong)value);
        switch (Count(type))
        {
            case 1:
                BinaryPrimitives.WriteUInt16BigEndian(registers, unchecked((ushort)bits));
                break;
            case 2:
                BinaryPrimitives.WriteUInt32BigEndian(registers, unchecked((uint)bits));
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(registers, bits);
                break;
        }

        Reorder(registers, order);
    }

    /// <summary>Writes a text: UTF-8, cut between characters where the registers end, filled up with 0.</summary>
    /// <param name="text">The text.</param>
    /// <param name="order">The order of the bytes; it reverses the whole text where it reverses all bytes.</param>
    /// <param name="registers">All registers of the text.</param>
    public static void WriteText(ReadOnlySpan<char> text, ModbusByteOrder order, Span<byte> registers)
    {
        Utf8.FromUtf16(text, registers, out _, out var written);
        registers[written..].Clear();
        Reorder(registers, order);
    }

    /// <summary>Reads a number.</summary>
    /// <param name="registers">All its bytes.</param>
    /// <param name="type">Any but <see cref="ModbusDataType.Text"/>.</param>
    /// <param name="order">The order of the bytes.</param>
    /// <returns>The number; not finite when the registers of a floating type hold none. A flag is 0 or 1.</returns>
    public static double Read(ReadOnlySpan<byte> registers, ModbusDataType type, ModbusByteOrder order)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        switch (type)
        {
            case ModbusDataType.Real32:
                return BinaryPrimitives.ReadSingleBigEndian(Ordered(registers, order, bytes));
            case ModbusDataType.Real64:
                return BinaryPrimitives.ReadDoubleBigEndian(Ordered(registers, order, bytes));
            default:
                return (double)ReadWhole(registers, type, order);
        }
    }

    /// <summary>Reads a whole number to the last digit.</summary>
    /// <param name="registers">All its bytes.</param>
    /// <param name="type">A type of whole numbers, or <see cref="ModbusDataType.Flag"/>, which is 0 or 1.</param>
    /// <param name="order">The order of the bytes.</param>
    public static Int128 ReadWhole(ReadOnlySpan<byte> registers, ModbusDataType type, ModbusByteOrder order)
    {
        Span<byte> room = stackalloc byte[sizeof(ulong)];
        var bytes = Ordered(registers, order, room);
        return type switch
        {
            ModbusDataType.Signed16 => BinaryPrimitives.ReadInt16BigEndian(bytes),
            ModbusDataType.Unsigned16 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            ModbusDataType.Signed32 => BinaryPrimitives.ReadInt32BigEndian(bytes),
            ModbusDataType.Unsigned32 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            ModbusDataType.Signed64 => BinaryPrimitives.ReadInt64BigEndian(bytes),
            ModbusDataType.Unsigned64 => BinaryPrimitives.ReadUInt64BigEndian(bytes),
            _ => BinaryPrimitives.ReadUInt16BigEndian(bytes) == 0 ? 0 : 1,
        };
    }

    /// <summary>Reads a text up to its first 0; bytes that are no UTF-8 become the replacement character.</summary>
    /// <param name="registers">All its bytes.</param>
    /// <param name="order">The order of the bytes.</param>
    public static string ReadText(ReadOnlySpan<byte> registers, ModbusByteOrder order)
    {
        var bytes = registers.ToArray();
        Reorder(bytes, order);
        var end = bytes.AsSpan().IndexOf((byte)0);
        return Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end);
    }

    /// <summary>The least number of a type of whole numbers.</summary>
    public static Int128 Least(ModbusDataType type) => type switch
    {
        ModbusDataType.Signed16 => short.MinValue,
        ModbusDataType.Signed32 => int.MinValue,
        ModbusDataType.Signed64 => long.MinValue,
        _ => 0,
    };

    /// <summary>The greatest number of a type of whole numbers.</summary>
    public static Int128 Most(ModbusDataType type) => type switch
    {
        ModbusDataType.Signed16 => short.MaxValue,
        ModbusDataType.Unsigned16 => ushort.MaxValue,
        ModbusDataType.Signed32 => int.MaxValue,
        ModbusDataType.Unsigned32 => uint.MaxValue,
        ModbusDataType.Signed64 => long.MaxValue,
        ModbusDataType.Unsigned64 => ulong.MaxValue,
        _ => 1,
    };

    private static Span<byte> Ordered(ReadOnlySpan<byte> registers, ModbusByteOrder order, Span<byte> room)
    {
        registers.CopyTo(room);
        var bytes = room[..registers.Length];
        Reorder(bytes, order);
        return bytes;
    }

    /// <summary>Brings bytes from the order ABCD into another, or back: each order is its own inverse.</summary>
    private static void Reorder(Span<byte> bytes, ModbusByteOrder order)
    {
        if (order is ModbusByteOrder.LittleEndian or ModbusByteOrder.WordSwapped)
            bytes.Reverse();
        if (order is ModbusByteOrder.ByteSwapped or ModbusByteOrder.WordSwapped)
        {
            for (var i = 0; i + 1 < bytes.Length; i += 2)
                (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
        }
    }
}
