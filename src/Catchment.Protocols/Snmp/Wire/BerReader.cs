namespace Catchment.Protocols.Snmp.Wire;

/// <summary>
/// Reads the subset of BER that SNMP uses: single-byte tags, definite lengths. Numbers may be longer than they need be, as some agents
/// send them. Nothing throws, and nothing is made that is larger than what has come. Source: RFC 3417, 8.; X.690, 8.
/// </summary>
internal ref struct BerReader
{
    private readonly ReadOnlySpan<byte> _all;
    private readonly int _end;

    internal BerReader(ReadOnlySpan<byte> all)
        : this(all, 0, all.Length)
    {
    }

    private BerReader(ReadOnlySpan<byte> all, int position, int end)
    {
        _all = all;
        _end = end;
        Position = position;
    }

    /// <summary>Where it stands, counted from the first byte of the message, also in what is nested.</summary>
    internal int Position { get; private set; }

    /// <summary>Whether all is read.</summary>
    internal readonly bool AtEnd => Position == _end;

    /// <summary>The next element's tag; 0 at the end.</summary>
    internal readonly byte Tag => AtEnd ? (byte)0 : _all[Position];

    /// <summary>Goes into an element and over it.</summary>
    internal bool TryEnter(byte tag, out BerReader inner)
    {
        inner = default;
        if (!TryElement(tag, out var start, out var length))
            return false;
        inner = new BerReader(_all, start, start + length);
        return true;
    }

    /// <summary>Reads the bytes of an element.</summary>
    internal bool TryBytes(byte tag, out ReadOnlySpan<byte> bytes) => TryBytes(tag, out bytes, out _);

    /// <summary>Reads the bytes of an element, and says where they begin.</summary>
    internal bool TryBytes(byte tag, out ReadOnlySpan<byte> bytes, out int start)
    {
        bytes = default;
        if (!TryElement(tag, out start, out var length))
            return false;
        bytes = _all.Slice(start, length);
        return true;
    }

    /// <summary>Reads an INTEGER of 32 bits.</summary>
    internal bool TryInteger(out int value)
    {
        value = 0;
        if (!TryBytes(BerTag.Integer, out var bytes) || !TrySigned(bytes, out value))
            return false;
        return true;
    }

    /// <summary>Reads a name.</summary>
    internal bool TryOid(out Oid oid)
    {
        oid = default;
        return TryBytes(BerTag.ObjectIdentifier, out var bytes) && TryArcs(bytes, out oid);
    }

    /// <summary>Reads any value.</summary>
    internal bool TryValue(out SnmpValue value)
    {
        value = default;
        var type = (SnmpType)Tag;
        return TryBytes(Tag, out var bytes) && TryContent(type, bytes, out value);
    }

    private static bool TryContent(SnmpType type, ReadOnlySpan<byte> bytes, out SnmpValue value)
    {
        value = default;
        switch (type)
        {
            case SnmpType.Integer:
                if (!TrySigned(bytes, out var number))
                    return false;
                value = SnmpValue.Integer(number);
                return true;
            case SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks or SnmpType.Counter64:
                if (!TryUnsigned(bytes, type == SnmpType.Counter64 ? 8 : 4, out var unsigned))
                    return false;
                value = SnmpValue.OfUnsigned(type, unsigned);
                return true;
            case SnmpType.OctetString or SnmpType.Opaque:
                if (bytes.Length > SnmpValue.MaxBytes)
                    return false;
                value = SnmpValue.OfBytes(type, bytes.ToArray());
                return true;
            case SnmpType.IpAddress:
                if (bytes.Length != 4)
                    return false;
                value = SnmpValue.OfBytes(type, bytes.ToArray());
                return true;
            case SnmpType.ObjectIdentifier:
                // Some agents send nothing where 0.0 is meant.
                Oid oid = new(0, 0);
                if (bytes.Length > 0 && !TryArcs(bytes, out oid))
                    return false;
                value = SnmpValue.OfOid(oid);
                return true;
            case SnmpType.Null:
                value = SnmpValue.Null;
                return bytes.Length == 0;
            case SnmpType.NoSuchObject:
                value = SnmpValue.NoSuchObject;
                return bytes.Length == 0;
            case SnmpType.NoSuchInstance:
                value = SnmpValue.NoSuchInstance;
                return bytes.Length == 0;
            case SnmpType.EndOfMibView:
                value = SnmpValue.EndOfMibView;
                return bytes.Length == 0;
            default:
                return false;
        }
    }

    private static bool TrySigned(ReadOnlySpan<byte> bytes, out int value)
    {
        value = 0;
        if (bytes.IsEmpty)
            return false;
        var number = (long)(sbyte)bytes[0];
        foreach (var one in bytes[1..])
        {
            number = (number << 8) | one;
            if (number is < int.MinValue or > int.MaxValue)
                return false;
        }

        value = (int)number;
        return true;
    }

    /// <summary>Takes also numbers without the zero in front that their first bit calls for: a negative one is never meant.</summary>
    private static bool TryUnsigned(ReadOnlySpan<byte> bytes, int most, out ulong value)
    {
        value = 0;
        if (bytes.IsEmpty)
            return false;
        bytes = bytes.TrimStart((byte)0);
        if (bytes.Length > most)
            return false;
        foreach (var one in bytes)
            value = (value << 8) | one;
        return true;
    }

    private static bool TryArcs(ReadOnlySpan<byte> bytes, out Oid oid)
    {
        oid = default;
        Span<uint> arcs = stackalloc uint[Oid.MaxLength + 1];
        var count = 1;
        ulong arc = 0;
        var begun = false;
        foreach (var one in bytes)
        {
            if ((!begun && one == 0x80) || count > Oid.MaxLength)
                return false;
            arc = (arc << 7) | (uint)(one & 0x7F);
            if (arc > uint.MaxValue)
                return false;
            begun = one >= 0x80;
            if (begun)
                continue;
            if (count == 1)
            {
                arcs[0] = (uint)Math.Min(arc / 40, 2);
                arc -= arcs[0] * 40;
            }

            arcs[count++] = (uint)arc;
            arc = 0;
        }

        if (begun || count < 2 || count > Oid.MaxLength)
            return false;
        oid = Oid.Of(arcs[..count].ToArray());
        return true;
    }

    private bool TryElement(byte tag, out int start, out int length)
    {
        (start, length) = (0, 0);
        if (_end - Position < 2 || _all[Position] != tag || (tag & 0x1F) == 0x1F)
            return false;
        start = Position + 2;
        length = _all[Position + 1];
        if (length >= 0x80)
        {
            var bytes = length & 0x7F;
            if (bytes is 0 or > 4 || _end - start < bytes)
                return false;
            var long64 = 0L;
            for (var i = 0; i < bytes; i++)
                long64 = (long64 << 8) | _all[start + i];
            start += bytes;
            if (long64 > _end - start)
                return false;
            length = (int)long64;
        }

        if (length > _end - start)
            return false;
        Position = start + length;
        return true;
    }
}
