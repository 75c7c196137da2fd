using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.Modbus;

/// <summary>What stands before a request or reply on TCP.</summary>
/// <param name="Transaction">Chosen by the client, repeated by the server.</param>
/// <param name="Protocol">0 is Modbus.</param>
/// <param name="Length">Bytes that follow this number: the unit and the request or reply.</param>
/// <param name="Unit">The device behind the address.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MbapHeader(ushort Transaction, ushort Protocol, ushort Length, byte Unit)
{
    /// <summary>Bytes of the header with the unit.</summary>
    public const int Bytes = 7;

    /// <summary>Bytes of the longest frame.</summary>
    public const int MaxFrameBytes = Bytes + ModbusLimits.PduBytes;

    /// <summary>Bytes before the ones that <see cref="Length"/> counts.</summary>
    private const int Uncounted = 6;

    /// <summary>Whether a frame can be what this says it is: Modbus, with a function at least and no more than a request can hold.</summary>
    public bool IsValid => Protocol == 0 && Length is >= 2 and <= ModbusLimits.PduBytes + 1;

    /// <summary>Bytes of the whole frame.</summary>
    public int FrameBytes => Uncounted + Length;

    /// <summary>Reads a header; the bytes are seven at least.</summary>
    public static MbapHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt16BigEndian(bytes),
        BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
        BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]),
        bytes[6]);

    /// <summary>Writes the header of a request or reply; the room is seven bytes at least.</summary>
    public static void Write(Span<byte> into, ushort transaction, byte unit, int pduBytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(into, transaction);
        BinaryPrimitives.WriteUInt16BigEndian(into[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(into[4..], (ushort)(pduBytes + 1));
        into[6] = unit;
    }
}
