namespace Catchment.Protocols.Snmp.Wire;

/// <summary>A PDU with the context that it is about. Source: RFC 3412, 6.8.</summary>
internal static class ScopedPdu
{
    private const int MostContextName = 255;

    /// <summary>Reads one up to its PDU.</summary>
    /// <param name="bytes">The bytes; after decryption with what filled the last block.</param>
    /// <param name="engineId">The context's engine.</param>
    /// <param name="name">The context's name.</param>
    /// <param name="pdu">Where the PDU begins.</param>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> engineId, out ReadOnlySpan<byte> name, out BerReader pdu)
    {
        engineId = default;
        name = default;
        pdu = default;
        if (!new BerReader(bytes).TryEnter(BerTag.Sequence, out var scoped)
            || !scoped.TryBytes(BerTag.OctetString, out engineId) || !scoped.TryBytes(BerTag.OctetString, out name) || name.Length > MostContextName)
        {
            return false;
        }

        pdu = scoped;
        return true;
    }

    internal static void Write(BerWriter writer, ReadOnlySpan<byte> engineId, ReadOnlySpan<byte> name, SnmpPdu pdu)
    {
        var end = writer.Start;
        pdu.Write(writer);
        writer.Bytes(BerTag.OctetString, name);
        writer.Bytes(BerTag.OctetString, engineId);
        writer.Wrap(BerTag.Sequence, end);
    }
}
