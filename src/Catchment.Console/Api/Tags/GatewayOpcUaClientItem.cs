using Catchment.Tags.Servers.OpcUa;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>A client of the OPC UA server.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="IsConnected">Its connection is there; false: its session waits for it to come again.</param>
/// <param name="Since">When the connection came, in Unix seconds.</param>
/// <param name="Security">How its channel is kept safe; left out: it has none yet.</param>
/// <param name="Session">As it calls its session; left out: it has none.</param>
/// <param name="Application">Its application's URI, as it says; left out: it has no session.</param>
/// <param name="User">The user's name; left out: anonymous, or there is no session.</param>
/// <param name="Subscriptions">The session's subscriptions.</param>
/// <param name="MonitoredItems">Values that the session watches.</param>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="Refused">Those of them that were refused as a whole.</param>
/// <param name="LastError">The status of the last one that was refused; left out: none was.</param>
public sealed record GatewayOpcUaClientItem(
    string Address,
    bool IsConnected,
    double Since,
    string? Security,
    string? Session,
    string? Application,
    string? User,
    int Subscriptions,
    int MonitoredItems,
    long Requests,
    long Refused,
    string? LastError)
{
    internal static GatewayOpcUaClientItem Of(OpcUaClient c) => new(
        c.Address, c.IsConnected, c.Since, c.Security, c.Session, c.Application, c.User, c.Subscriptions, c.MonitoredItems, c.Requests, c.Refused, c.LastError);
}
