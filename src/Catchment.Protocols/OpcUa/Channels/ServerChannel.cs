using System.Buffers.Binary;
using System.Security.Cryptography;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>
/// A server's end of one connection: Hello, the opening and renewal of its channel, and the messages that come through it. It knows no
/// socket. Source: OPC 10000-6, 6.7 and 7.1; OPC 10000-4, 5.5.
/// </summary>
/// <param name="rules">Which channels are opened.</param>
/// <param name="budget">What long messages take their buffers' size from.</param>
/// <param name="gate">The lock of everything that is sent.</param>
/// <param name="output">Where answers go, under the lock.</param>
internal sealed class ServerChannel(ChannelRules rules, BufferShare budget, Lock gate, Func<UaWriter> output) : IDisposable
{
    private MessageAssembler? _assembler;
    private byte[] _clientNonce = [];
    private uint _lastToken;

    /// <summary>What the client said first; null before.</summary>
    public HelloMessage? Hello { get; private set; }

    /// <summary>What was agreed on; null before.</summary>
    public TransportLimits? Limits { get; private set; }

    /// <summary>The channel; null until it is open.</summary>
    public SecureChannel? Channel { get; private set; }

    /// <summary>The client's certificate; null without security.</summary>
    public CertificateChain? ClientCertificate { get; private set; }

    /// <summary>The key of <see cref="ClientCertificate"/>; null without security. For the thread that takes what comes through the connection.</summary>
    public AsymmetricKey? ClientKey { get; private set; }

    /// <summary>Whether it was opened with a policy that is not offered, to ask what is.</summary>
    public bool IsForDiscoveryOnly { get; private set; }

    /// <summary>Whether a message has begun and is not complete.</summary>
    public bool HasPart => _assembler is { HasPart: true };

    /// <summary>Bytes of a message that are taken at present.</summary>
    public int MaxMessageSize
    {
        set => _assembler?.MaxMessageSize = Math.Min(value, Limits!.ReceiveMessageSize);
    }

    /// <summary>Takes a chunk and writes what it has to answer itself.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="chunk">The whole chunk; it is decrypted in place.</param>
    /// <param name="requestId">Of the message.</param>
    /// <param name="message">A whole message; good until <see cref="Release"/>.</param>
    /// <returns>What came.</returns>
    /// <exception cref="OpcUaException">The connection has to be closed, and the client told this code.</exception>
    public ChannelEvent Take(ChunkHeader header, ArraySegment<byte> chunk, out uint requestId, out ArraySegment<byte> message)
    {
        (requestId, message) = (0, default);
        switch (header.Type)
        {
            case MessageType.Hello when Hello is null:
                TakeHello(chunk);
                return ChannelEvent.None;
            case MessageType.Open when Hello is not null:
                return TakeOpen(chunk);
            case MessageType.Message or MessageType.Close when Hello is not null:
                if (Channel is null)
                    throw new OpcUaException(StatusCodes.BadTcpSecureChannelUnknown);
                var opened = Channel.Open(chunk, gate);
                if (header.Type == MessageType.Close)
                    return ChannelEvent.Closed;
                requestId = opened.RequestId;
                return _assembler!.Take(header.Kind, requestId, chunk.Slice(opened.Begin, opened.Length), out message) && header.Kind == ChunkKind.Final
                    ? ChannelEvent.Message
                    : ChannelEvent.None;
            case MessageType.Error:
                return ChannelEvent.Closed;
            default:
                throw new OpcUaException(StatusCodes.BadTcpMessageTypeInvalid, $"No message {header.Type} can come now.");
        }
    }

    /// <summary>Gives the buffer of the last message back.</summary>
    public void Release() => _assembler?.Release();

    /// <inheritdoc/>
    public void Dispose()
    {
        _assembler?.Dispose();
        ClientKey?.Dispose();
        lock (gate)
            Channel?.Dispose();
    }

    private void TakeHello(ReadOnlySpan<byte> chunk)
    {
        var hello = HelloMessage.Decode(chunk[ChunkHeader.Length..], rules.Limits);
        Limits = TransportLimits.OfServer(hello, rules.Limits);
        Hello = hello;
        _assembler = new MessageAssembler(Limits, budget);
        lock (gate)
            AcknowledgeMessage.Of(Limits).Encode(output());
    }

    private ChannelEvent TakeOpen(ArraySegment<byte> chunk)
    {
        var header = AsymmetricHeader.Decode(chunk, rules.Limits, out var securityLength);
        var channelId = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(ChunkHeader.Length));
        if (Channel is not null && channelId != Channel.Id)
            throw new OpcUaException(StatusCodes.BadTcpSecureChannelUnknown);
        if (!SecurityPolicy.TryParse(header.PolicyUri, out var policy) || (policy.IsSecure && rules.Certificate is null))
            throw new OpcUaException(StatusCodes.BadSecurityPolicyRejected, $"The policy {header.PolicyUri} is not known.");
        if (Channel is not null && policy != Channel.Policy)
            throw new OpcUaException(StatusCodes.BadSecurityPolicyRejected, "A channel keeps its policy.");
        if (policy.IsSecure)
            TakeCertificate(header);

        var receiving = policy.IsSecure ? new AsymmetricProtection(ClientKey!, rules.Certificate!.Key) : ChunkProtection.None;
        var opened = ChunkCodec.Open(chunk, ChunkCodec.HeaderLength + securityLength, receiving);
        if (MessageTypes.DecodeRequest(chunk.AsSpan(opened.Begin, opened.Length), rules.Limits) is not OpenSecureChannelRequest request)
            throw new OpcUaException(StatusCodes.BadTcpMessageTypeInvalid, "What should open the channel is another message.");
        var isNew = Channel is null;
        Check(request, policy);
        var channel = Channel ?? new SecureChannel(policy, request.SecurityMode, Limits!, rules.Time, isServer: true) { Id = rules.NextChannelId() };
        channel.TakeSequence(opened.Sequence);
        Answer(channel, request, header, opened.RequestId);
        return isNew ? ChannelEvent.Opened : ChannelEvent.Renewed;
    }

    private void TakeCertificate(AsymmetricHeader header)
    {
        if (!header.ReceiverThumbprint.AsSpan().SequenceEqual(rules.Certificate!.Leaf.Thumbprint))
            throw new OpcUaException(StatusCodes.BadCertificateInvalid, "The channel is meant for another certificate than this server's.");
        var chain = CertificateChain.Decode(header.SenderCertificate);
        if (ClientCertificate is not null)
        {
            // The certificate may have been revoked, or have come to its end, since the channel was opened.
            rules.Trust(chain);
            if (!chain.Leaf.IsSameAs(ClientCertificate.Leaf))
                throw new OpcUaException(StatusCodes.BadSecurityChecksFailed, "A channel keeps its client's certificate.");
            return;
        }

        rules.Trust(chain);
        ClientKey = chain.Leaf.OpenKey();
        ClientCertificate = chain;
    }

    private void Check(OpenSecureChannelRequest request, SecurityPolicy policy)
    {
        if (request.RequestType != (Channel is null ? SecurityTokenRequestType.Issue : SecurityTokenRequestType.Renew))
            throw new OpcUaException(StatusCodes.BadRequestTypeInvalid, "A channel is issued once, and renewed then.");
        if (policy.IsSecure != (request.SecurityMode is MessageSecurityMode.Sign or MessageSecurityMode.SignAndEncrypt) || request.SecurityMode == MessageSecurityMode.Invalid)
            throw new OpcUaException(StatusCodes.BadSecurityModeRejected, $"The mode {request.SecurityMode} is none of the policy {policy.Name}.");
        if (Channel is not null && request.SecurityMode != Channel.Mode)
            throw new OpcUaException(StatusCodes.BadSecurityModeRejected, "A channel keeps its mode.");
        IsForDiscoveryOnly = !rules.IsOffered(policy, request.SecurityMode);
        if (IsForDiscoveryOnly && policy.IsSecure)
            throw new OpcUaException(StatusCodes.BadSecurityModeRejected, $"The mode {request.SecurityMode} is not offered.");
        var nonce = request.ClientNonce.AsSpan();
        if (policy.IsSecure && (nonce.Length != policy.NonceLength || nonce.SequenceEqual(_clientNonce)))
            throw new OpcUaException(StatusCodes.BadNonceInvalid, "The nonce has the wrong length, or was used before.");
    }

    private void Answer(SecureChannel channel, OpenSecureChannelRequest request, AsymmetricHeader header, uint requestId)
    {
        var lifetime = rules.Revise(request.RequestedLifetime);
        var serverNonce = RandomNumberGenerator.GetBytes(channel.Policy.NonceLength);
        var response = new OpenSecureChannelResponse
        {
            ResponseHeader = new ResponseHeader { Timestamp = rules.Time.GetUtcNow().UtcDateTime, RequestHandle = request.RequestHeader.RequestHandle },
            SecurityToken = new ChannelSecurityToken
            {
                ChannelId = channel.Id,
                TokenId = ++_lastToken,
                CreatedAt = rules.Time.GetUtcNow().UtcDateTime,
                RevisedLifetime = (uint)lifetime.TotalMilliseconds,
            },
            ServerNonce = serverNonce,
        };
        var isSecure = channel.Policy.IsSecure;
        var answered = new AsymmetricHeader
        {
            PolicyUri = header.PolicyUri,
            SenderCertificate = isSecure ? rules.Certificate!.Chain.ToArray() : null,
            ReceiverThumbprint = isSecure ? ClientCertificate!.Leaf.Thumbprint : null,
        };
        var protection = isSecure ? new AsymmetricProtection(rules.Certificate!.Key, ClientKey!) : ChunkProtection.None;
        var (sending, receiving) = TokenKeys.Derive(channel.Policy, channel.Mode, request.ClientNonce, serverNonce, isServer: true);
        var token = new ChannelToken(_lastToken, rules.Time.GetTimestamp(), lifetime, sending, receiving);
        using var body = new UaWriter();
        MessageTypes.Encode(body, response);
        lock (gate)
        {
            channel.WriteOpen(output(), answered, protection, requestId, body.Written);
            channel.Install(token);
        }

        _clientNonce = request.ClientNonce ?? [];
        Channel = channel;
    }
}
