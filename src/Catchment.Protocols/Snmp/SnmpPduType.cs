namespace Catchment.Protocols.Snmp;

/// <summary>The operations; the numbers are their BER tags. Source: RFC 3416, 3.</summary>
public enum SnmpPduType
{
    /// <summary>GetRequest.</summary>
    Get = 0xA0,

    /// <summary>GetNextRequest.</summary>
    GetNext = 0xA1,

    /// <summary>Response.</summary>
    Response = 0xA2,

    /// <summary>SetRequest.</summary>
    Set = 0xA3,

    /// <summary>The trap of v1, which this library neither sends nor takes.</summary>
    TrapV1 = 0xA4,

    /// <summary>GetBulkRequest.</summary>
    GetBulk = 0xA5,

    /// <summary>InformRequest: a notification that is confirmed.</summary>
    Inform = 0xA6,

    /// <summary>SNMPv2-Trap: a notification that is not confirmed.</summary>
    Trap = 0xA7,

    /// <summary>Report: what an engine says of a message that it does not take.</summary>
    Report = 0xA8,
}
