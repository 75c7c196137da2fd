using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Client.Connections;

/// <summary>Where a channel leads, and how it is protected.</summary>
/// <param name="Url">As the caller gave it.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Mode">The mode.</param>
/// <param name="Server">The server's certificate, which is trusted already; null without security.</param>
internal sealed record ChannelTarget(Uri Url, SecurityPolicy Policy, MessageSecurityMode Mode, CertificateChain? Server)
{
    private const int UsualPort = 4840;

    /// <summary>The host, as the network knows it.</summary>
    public string Host => Url.IdnHost;

    /// <summary>The port.</summary>
    public int Port => Url.Port > 0 ? Url.Port : UsualPort;

    /// <summary>A channel without security, to ask what there is.</summary>
    /// <exception cref="OpcUaException">BadTcpEndpointUrlInvalid.</exception>
    public static ChannelTarget Open(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "opc.tcp", IdnHost.Length: > 0 }
            ? new ChannelTarget(uri, SecurityPolicy.None, MessageSecurityMode.None, Server: null)
            : throw new OpcUaException(StatusCodes.BadTcpEndpointUrlInvalid, $"'{url}' is no URL of an OPC UA server: write opc.tcp://host:port.");
}
