namespace Catchment.Protocols.Snmp;

/// <summary>The message formats; the numbers are those on the wire. Source: RFC 1157, 4.; RFC 1901, 3.; RFC 3412, 6.1.</summary>
public enum SnmpVersion
{
    /// <summary>SNMPv1.</summary>
    V1 = 0,

    /// <summary>SNMPv2c: the communities of v1, the operations and types of v2.</summary>
    V2c = 1,

    /// <summary>SNMPv3 with the user-based security model.</summary>
    V3 = 3,
}
