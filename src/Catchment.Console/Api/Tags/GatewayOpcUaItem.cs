using Catchment.Tags.Http;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>How the OPC UA server is.</summary>
/// <param name="Endpoints">Where it listens, or would.</param>
/// <param name="ApplicationUri">Its URI, by which clients tell it from other servers.</param>
/// <param name="Nodes">Variables that it serves.</param>
/// <param name="RefusedMappings">Mappings that it cannot serve; the log says why.</param>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="RequestsRefused">Those of them that were refused as a whole.</param>
/// <param name="Discarded">Clients that were not taken, or not let in, or whose connection was closed for a reason that is theirs.</param>
/// <param name="Clients">Its clients.</param>
/// <param name="Certificates">Its own certificate, and those of its clients.</param>
public sealed record GatewayOpcUaItem(
    IReadOnlyList<string> Endpoints,
    string ApplicationUri,
    int Nodes,
    int RefusedMappings,
    long Requests,
    long RequestsRefused,
    long Discarded,
    IReadOnlyList<GatewayOpcUaClientItem> Clients,
    IReadOnlyList<GatewayCertificateItem> Certificates)
{
    internal static GatewayOpcUaItem Of(IOpcUaDesk desk)
    {
        var status = desk.Status;
        return new GatewayOpcUaItem(
            status.Endpoints,
            status.ApplicationUri,
            status.Nodes,
            status.Refused,
            status.Requests,
            status.RequestsRefused,
            status.Discarded,
            [.. status.Clients.Select(GatewayOpcUaClientItem.Of)],
            [.. desk.Certificates.Select(GatewayCertificateItem.Of)]);
    }
}
