namespace Catchment.Protocols.Snmp.Wire;

/// <summary>The messages of v1 and v2c. Source: RFC 1157, 4.; RFC 1901, 3.</summary>
internal static class CommunityMessage
{
    /// <summary>The version that a message bears, whatever follows.</summary>
    internal static bool TryVersion(ReadOnlySpan<byte> message, out int version)
    {
        version = 0;
        return new BerReader(message).TryEnter(BerTag.Sequence, out var outer) && outer.TryInteger(out version);
    }

    /// <summary>Reads one up to its PDU.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> community, out BerReader pdu)
    {
        community = default;
        pdu = default;
        var reader = new BerReader(message);
        if (!reader.TryEnter(BerTag.Sequence, out var outer) || !reader.AtEnd || !outer.TryInteger(out _) || !outer.TryBytes(BerTag.OctetString, out community))
            return false;
        pdu = outer;
        return true;
    }

    internal static void Write(BerWriter writer, SnmpVersion version, ReadOnlySpan<byte> community, SnmpPdu pdu)
    {
        var end = writer.Start;
        pdu.Write(writer);
        writer.Bytes(BerTag.OctetString, community);
        writer.Integer((int)version);
        writer.Wrap(BerTag.Sequence, end);
    }
}
