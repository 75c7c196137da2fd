using System.Security.Cryptography;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.OpcUa.Client.Connections;

/// <summary>
/// A client's end of one connection: Hello, the opening and renewal of its channel, and the messages that come through it. It knows no
/// socket. Source: OPC 10000-6, 6.7 and 7.1; OPC 10000-4, 5.5.
/// </summary>
/// <param name="target">Where it leads.</param>
/// <param name="options">How.</param>
/// <param name="budget">What long messages take their buffers' size from.</param>
/// <param name="gate">The lock of everything that is sent.</param>
/// <param name="output">Where it goes, under the lock.</param>
internal sealed class ClientChannel(ChannelTarget target, OpcUaClientOptions options, BufferShare budget, Lock gate, Func<UaWriter> output) : IDisposable
{
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);

    private readonly AsymmetricKey? _serverKey = target.Server?.Leaf.OpenKey();
    private MessageAssembler? _assembler;
    private byte[] _nonce = [];
    private uint _openRequest;
    private long _created;
    private TimeSpan _life;

    /// <summary>The channel; null until it is being opened.</summary>
    public SecureChannel? Channel { get; private set; }

    /// <summary>Whether its keys should be renewed now: at three quarters of their life, and not being renewed yet.</summary>
    public bool IsRenewalDue => _life > TimeSpan.Zero && _openRequest == 0 && options.Time.GetElapsedTime(_created) >= _life * 0.75;

    /// <summary>Says what this client takes.</summary>
    public void SayHello()
    {
        var limits = options.Limits;
        var hello = new HelloMessage
        {
            ReceiveBufferSize = (uint)limits.MaxChunkSize,
            SendBufferSize = (uint)limits.MaxChunkSize,
            MaxMessageSize = (uint)limits.MaxMessageSize,
            MaxChunkCount = (uint)limits.MaxChunkCount,
            EndpointUrl = target.Url.OriginalString,
        };
        lock (gate)
            hello.Encode(output());
    }

    /// <summary>Asks for new keys; for the first, or again.</summary>
    /// <param name="requestId">A number that no other request has.</param>
    public void Request(uint requestId)
    {
        var secure = target.Policy.IsSecure;
        var header = new AsymmetricHeader
        {
            PolicyUri = target.Policy.Uri,
            SenderCertificate = secure ? options.Certificate!.Chain.ToArray() : null,
            ReceiverThumbprint = secure ? target.Server!.Leaf.Thumbprint : null,
        };
        var protection = secure ? new AsymmetricProtection(options.Certificate!.Key, _serverKey!) : ChunkProtection.None;
        lock (gate)
        {
            (_openRequest, _nonce) = (requestId, RandomNumberGenerator.GetBytes(target.Policy.NonceLength));
            var request = new OpenSecureChannelRequest
            {
                RequestHeader = new RequestHeader { Timestamp = options.Time.GetUtcNow().UtcDateTime, RequestHandle = requestId },
                RequestType = _life > TimeSpan.Zero ? SecurityTokenRequestType.Renew : SecurityTokenRequestType.Issue,
                SecurityMode = target.Mode,
                ClientNonce = _nonce,
                RequestedLifetime = (uint)Math.Min(options.ChannelLifetime.TotalMilliseconds, uint.MaxValue),
            };
            using var body = new UaWriter();
            MessageTypes.Encode(body, request);
            Channel!.WriteOpen(output(), header, protection, requestId, body.Written);
        }
    }

    /// <summary>Takes what the server agrees to.</summary>
    /// <returns>The bytes of a chunk that it may send.</returns>
    /// <exception cref="OpcUaException">It is no answer to what it was told.</exception>
    public int TakeAcknowledge(ReadOnlySpan<byte> chunk)
    {
        if (Channel is not null)
            throw new OpcUaException(StatusCodes.BadTcpMessageTypeInvalid, "The server says Acknowledge twice.");
        var limits = TransportLimits.OfClient(AcknowledgeMessage.Decode(chunk[ChunkHeader.Length..], options.Limits), options.Limits);
        _assembler = new MessageAssembler(limits, budget);
        Channel = new SecureChannel(target.Policy, target.Mode, limits, options.Time, isServer: false);
        return limits.ReceiveChunkSize;
    }

    /// <summary>Takes new keys.</summary>
    /// <returns>Whether they are the first ones.</returns>
    /// <exception cref="OpcUaException">They are not the server's, or the server refuses.</exception>
    public bool TakeOpen(ArraySegment<byte> chunk)
    {
        if (Channel is null || _openRequest == 0)
            throw new OpcUaException(StatusCodes.BadTcpMessageTypeInvalid, "The server answers a request for keys that was not made.");
        var header = AsymmetricHeader.Decode(chunk, options.Limits, out var length);
        if (header.PolicyUri != target.Policy.Uri)
            throw new OpcUaException(StatusCodes.BadSecurityPolicyRejected, "The server answers with another security policy.");
        if (target.Policy.IsSecure)
            CheckSender(header);
        var protection = target.Policy.IsSecure ? new AsymmetricProtection(_serverKey!, options.Certificate!.Key) : ChunkProtection.None;
        var opened = ChunkCodec.Open(chunk, ChunkCodec.HeaderLength + length, protection);
        Channel.TakeSequence(opened.Sequence);
        if (opened.RequestId != _openRequest)
            throw new OpcUaException(StatusCodes.BadUnknownResponse, "The server answers a request that was not made.");
        return MessageTypes.DecodeResponse(chunk.AsSpan(opened.Begin, opened.Length), options.Limits) switch
        {
            OpenSecureChannelResponse response when response.ResponseHeader.ServiceResult.IsBad => throw new OpcUaException(response.ResponseHeader.ServiceResult),
            OpenSecureChannelResponse response => Install(response),
            ServiceFault fault => throw new OpcUaException(fault.ResponseHeader.ServiceResult),
            _ => throw new OpcUaException(StatusCodes.BadUnknownResponse, "The server answers with another message."),
        };
    }

    /// <summary>Takes a chunk of a message.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="chunk">The whole chunk; it is decrypted in place.</param>
    /// <param name="requestId">Of the message.</param>
    /// <param name="message">A whole message; good until <see cref="Release"/>. Of one that was given up, why.</param>
    /// <returns>Whether the message is complete or was given up.</returns>
    /// <exception cref="OpcUaException">The connection is not to be trusted any more.</exception>
    public bool TakeMessage(ChunkHeader header, ArraySegment<byte> chunk, out uint requestId, out ArraySegment<byte> message)
    {
        if (Channel is null)
            throw new OpcUaException(StatusCodes.BadTcpMessageTypeInvalid, "The server sends a message before the channel is open.");
        var opened = Channel.Open(chunk, gate);
        requestId = opened.RequestId;
        return _assembler!.Take(header.Kind, requestId, chunk.Slice(opened.Begin, opened.Length), out message);
    }

    /// <summary>Gives the buffer of the last message back.</summary>
    public void Release() => _assembler?.Release();

    /// <inheritdoc/>
    public void Dispose()
    {
        _assembler?.Dispose();
        lock (gate)
        {
            Channel?.Dispose();
            _serverKey?.Dispose();
        }
    }

    private void CheckSender(AsymmetricHeader header)
    {
        if (!CertificateChain.Decode(header.SenderCertificate).Leaf.IsSameAs(target.Server!.Leaf))
            throw new OpcUaException(StatusCodes.BadSecurityChecksFailed, "The server answers with another certificate than the one of its endpoint.");
        if (!header.ReceiverThumbprint.AsSpan().SequenceEqual(options.Certificate!.Leaf.Thumbprint))
            throw new OpcUaException(StatusCodes.BadCertificateInvalid, "The server answers for another client's certificate.");
    }

    private bool Install(OpenSecureChannelResponse response)
    {
        var token = response.SecurityToken;
        if (target.Policy.IsSecure && response.ServerNonce?.Length != target.Policy.NonceLength)
            throw new OpcUaException(StatusCodes.BadNonceInvalid, "The server's nonce has the wrong length.");
        var isFirst = _life == TimeSpan.Zero;
        if (token.ChannelId == 0 || (!isFirst && token.ChannelId != Channel!.Id))
            throw new OpcUaException(StatusCodes.BadTcpSecureChannelUnknown, "The server answers with another channel.");
        var life = TimeSpan.FromMilliseconds(token.RevisedLifetime);
        life = life < ShortestLife ? ShortestLife : life;
        var (sending, receiving) = TokenKeys.Derive(target.Policy, target.Mode, _nonce, response.ServerNonce, isServer: false);
        lock (gate)
        {
            Channel!.Id = token.ChannelId;
            Channel.Install(new ChannelToken(token.TokenId, options.Time.GetTimestamp(), life, sending, receiving));
            (_created, _life, _openRequest) = (options.Time.GetTimestamp(), life, 0);
        }

        return isFirst;
    }
}
