namespace Catchment.Protocols.Snmp.Serving;

/// <summary>What one that asks may do with this request.</summary>
/// <param name="Read">What it reads; null: nothing.</param>
/// <param name="Write">What it writes; null: nothing.</param>
internal sealed record AccessRights(SnmpView? Read, SnmpView? Write)
{
    internal static AccessRights None { get; } = new(null, null);
}
