using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Server.Connections;
using Catchment.Protocols.OpcUa.Server.Sessions;

namespace Catchment.Protocols.OpcUa.Server.Discovery;

/// <summary>Tells who the server is and how it can be reached; for that nobody has to say who he is. Source: OPC 10000-4, 5.4.</summary>
/// <param name="options">What is offered.</param>
internal sealed class DiscoveryService(OpcUaServerOptions options)
{
    private const string TcpProfile = "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary";

    /// <summary>The servers that this one knows: itself.</summary>
    public FindServersResponse FindServers(ServerConnection connection, FindServersRequest request)
    {
        var isAsked = request.ServerUris.Length == 0 || request.ServerUris.Contains(options.ApplicationUri);
        return new FindServersResponse { Servers = isAsked ? [Describe(UrlFor(connection, request.EndpointUrl))] : [] };
    }

    /// <summary>The ways in which clients may connect.</summary>
    public GetEndpointsResponse GetEndpoints(ServerConnection connection, GetEndpointsRequest request)
    {
        var isAsked = request.ProfileUris.Length == 0 || request.ProfileUris.Contains(TcpProfile);
        return new GetEndpointsResponse { Endpoints = isAsked ? Endpoints(connection, request.EndpointUrl) : [] };
    }

    /// <summary>The endpoints as a client sees them.</summary>
    /// <param name="connection">Its connection.</param>
    /// <param name="url">The URL that it used, as it says.</param>
    public EndpointDescription[] Endpoints(ServerConnection connection, string? url)
    {
        var own = UrlFor(connection, url);
        var server = Describe(own);
        return
        [
            .. options.Endpoints.Select(e => new EndpointDescription
            {
                EndpointUrl = own,
                Server = server,
                ServerCertificate = options.Certificate?.RawData.ToArray(),
                SecurityMode = e.Mode,
                SecurityPolicyUri = e.Policy.Uri,
                UserIdentityTokens = UserTokenPolicies.Of(options, e.Policy),
                TransportProfileUri = TcpProfile,
                SecurityLevel = e.Mode switch
                {
                    MessageSecurityMode.SignAndEncrypt => 20,
                    MessageSecurityMode.Sign => 10,
                    _ => 0,
                },
            }),
        ];
    }

    private ApplicationDescription Describe(string url) => new()
    {
        ApplicationUri = options.ApplicationUri,
        ProductUri = options.ProductUri,
        ApplicationName = new LocalizedText(options.ApplicationName, "en"),
        ApplicationType = ApplicationType.Server,
        DiscoveryUrls = [url],
    };

    private string UrlFor(ServerConnection connection, string? url) => EndpointUrl.For(connection.Local, url ?? connection.Channel.Hello?.EndpointUrl, options.Host);
}
