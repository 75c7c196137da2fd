using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.Flatlogs;

/// <summary>What stands before an entry's message. Source: telemetry 7.</summary>
/// <param name="Priority">The log priority, see <see cref="FlatlogPriority"/>.</param>
/// <param name="Code">The event code.</param>
/// <param name="Seconds">Since 1970-01-01 UTC, to 2106.</param>
/// <param name="Nanoseconds">Of the second; 10^9 and more: the entry's time is damaged.</param>
/// <param name="MessageLength">Bytes of the message, as the header declares them.</param>
/// <param name="Length">Bytes of the header itself: 12, 14 or 20.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FlatlogHeader(sbyte Priority, ushort Code, uint Seconds, uint Nanoseconds, ulong MessageLength, int Length)
{
    /// <summary>The longest header, in bytes.</summary>
    public const int MostLength = 20;

    private const int ShortLength = 12;
    private const int LengthByte = 11;
    private const byte TwoMoreBytes = 254;
    private const byte EightMoreBytes = 255;
    private const sbyte HiddenPriority = 127;
    private const uint Second = 1_000_000_000;

    /// <summary>The instrument's dump tool shows no such entry, so none has ever been a row (priority 127).</summary>
    public bool IsHidden => Priority == HiddenPriority;

    /// <summary>The time cannot be right: it has a second's worth of nanoseconds or more.</summary>
    public bool IsTimeDamaged => Nanoseconds >= Second;

    /// <summary>Microseconds since 1970-01-01 UTC, cut off and not rounded; means nothing when <see cref="IsTimeDamaged"/>.</summary>
    public long Microseconds => Seconds * FlatlogTime.Second + Nanoseconds / 1000;

    /// <summary>A header with the length encoding that the instrument's writers use.</summary>
    /// <param name="priority">The log priority; telemetry is written with 64.</param>
    /// <param name="code">The event code.</param>
    /// <param name="seconds">Since 1970-01-01 UTC.</param>
    /// <param name="nanoseconds">Of the second.</param>
    /// <param name="messageLength">Bytes of the message.</param>
    public static FlatlogHeader Create(sbyte priority, ushort code, uint seconds, uint nanoseconds, int messageLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(messageLength);
        var length = messageLength < TwoMoreBytes ? ShortLength : messageLength < ushort.MaxValue ? ShortLength + sizeof(ushort) : MostLength;
        return new FlatlogHeader(priority, code, seconds, nanoseconds, (ulong)messageLength, length);
    }

    /// <summary>Reads a header from its start.</summary>
    /// <param name="bytes">What is there; more may follow it.</param>
    /// <param name="header">The header.</param>
    /// <returns>False: it is not complete.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FlatlogHeader header)
    {
        header = default;
        if (bytes.Length < ShortLength)
            return false;
        var (length, messageLength) = (ShortLength, (ulong)bytes[LengthByte]);
        switch (bytes[LengthByte])
        {
            case TwoMoreBytes:
                if (!BinaryPrimitives.TryReadUInt16LittleEndian(bytes[ShortLength..], out var two))
                    return false;
                (length, messageLength) = (ShortLength + sizeof(ushort), two);
                break;
            case EightMoreBytes:
                if (!BinaryPrimitives.TryReadUInt64LittleEndian(bytes[ShortLength..], out messageLength))
                    return false;
                length = MostLength;
                break;
        }

        header = new FlatlogHeader(
            (sbyte)bytes[0],
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[3..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[7..]),
            messageLength,
            length);
        return true;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="bytes">Room for <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Priority;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[1..], Code);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[3..], Seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[7..], Nanoseconds);
        switch (Length)
        {
            case MostLength:
                bytes[LengthByte] = EightMoreBytes;
                BinaryPrimitives.WriteUInt64LittleEndian(bytes[ShortLength..], MessageLength);
                break;
            case > ShortLength:
                bytes[LengthByte] = TwoMoreBytes;
                BinaryPrimitives.WriteUInt16LittleEndian(bytes[ShortLength..], (ushort)MessageLength);
                break;
            default:
                bytes[LengthByte] = (byte)MessageLength;
                break;
        }
    }
}
