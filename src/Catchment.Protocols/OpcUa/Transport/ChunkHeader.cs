using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>What every chunk and transport message begins with. Source: OPC 10000-6, 6.7.2.2 and 7.1.2.2.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Kind">Where in its message it stands; <see cref="ChunkKind.Final"/> unless <paramref name="Type"/> is <see cref="MessageType.Message"/>.</param>
/// <param name="Size">Its bytes with this header.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChunkHeader(MessageType Type, ChunkKind Kind, int Size)
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 8;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least <see cref="Length"/>.</param>
    /// <param name="largest">Bytes that a chunk may have.</param>
    /// <exception cref="OpcUaException">BadTcpMessageTypeInvalid: there is no such message; BadTcpMessageTooLarge: it is too long.</exception>
    public static ChunkHeader Read(ReadOnlySpan<byte> bytes, int largest)
    {
        var type = (MessageType)(bytes[0] | (bytes[1] << 8) | (bytes[2] << 16));
        var kind = (ChunkKind)bytes[3];
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var isKnown = type switch
        {
            MessageType.Message => kind is ChunkKind.Intermediate or ChunkKind.Final or ChunkKind.Abort,
            MessageType.Hello or MessageType.Acknowledge or MessageType.Error or MessageType.Open or MessageType.Close => kind is ChunkKind.Final,
            _ => false,
        };
        if (!isKnown || size < Length)
            throw new OpcUaException(StatusCodes.BadTcpMessageTypeInvalid, "What was received is no message of OPC UA.");
        return size > largest
            ? throw new OpcUaException(StatusCodes.BadTcpMessageTooLarge, $"A chunk has {size} bytes; {largest} are taken at most.")
            : new ChunkHeader(type, kind, (int)size);
    }

    /// <summary>Writes it.</summary>
    /// <param name="bytes">At least <see cref="Length"/>.</param>
    public void Write(Span<byte> bytes)
    {
        var type = (int)Type;
        (bytes[0], bytes[1], bytes[2], bytes[3]) = ((byte)type, (byte)(type >> 8), (byte)(type >> 16), (byte)Kind);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], Size);
    }
}
