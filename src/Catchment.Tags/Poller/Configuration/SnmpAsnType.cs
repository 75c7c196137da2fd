namespace Catchment.Tags.Poller.Configuration;

/// <summary>What a tag's variable is: the member <c>asnType</c>. Source: <c>tags</c> 10.2.</summary>
public enum SnmpAsnType
{
    /// <summary>INTEGER, Integer32.</summary>
    WholeNumber,

    /// <summary>A TruthValue: an INTEGER that is 1 for true and 2 for false. Source: RFC 2579, 2.</summary>
    TruthValue,

    /// <summary>Gauge32, Unsigned32.</summary>
    Gauge32,

    /// <summary>Counter32.</summary>
    Counter32,

    /// <summary>Counter64.</summary>
    Counter64,

    /// <summary>TimeTicks.</summary>
    TimeTicks,

    /// <summary>OCTET STRING that is text.</summary>
    Text,

    /// <summary>OCTET STRING that is bytes, as hex.</summary>
    Hex,

    /// <summary>OBJECT IDENTIFIER.</summary>
    ObjectIdentifier,

    /// <summary>IpAddress.</summary>
    IpAddress,

    /// <summary>net-snmp's Float in an Opaque.</summary>
    OpaqueFloat,

    /// <summary>net-snmp's Double in an Opaque.</summary>
    OpaqueDouble,
}
