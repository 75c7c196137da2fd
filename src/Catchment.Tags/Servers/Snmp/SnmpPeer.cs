namespace Catchment.Tags.Servers.Snmp;

/// <summary>One that asks the SNMP agent.</summary>
/// <param name="Address">Its address; <c>others</c>: all that came when there were too many to tell apart.</param>
/// <param name="LastSeen">When it asked last, in Unix seconds.</param>
/// <param name="Received">Messages that came from it.</param>
/// <param name="Answered">Requests that were answered.</param>
/// <param name="Refused">Messages that were not taken: a wrong community, an unknown user, a wrong key …</param>
/// <param name="Sets">Those that were answered that wrote.</param>
/// <param name="Failed">Those that were answered with an error status.</param>
/// <param name="LastRefusal">Why a message was not taken last; null: all were.</param>
public sealed record SnmpPeer(string Address, double LastSeen, long Received, long Answered, long Refused, long Sets, long Failed, string? LastRefusal);
