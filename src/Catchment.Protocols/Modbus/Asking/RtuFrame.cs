using System.Buffers.Binary;

namespace Catchment.Protocols.Modbus.Asking;

/// <summary>Frames of a serial line: unit, request or reply, check sum. They tell no length; that of a reply follows from its function.</summary>
internal static class RtuFrame
{
    /// <summary>Bytes of the longest frame.</summary>
    public const int MaxBytes = 1 + ModbusLimits.PduBytes + CrcBytes;

    /// <summary>Bytes of the check sum.</summary>
    public const int CrcBytes = 2;

    /// <summary>Bytes of a refusal, the shortest reply.</summary>
    private const int RefusalBytes = 5;

    /// <summary>The check sum of a frame's bytes.</summary>
    public static ushort Crc(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0xFFFF;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (ushort)((crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1);
        }

        return crc;
    }

    /// <summary>Puts the check sum behind a frame.</summary>
    /// <returns>The bytes of the whole frame.</returns>
    public static int Seal(Span<byte> frame, int bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(frame[bytes..], Crc(frame[..bytes]));
        return bytes + CrcBytes;
    }

    /// <summary>Whether the last two bytes are the check sum of the others.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16LittleEndian(frame[^CrcBytes..]) == Crc(frame[..^CrcBytes]);

    /// <summary>How many bytes a reply has at least, judged by its first bytes; as many as there are when it is complete.</summary>
    /// <exception cref="ModbusException">Its function has no length that is known here.</exception>
    public static int BytesNeeded(ReadOnlySpan<byte> reply)
    {
        if (reply.Length < RefusalBytes || (reply[1] & ModbusResponder.RefusalBit) != 0)
            return RefusalBytes;
        return (ModbusFunction)reply[1] switch
        {
            ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs or ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters
                or ModbusFunction.ReadWriteMultipleRegisters => 3 + reply[2] + CrcBytes,
            ModbusFunction.WriteSingleCoil or ModbusFunction.WriteSingleRegister or ModbusFunction.WriteMultipleCoils or ModbusFunction.WriteMultipleRegisters => 8,
            ModbusFunction.EncapsulatedInterface => IdentificationBytes(reply),
            _ => throw new ModbusException(ModbusFault.Malformed, $"the reply has the function {reply[1]}, which was not asked for"),
        };
    }

    private static int IdentificationBytes(ReadOnlySpan<byte> reply)
    {
        var needed = 8;
        for (var objects = reply.Length < needed ? 0 : reply[7]; objects > 0; objects--)
        {
            if (reply.Length < needed + 2)
                return needed + 2 + CrcBytes;
            needed += 2 + reply[needed + 1];
        }

        return needed + CrcBytes;
    }
}
