namespace Catchment.Protocols.Snmp;

/// <summary>Something that an agent tells by itself. Source: RFC 3416, 4.2.6.</summary>
/// <param name="Oid">What it is: the value of snmpTrapOID.0.</param>
/// <param name="Variables">What it tells; sysUpTime.0 and snmpTrapOID.0 come before by themselves.</param>
public sealed record SnmpNotification(Oid Oid, IReadOnlyList<SnmpVariable> Variables)
{
    /// <summary>The agent has started, and its objects may have changed. Source: RFC 3418, 2. (coldStart).</summary>
    public static SnmpNotification ColdStart { get; } = new(new Oid(1, 3, 6, 1, 6, 3, 1, 1, 5, 1), []);
}
