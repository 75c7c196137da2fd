using Catchment.Protocols.OpcUa.Client.Connections;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Client.Sessions;

/// <summary>What a server tells without a session. Source: OPC 10000-4, 5.4.</summary>
internal static class Discovery
{
    private const string BinaryTransport = "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary";

    /// <summary>The endpoints of a server.</summary>
    public static async Task<EndpointDescription[]> GetEndpointsAsync(OpcUaClientOptions options, CancellationToken cancellation)
    {
        await using var connection = await ClientConnection.OpenAsync(ChannelTarget.Open(options.EndpointUrl), options, cancellation);
        var request = new GetEndpointsRequest { EndpointUrl = options.EndpointUrl };
        return (await connection.AskAsync<GetEndpointsResponse>(request, default, cancellation)).Endpoints;
    }

    /// <summary>The servers that a server knows; itself at least.</summary>
    public static async Task<ApplicationDescription[]> FindServersAsync(OpcUaClientOptions options, CancellationToken cancellation)
    {
        await using var connection = await ClientConnection.OpenAsync(ChannelTarget.Open(options.EndpointUrl), options, cancellation);
        var request = new FindServersRequest { EndpointUrl = options.EndpointUrl };
        return (await connection.AskAsync<FindServersResponse>(request, default, cancellation)).Servers;
    }

    /// <summary>The endpoint with the policy and mode that are wanted.</summary>
    /// <exception cref="OpcUaException">BadSecurityPolicyRejected: there is none; the message says what there is.</exception>
    public static EndpointDescription Pick(IReadOnlyList<EndpointDescription> offered, OpcUaClientOptions options)
    {
        var own = offered.Where(e => string.IsNullOrEmpty(e.TransportProfileUri) || e.TransportProfileUri == BinaryTransport).ToArray();
        if (Array.Find(own, e => IsWanted(e, options)) is { } wanted)
            return wanted;
        var what = own.Length == 0 ? "nothing" : string.Join(", ", own.Select(e => $"{ShortName(e.SecurityPolicyUri)} {e.SecurityMode}").Distinct(StringComparer.Ordinal));
        throw new OpcUaException(
            StatusCodes.BadSecurityPolicyRejected,
            $"{options.EndpointUrl} does not offer {options.Policy} with the mode {options.Mode}. It offers: {what}.");
    }

    /// <summary>Whether an endpoint has the policy and mode that are wanted.</summary>
    public static bool IsWanted(EndpointDescription endpoint, OpcUaClientOptions options) =>
        endpoint.SecurityPolicyUri == options.Policy.Uri && endpoint.SecurityMode == options.Mode;

    /// <summary>For users of the library.</summary>
    public static OpcUaServerEndpoint Describe(EndpointDescription endpoint) => new()
    {
        Url = endpoint.EndpointUrl ?? "",
        PolicyUri = endpoint.SecurityPolicyUri ?? "",
        Mode = endpoint.SecurityMode,
        SecurityLevel = endpoint.SecurityLevel,
        Server = Describe(endpoint.Server),
        Certificate = endpoint.ServerCertificate,
        AllowsAnonymous = Allows(endpoint, UserTokenType.Anonymous),
        AllowsUserName = Allows(endpoint, UserTokenType.UserName),
        AllowsCertificate = Allows(endpoint, UserTokenType.Certificate),
    };

    /// <summary>For users of the library.</summary>
    public static OpcUaServerDescription Describe(ApplicationDescription server) => new()
    {
        ApplicationUri = server.ApplicationUri ?? "",
        ProductUri = server.ProductUri ?? "",
        Name = server.ApplicationName.Text ?? "",
        DiscoveryUrls = [.. server.DiscoveryUrls.OfType<string>()],
    };

    private static bool Allows(EndpointDescription endpoint, UserTokenType type) => endpoint.UserIdentityTokens.Any(t => t.TokenType == type);

    private static string ShortName(string? uri) => SecurityPolicy.TryParse(uri, out var policy) ? policy.Name : uri is null ? "?" : uri[(uri.LastIndexOf('#') + 1)..];
}
