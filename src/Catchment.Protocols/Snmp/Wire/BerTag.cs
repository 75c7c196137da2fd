namespace Catchment.Protocols.Snmp.Wire;

/// <summary>The tags of BER that SNMP uses beside those of <see cref="SnmpType"/> and <see cref="SnmpPduType"/>.</summary>
internal static class BerTag
{
    internal const byte Integer = 0x02;
    internal const byte OctetString = 0x04;
    internal const byte Null = 0x05;
    internal const byte ObjectIdentifier = 0x06;
    internal const byte Sequence = 0x30;
}
