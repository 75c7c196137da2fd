namespace Catchment.Protocols.Snmp.Asking;

/// <summary>What notifications begin with, and the names of errors.</summary>
internal static class Notices
{
    private static readonly Oid SysUpTime = new(1, 3, 6, 1, 2, 1, 1, 3, 0);
    private static readonly Oid SnmpTrapOid = new(1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0);

    /// <summary>The variables of a notification. Source: RFC 3416, 4.2.6.</summary>
    internal static IReadOnlyList<SnmpVariable> Variables(uint upTime, SnmpNotification notification) =>
    [
        new SnmpVariable(SysUpTime, SnmpValue.TimeTicks(upTime)),
        new SnmpVariable(SnmpTrapOid, SnmpValue.ObjectIdentifier(notification.Oid)),
        .. notification.Variables,
    ];

    /// <summary>The standard's name of an error, such as noSuchName.</summary>
    internal static string Name(SnmpErrorStatus status)
    {
        var name = status.ToString();
        return char.IsAsciiLetter(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : $"error {name}";
    }
}
