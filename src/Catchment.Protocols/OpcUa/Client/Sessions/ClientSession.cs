using System.Security.Cryptography;
using Catchment.Protocols.OpcUa.Client.Connections;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Client.Sessions;

/// <summary>A session at a server; it outlives its channel. Source: OPC 10000-4, 5.6.</summary>
internal sealed class ClientSession
{
    private const int NonceLength = 32;
    private const int LongestNonce = 1024;

    private readonly OpcUaClientOptions _options;
    private byte[] _serverNonce;
    private readonly uint _maxRequestSize;

    private ClientSession(OpcUaClientOptions options, CreateSessionResponse response)
    {
        (_options, Id, Token, _maxRequestSize) = (options, response.SessionId, response.AuthenticationToken, response.MaxRequestMessageSize);
        _serverNonce = response.ServerNonce ?? [];
    }

    /// <summary>Its public name.</summary>
    public NodeId Id { get; }

    /// <summary>Its secret name.</summary>
    public NodeId Token { get; }

    /// <summary>How much the server takes in one request.</summary>
    public OperationLimits Limits { get; set; } = new();

    /// <summary>Opens a session; it has to be activated next.</summary>
    /// <param name="connection">Through which channel.</param>
    /// <param name="options">How.</param>
    /// <param name="endpoint">The endpoint of the channel, as it was told without security.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <returns>The session, and its endpoint as it was told now.</returns>
    /// <exception cref="OpcUaException">The server refuses, or is not the one that it should be.</exception>
    public static async Task<(ClientSession Session, EndpointDescription Endpoint)> CreateAsync(
        ClientConnection connection, OpcUaClientOptions options, EndpointDescription endpoint, CancellationToken cancellation)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var own = options.Certificate;
        var request = new CreateSessionRequest
        {
            ClientDescription = new ApplicationDescription
            {
                ApplicationUri = own?.ApplicationUri ?? options.ApplicationUri,
                ProductUri = options.ProductUri,
                ApplicationName = new LocalizedText(options.ApplicationName),
                ApplicationType = ApplicationType.Client,
            },
            EndpointUrl = options.EndpointUrl,
            SessionName = options.SessionName,
            ClientNonce = nonce,
            ClientCertificate = own?.RawData.ToArray(),
            RequestedSessionTimeout = options.SessionTimeout.TotalMilliseconds,
            MaxResponseMessageSize = (uint)options.Limits.MaxMessageSize,
        };
        var response = await connection.AskAsync<CreateSessionResponse>(request, default, cancellation);
        if (response.AuthenticationToken.IsNull)
            throw new OpcUaException(StatusCodes.BadSessionIdInvalid, "The server opened a session without a name.");
        if (response.ServerNonce is { Length: > LongestNonce })
            throw new OpcUaException(StatusCodes.BadNonceInvalid, "The server's nonce is too long.");
        if (options.Policy.IsSecure)
            CheckServer(connection.Target.Server!.Leaf, options, response, nonce);

        // What came through the channel is the server's own word; what was told before, anybody could have changed.
        var told = Array.Find(response.ServerEndpoints, e => Discovery.IsWanted(e, options));
        return told is null && options.Policy.IsSecure && response.ServerEndpoints.Length > 0
            ? throw new OpcUaException(StatusCodes.BadSecurityChecksFailed, "The server's session tells other endpoints than were told before it.")
            : (new ClientSession(options, response), told ?? endpoint);
    }

    /// <summary>Activates the session; again to move it to another channel.</summary>
    /// <param name="connection">Through which channel.</param>
    /// <param name="endpoint">Of the channel.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="OpcUaException">The server refuses the user, or knows the session no more.</exception>
    public async Task ActivateAsync(ClientConnection connection, EndpointDescription endpoint, CancellationToken cancellation)
    {
        var server = connection.Target.Server?.Leaf;
        var (token, signature) = UserIdentity.Make(_options, endpoint, server, _serverNonce);
        var request = new ActivateSessionRequest
        {
            ClientSignature = server is null ? SignatureData.Empty : UserIdentity.Sign(_options.Certificate!, server, _serverNonce),
            UserIdentityToken = new ExtensionObject(token),
            UserTokenSignature = signature,
        };
        connection.MaxRequestSize = _maxRequestSize;
        var response = await connection.AskAsync<ActivateSessionResponse>(request, Token, cancellation);
        if (server is not null && response.ServerNonce is not { Length: >= NonceLength and <= LongestNonce })
            throw new OpcUaException(StatusCodes.BadNonceInvalid, "The server's nonce has the wrong length.");
        _serverNonce = response.ServerNonce ?? [];
    }

    private static void CheckServer(Certificate server, OpcUaClientOptions options, CreateSessionResponse response, byte[] nonce)
    {
        if (response.ServerNonce is not { Length: >= NonceLength })
            throw new OpcUaException(StatusCodes.BadNonceInvalid, "The server's nonce is too short.");
        if (!CertificateChain.Decode(response.ServerCertificate).Leaf.IsSameAs(server))
            throw new OpcUaException(StatusCodes.BadCertificateInvalid, "The server's session shows another certificate than its channel.");
        using var key = server.OpenKey();
        byte[] signed = [.. options.Certificate!.RawData.Span, .. nonce];
        if (response.ServerSignature.Algorithm != options.Policy.SignatureAlgorithm || !key.Verify(signed, response.ServerSignature.Signature))
            throw new OpcUaException(StatusCodes.BadApplicationSignatureInvalid, "The server could not prove that its certificate is its own.");
    }
}
