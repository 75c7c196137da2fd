using System.Buffers.Binary;

namespace Catchment.Protocols.ZeroMq.Wire;

/// <summary>Flags and size in front of every frame (RFC 37, "Framing").</summary>
/// <param name="IsCommand">A command frame, not part of a message.</param>
/// <param name="More">More frames of the same message follow.</param>
/// <param name="Size">Octets of this header: 2 or 9.</param>
/// <param name="BodyLength">Octets of the body.</param>
internal readonly record struct FrameHeader(bool IsCommand, bool More, int Size, long BodyLength)
{
    /// <summary>Octets of the longest header.</summary>
    public const int MaxSize = 9;

    private const byte MoreFlag = 1;
    private const byte LongFlag = 2;
    private const byte CommandFlag = 4;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">What has been received, from the flags on.</param>
    /// <param name="header">The header, when it is complete.</param>
    /// <returns>Whether it is complete.</returns>
    /// <exception cref="ZmqProtocolException">Reserved flags, MORE on a command, or a length of 2^63 or above.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (bytes.IsEmpty) return false;
        var flags = bytes[0];
        if ((flags & ~(MoreFlag | LongFlag | CommandFlag)) != 0) throw Violation($"reserved bits in the frame flags 0x{flags:X2}");
        var command = (flags & CommandFlag) != 0;
        var more = (flags & MoreFlag) != 0;
        if (command && more) throw Violation("a command frame with the MORE flag");

        if ((flags & LongFlag) == 0)
        {
            if (bytes.Length < 2) return false;
            header = new FrameHeader(command, more, 2, bytes[1]);
            return true;
        }

        if (bytes.Length < MaxSize) return false;
        var length = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        if (length < 0) throw Violation("a frame length of 2^63 octets or more");
        header = new FrameHeader(command, more, MaxSize, length);
        return true;
    }

    /// <summary>Octets that <see cref="Write"/> needs for a body of this length.</summary>
    public static int SizeFor(int bodyLength) => bodyLength <= byte.MaxValue ? 2 : MaxSize;

    /// <summary>Writes the header of a message frame.</summary>
    /// <returns>Octets written.</returns>
    public static int WriteMessage(Span<byte> destination, int bodyLength, bool more) =>
        Write(destination, bodyLength, more ? MoreFlag : (byte)0);

    /// <summary>Writes the header of a command frame.</summary>
    /// <returns>Octets written.</returns>
    public static int WriteCommand(Span<byte> destination, int bodyLength) => Write(destination, bodyLength, CommandFlag);

    private static int Write(Span<byte> destination, int bodyLength, byte flags)
    {
        if (bodyLength <= byte.MaxValue)
        {
            destination[1] = (byte)bodyLength;
            destination[0] = flags;
            return 2;
        }

        BinaryPrimitives.WriteInt64BigEndian(destination[1..], bodyLength);
        destination[0] = (byte)(flags | LongFlag);
        return MaxSize;
    }

    private static ZmqProtocolException Violation(string what) => new(ZmqCloseReason.ProtocolViolation, what);
}
