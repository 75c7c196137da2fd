namespace Catchment.Protocols.Snmp;

/// <summary>The types of a variable's value; the numbers are their BER tags. Source: RFC 2578, 7.; RFC 3416, 3.</summary>
public enum SnmpType
{
    /// <summary>No value: the place of one in a request.</summary>
    Null = 0x05,

    /// <summary>INTEGER, Integer32: −2³¹ … 2³¹−1.</summary>
#pragma warning disable CA1720 // The standard's name.
    Integer = 0x02,
#pragma warning restore CA1720

    /// <summary>OCTET STRING: at most 65,535 bytes.</summary>
    OctetString = 0x04,

    /// <summary>OBJECT IDENTIFIER.</summary>
    ObjectIdentifier = 0x06,

    /// <summary>IpAddress: four bytes.</summary>
    IpAddress = 0x40,

    /// <summary>Counter32: 0 … 2³²−1, then 0 again.</summary>
    Counter32 = 0x41,

    /// <summary>Gauge32, and Unsigned32, which is the same on the wire: 0 … 2³²−1.</summary>
    Gauge32 = 0x42,

    /// <summary>TimeTicks: hundredths of a second, modulo 2³².</summary>
    TimeTicks = 0x43,

    /// <summary>Opaque: bytes that this library leaves as they are; <see cref="SnmpValue.TryOpaqueNumber"/> reads the numbers that net-snmp wraps so.</summary>
    Opaque = 0x44,

    /// <summary>Counter64: 0 … 2⁶⁴−1, then 0 again. Not in v1.</summary>
    Counter64 = 0x46,

    /// <summary>There is no such object. Not in v1.</summary>
    NoSuchObject = 0x80,

    /// <summary>There is such an object, but not this instance. Not in v1.</summary>
    NoSuchInstance = 0x81,

    /// <summary>Nothing follows. Not in v1.</summary>
    EndOfMibView = 0x82,
}
