using System.Buffers.Binary;
using System.Numerics;

namespace Catchment.Protocols.Snmp.Wire;

/// <summary>
/// Writes BER from a buffer's end to its beginning, so that each length is known when it is its turn. What does not fit is noted in
/// <see cref="Overflow"/> and changes nothing more.
/// </summary>
/// <param name="buffer">Where it writes.</param>
internal sealed class BerWriter(byte[] buffer)
{
    private int _floor;

    /// <summary>The first byte that is written.</summary>
    internal int Start { get; private set; } = buffer.Length;

    /// <summary>Whether something did not fit.</summary>
    internal bool Overflow { get; private set; }

    /// <summary>What is written.</summary>
    internal Memory<byte> Written => buffer.AsMemory(Start);

    /// <summary>The buffer.</summary>
    internal byte[] Buffer => buffer;

    /// <summary>Begins anew.</summary>
    /// <param name="most">The most bytes that may be written; at most the buffer's length.</param>
    internal void Reset(int most)
    {
        Start = buffer.Length;
        _floor = buffer.Length - most;
        Overflow = false;
    }

    /// <summary>Forgets what was written since.</summary>
    internal void Rewind(int end) => Start = end;

    /// <summary>Puts an element's tag and length before all that was written since.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="end">Where <see cref="Start"/> was before its content was written.</param>
    internal void Wrap(byte tag, int end)
    {
        var length = end - Start;
        var bytes = length < 0x80 ? 0 : length <= 0xFF ? 1 : length <= 0xFFFF ? 2 : 3;
        if (!Make(2 + bytes))
            return;
        buffer[Start] = tag;
        buffer[Start + 1] = bytes == 0 ? (byte)length : (byte)(0x80 | bytes);
        for (var i = bytes; i > 0; i--, length >>= 8)
            buffer[Start + 1 + i] = (byte)length;
    }

    internal void Bytes(byte tag, ReadOnlySpan<byte> bytes)
    {
        var end = Start;
        Raw(bytes);
        Wrap(tag, end);
    }

    internal void Raw(ReadOnlySpan<byte> bytes)
    {
        if (Make(bytes.Length))
            bytes.CopyTo(buffer.AsSpan(Start));
    }

    internal void Integer(long value) => Signed(BerTag.Integer, value);

    internal void Oid(Oid oid)
    {
        var end = Start;
        var arcs = oid.Arcs;
        for (var i = arcs.Length - 1; i >= 2; i--)
            Arc(arcs[i]);
        if (arcs.Length >= 2)
            Arc((arcs[0] * 40) + arcs[1]);
        Wrap(BerTag.ObjectIdentifier, end);
    }

    internal void Value(SnmpValue value)
    {
        switch (value.Type)
        {
            case SnmpType.Integer or SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks:
                Signed((byte)value.Type, value.Number);
                break;
            case SnmpType.Counter64:
                Unsigned64(value.UnsignedNumber);
                break;
            case SnmpType.OctetString or SnmpType.Opaque or SnmpType.IpAddress:
                Bytes((byte)value.Type, value.Bytes);
                break;
            case SnmpType.ObjectIdentifier:
                Oid(value.Oid);
                break;
            case SnmpType.NoSuchObject or SnmpType.NoSuchInstance or SnmpType.EndOfMibView:
                Bytes((byte)value.Type, []);
                break;
            default:
                Bytes(BerTag.Null, []);
                break;
        }
    }

    private void Signed(byte tag, long value)
    {
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(all, value);
        var bits = 64 - BitOperations.LeadingZeroCount((ulong)(value ^ (value >> 63)));
        Bytes(tag, all[(7 - (bits / 8))..]);
    }

    private void Unsigned64(ulong value)
    {
        Span<byte> all = stackalloc byte[9];
        BinaryPrimitives.WriteUInt64BigEndian(all[1..], value);
        var bits = 64 - BitOperations.LeadingZeroCount(value);
        Bytes((byte)SnmpType.Counter64, all[(8 - (bits / 8))..]);
    }

    private void Arc(uint arc)
    {
        Span<byte> bytes = stackalloc byte[5];
        var first = 5;
        do
        {
            bytes[--first] = (byte)((arc & 0x7F) | (first == 4 ? 0u : 0x80u));
            arc >>= 7;
        }
        while (arc > 0);
        Raw(bytes[first..]);
    }

    private bool Make(int room)
    {
        if (Overflow || Start - _floor < room)
            Overflow = true;
        else
            Start -= room;
        return !Overflow;
    }
}
