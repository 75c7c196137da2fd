namespace Catchment.Protocols.Snmp;

/// <summary>An object of a <see cref="SnmpObjectTable"/>.</summary>
/// <param name="Oid">The instance's name.</param>
/// <param name="Instance">The instance.</param>
/// <param name="InstanceArcs">How many of the name's last arcs tell the instance from others of its type; 1 for the 0 of a scalar.</param>
public sealed record SnmpObjectRow(Oid Oid, ISnmpObject Instance, int InstanceArcs = 1);
