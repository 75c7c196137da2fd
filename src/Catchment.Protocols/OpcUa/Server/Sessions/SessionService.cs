using System.Security.Cryptography;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server.Connections;
using Catchment.Protocols.OpcUa.Server.Discovery;

namespace Catchment.Protocols.OpcUa.Server.Sessions;

/// <summary>Opens, activates and closes sessions. Source: OPC 10000-4, 5.6.</summary>
/// <param name="options">How.</param>
/// <param name="discovery">The endpoints that a new session is told.</param>
/// <param name="identities">Finds out who users are.</param>
internal sealed class SessionService(OpcUaServerOptions options, DiscoveryService discovery, IdentityCheck identities)
{
    private const int NonceLength = 32;
    private const int MaxNonceLength = 128;
    private const int MaxName = 512;
    private const int MaxLocales = 32;

    private int _lastId = Random.Shared.Next(1 << 30);

    /// <summary>The sessions.</summary>
    public SessionTable Table { get; } = new(options);

    /// <summary>Opens a session; it cannot be used until it is activated.</summary>
    /// <exception cref="OpcUaException">BadServerUriInvalid, BadNonceInvalid, BadCertificateInvalid, BadCertificateUriInvalid, BadTooManySessions.</exception>
    public CreateSessionResponse Create(ServerConnection connection, CreateSessionRequest request)
    {
        // Only of a server behind a gateway a client names another application than the one that it speaks with.
        if (!string.IsNullOrEmpty(request.ServerUri) && request.ServerUri != options.ApplicationUri)
            throw new OpcUaException(StatusCodes.BadServerUriInvalid);
        var channel = connection.Channel.Channel!;
        var signature = channel.Policy.IsSecure ? Sign(connection, channel, request) : SignatureData.Empty;
        var timeout = ReviseTimeout(request.RequestedSessionTimeout);
        var uri = Shorten(request.ClientDescription.ApplicationUri);
        var session = new ServerSession(new NodeId((uint)Interlocked.Increment(ref _lastId), 1), Shorten(request.SessionName))
        {
            Binding = new SessionBinding
            {
                Token = SessionTable.NewToken(),
                Timeout = timeout,
                MaxResponseSize = request.MaxResponseMessageSize,
                ApplicationUri = uri,
                ClientCertificate = connection.Channel.ClientCertificate?.Leaf,
                Policy = channel.Policy,
                Mode = channel.Mode,
                Nonce = RandomNumberGenerator.GetBytes(NonceLength),
                Connection = connection,
            },
        };
        Table.Add(session);
        return new CreateSessionResponse
        {
            SessionId = session.Id,
            AuthenticationToken = session.Binding.Token,
            RevisedSessionTimeout = timeout.TotalMilliseconds,
            ServerNonce = session.Binding.Nonce,
            ServerCertificate = options.Certificate?.RawData.ToArray(),
            ServerEndpoints = discovery.Endpoints(connection, request.EndpointUrl),
            ServerSignature = signature,
            MaxRequestMessageSize = (uint)options.Limits.MaxMessageSize,
        };
    }

    /// <summary>Lets a user in; also another one, or the same one through another channel.</summary>
    public async ValueTask<IServiceResponse> ActivateAsync(ServerConnection connection, ActivateSessionRequest request)
    {
        var session = Table.Find(request.RequestHeader.AuthenticationToken);
        var binding = session.Binding!;
        var isMoving = BeginActivation(binding, connection);
        try
        {
            if (binding.Policy.IsSecure && !NonceSignature.Verifies(connection.Channel.ClientKey!, binding.Policy, options.Certificate!, binding.Nonce, request.ClientSignature))
                throw new OpcUaException(StatusCodes.BadApplicationSignatureInvalid);
            using var pending = connection.Pending.Add(session);
            var user = await identities.CheckAsync(connection, binding.Nonce, request, pending.Cancellation);
            if (isMoving && user != session.User)
                throw new OpcUaException(StatusCodes.BadIdentityChangeNotSupported, "A session that moves to another channel keeps its user.");
            session.User = user;
            session.Locales = [.. request.LocaleIds.Where(static l => l is not null).Take(MaxLocales).Select(static l => Shorten(l))];
            var lost = Bind(session, connection);
            lost?.Pending.Cancel(session);
            options.Observer?.SessionActivated(connection.Peer, session.Id, session.Name, binding.ApplicationUri, user);
            return new ActivateSessionResponse { ServerNonce = binding.Nonce };
        }
        finally
        {
            lock (Table.Gate)
                binding.IsActivating = false;
        }
    }

    /// <summary>Closes a session, active or not.</summary>
    public CloseSessionResponse Close(ServerConnection connection, CloseSessionRequest request)
    {
        var session = Table.Find(request.RequestHeader.AuthenticationToken);
        if (session.Binding!.Connection != connection)
            throw new OpcUaException(StatusCodes.BadSecureChannelIdInvalid);
        Table.Close(session, request.DeleteSubscriptions, StatusCodes.Good);
        return new CloseSessionResponse();
    }

    private static string Shorten(string? text) => text is { Length: > MaxName } ? text[..MaxName] : text ?? "";

    private static byte[] Join(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> nonce) => [.. certificate, .. nonce];

    private TimeSpan ReviseTimeout(double wished) =>
        double.IsNaN(wished) || wished <= 0 || wished > options.MaxSessionTimeout.TotalMilliseconds ? options.MaxSessionTimeout
        : wished < options.MinSessionTimeout.TotalMilliseconds ? options.MinSessionTimeout
        : TimeSpan.FromMilliseconds(wished);

    private SignatureData Sign(ServerConnection connection, SecureChannel channel, CreateSessionRequest request)
    {
        if (request.ClientNonce is not { Length: >= NonceLength and <= MaxNonceLength } nonce)
            throw new OpcUaException(StatusCodes.BadNonceInvalid);
        var client = connection.Channel.ClientCertificate!.Leaf;
        if (!CertificateChain.Decode(request.ClientCertificate).Leaf.IsSameAs(client))
            throw new OpcUaException(StatusCodes.BadCertificateInvalid, "The session's certificate is not the channel's.");
        if (client.ApplicationUri != request.ClientDescription.ApplicationUri)
            throw new OpcUaException(StatusCodes.BadCertificateUriInvalid);
        var key = options.Certificate!.Key;
        var signature = new byte[key.SignatureLength];
        key.Sign(Join(request.ClientCertificate, nonce), signature);
        return new SignatureData { Algorithm = channel.Policy.SignatureAlgorithm, Signature = signature };
    }

    private bool BeginActivation(SessionBinding binding, ServerConnection connection)
    {
        lock (Table.Gate)
        {
            if (binding.IsClosed)
                throw new OpcUaException(StatusCodes.BadSessionIdInvalid);
            if (binding.IsActivating)
                throw new OpcUaException(StatusCodes.BadInvalidState);
            var isMoving = binding.Connection != connection;
            if (isMoving)
                CheckMove(binding, connection);
            binding.LastUsed = options.Time.GetTimestamp();
            binding.IsActivating = true;
            return isMoving;
        }
    }

    private static void CheckMove(SessionBinding binding, ServerConnection connection)
    {
        // Before its first activation nobody but its own channel may have it.
        var channel = connection.Channel.Channel!;
        if (!binding.IsActive || channel.Policy != binding.Policy || channel.Mode != binding.Mode)
            throw new OpcUaException(StatusCodes.BadSecureChannelIdInvalid);
        if (binding.ClientCertificate is not null && !binding.ClientCertificate.IsSameAs(connection.Channel.ClientCertificate!.Leaf))
            throw new OpcUaException(StatusCodes.BadCertificateInvalid, "A session keeps its client's certificate.");
    }

    private ServerConnection? Bind(ServerSession session, ServerConnection connection)
    {
        var binding = session.Binding!;
        lock (Table.Gate)
        {
            if (binding.IsClosed)
                throw new OpcUaException(StatusCodes.BadSessionIdInvalid);
            var before = binding.IsActive ? binding.Connection : null;
            before?.CountSession(-1);
            connection.CountSession(1);
            (binding.IsActive, binding.Connection, binding.Nonce) = (true, connection, RandomNumberGenerator.GetBytes(NonceLength));
            binding.LastUsed = options.Time.GetTimestamp();
            return before == connection ? null : before;
        }
    }
}
