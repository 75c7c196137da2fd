using Catchment.Tags.Servers.Snmp;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>One that asks the SNMP agent.</summary>
/// <param name="Address">Its address; <c>others</c>: all that came when there were too many to tell apart.</param>
/// <param name="LastSeen">When it asked last, in Unix seconds.</param>
/// <param name="Answered">Requests that were answered.</param>
/// <param name="Refused">Messages that were not taken.</param>
/// <param name="Sets">Those that were answered that wrote.</param>
/// <param name="Failed">Those that were answered with an error status.</param>
/// <param name="LastRefusal">Why a message was not taken last; left out: all were.</param>
public sealed record GatewaySnmpPeerItem(string Address, double LastSeen, long Answered, long Refused, long Sets, long Failed, string? LastRefusal)
{
    internal static GatewaySnmpPeerItem Of(SnmpPeer p) => new(p.Address, p.LastSeen, p.Answered, p.Refused, p.Sets, p.Failed, p.LastRefusal);
}
