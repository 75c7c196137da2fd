using Catchment.Tags.Http;
using Catchment.Tags.Servers.Snmp;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>How the SNMP agent is.</summary>
/// <param name="Endpoints">Where it listens, or would.</param>
/// <param name="EngineId">The engine's identity in hex; left out: it does not serve.</param>
/// <param name="EngineBoots">How often the engine has started; 0: it does not serve.</param>
/// <param name="Objects">Objects of mappings that it serves.</param>
/// <param name="RefusedMappings">Mappings that it cannot serve; the log says why.</param>
/// <param name="Communities">Communities of v1 and v2c, which nothing protects.</param>
/// <param name="Users">Users of v3.</param>
/// <param name="Targets">Who is told of changes: address, and how.</param>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="Sets">Those of them that wrote.</param>
/// <param name="Discarded">Messages that were not taken.</param>
/// <param name="Notifications">Notifications that were sent, or confirmed where the target confirms.</param>
/// <param name="NotificationsLost">Notifications that did not get there.</param>
/// <param name="Peers">Who asks, those that asked last first.</param>
public sealed record GatewaySnmpItem(
    IReadOnlyList<string> Endpoints,
    string? EngineId,
    int EngineBoots,
    int Objects,
    int RefusedMappings,
    int Communities,
    int Users,
    IReadOnlyList<string> Targets,
    long Requests,
    long Sets,
    long Discarded,
    long Notifications,
    long NotificationsLost,
    IReadOnlyList<GatewaySnmpPeerItem> Peers)
{
    private const int MostPeers = 50;

    internal static GatewaySnmpItem Of(ISnmpDesk desk)
    {
        SnmpStatus s = desk.Status;
        return new GatewaySnmpItem(
            s.Endpoints, s.EngineId, s.EngineBoots, s.Objects, s.Refused, s.Communities, s.Users, s.Targets, s.Requests, s.Sets, s.Discarded, s.Notifications, s.NotificationsLost,
            [.. s.Peers.Take(MostPeers).Select(GatewaySnmpPeerItem.Of)]);
    }
}
