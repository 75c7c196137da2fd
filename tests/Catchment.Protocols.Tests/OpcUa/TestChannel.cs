using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>A client for tests: one connection with its channel, and a session if it is wanted. Requests may be asked at once from many threads.</summary>
internal sealed class TestChannel : IAsyncDisposable
{
    private static readonly OpcUaLimits Limits = new();

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<uint, TaskCompletionSource<IServiceResponse>> _waiting = [];
    private readonly TaskCompletionSource<StatusCode> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TestChannelOptions _options;
    private readonly UaWriter _output = new();
    private readonly CertificateChain? _server;
    private readonly AsymmetricKey? _serverKey;
    private SecureChannel? _channel;
    private MessageAssembler? _assembler;
    private byte[] _clientNonce = [];
    private Task _receiving = Task.CompletedTask;
    private uint _lastRequest;

    private TestChannel(TestChannelOptions options)
    {
        _options = options;
        if (!options.Policy.IsSecure)
            return;
        _server = CertificateChain.Decode(options.ServerCertificate);
        _serverKey = _server.Leaf.OpenKey();
    }

    /// <summary>The secret name of the session, which goes into every request that has none.</summary>
    public NodeId Token { get; set; }

    /// <summary>What the server gave last for the session's signatures.</summary>
    public byte[] ServerNonce { get; private set; } = [];

    /// <summary>What was agreed on.</summary>
    public TransportLimits Transport { get; private set; } = null!;

    /// <summary>The state of the channel.</summary>
    public SecureChannel Channel => _channel!;

    /// <summary>Ends when the connection is over, with what the server told; Good: nothing.</summary>
    public Task<StatusCode> Closed => _closed.Task;

    /// <summary>Connects and opens a channel.</summary>
    public static async Task<TestChannel> OpenAsync(IPEndPoint server, TestChannelOptions? options = null)
    {
        var channel = new TestChannel(options ?? new TestChannelOptions());
        try
        {
            await channel.ConnectAsync(server);
            return channel;
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same with an active session, anonymous unless a user is given.</summary>
    public static async Task<TestChannel> OpenSessionAsync(IPEndPoint server, TestChannelOptions? options = null, string? user = null, string password = "")
    {
        var channel = await OpenAsync(server, options);
        await channel.CreateSessionAsync();
        await channel.ActivateAsync(user, password);
        return channel;
    }

    /// <summary>Asks and waits for the answer; a ServiceFault is thrown as an <see cref="OpcUaException"/> with its code.</summary>
    public async Task<T> AskAsync<T>(IServiceRequest request)
        where T : IServiceResponse
    {
        var response = await BeginAsync(request).InTimeAsync();
        return response is ServiceFault ? throw new OpcUaException(response.ResponseHeader.ServiceResult) : (T)response;
    }

    /// <summary>Asks; the answer, whatever it is, comes later.</summary>
    public async Task<IServiceResponse> BeginAsync(IServiceRequest request)
    {
        var (id, answer) = Expect(request);
        using var body = new UaWriter();
        MessageTypes.Encode(body, request);
        await WriteAsync(output => _channel!.Write(output, MessageType.Message, id, body.Written));
        return await answer;
    }

    /// <summary>Sends a message as it is; the answer, whatever it is, comes later.</summary>
    public async Task<IServiceResponse> BeginRawAsync(byte[] message)
    {
        var (id, answer) = Expect(new ReadRequest());
        await WriteAsync(output => _channel!.Write(output, MessageType.Message, id, message));
        return await answer;
    }

    /// <summary>How the server answers a call as a whole.</summary>
    public async Task<StatusCode> FailureAsync(IServiceRequest request) =>
        (await BeginAsync(request).InTimeAsync()).ResponseHeader.ServiceResult;

    /// <summary>Renews the channel's token.</summary>
    public async Task<OpenSecureChannelResponse> RenewAsync() => await IssueAsync(SecurityTokenRequestType.Renew);

    /// <summary>Opens a session.</summary>
    public async Task<CreateSessionResponse> CreateSessionAsync(Func<CreateSessionRequest, CreateSessionRequest>? change = null)
    {
        var request = new CreateSessionRequest
        {
            ClientDescription = new ApplicationDescription { ApplicationUri = _options.Certificate?.ApplicationUri ?? "urn:test:client", ApplicationType = ApplicationType.Client },
            EndpointUrl = _options.Url,
            SessionName = "test",
            ClientNonce = RandomNumberGenerator.GetBytes(32),
            ClientCertificate = _options.Certificate?.RawData.ToArray(),
            RequestedSessionTimeout = 600_000,
        };
        var response = await AskAsync<CreateSessionResponse>(change?.Invoke(request) ?? request);
        (Token, ServerNonce) = (response.AuthenticationToken, response.ServerNonce!);
        return response;
    }

    /// <summary>Activates the session.</summary>
    public async Task<ActivateSessionResponse> ActivateAsync(string? user = null, string password = "", Func<ActivateSessionRequest, ActivateSessionRequest>? change = null)
    {
        var request = new ActivateSessionRequest
        {
            ClientSignature = Sign(),
            UserIdentityToken = new ExtensionObject(user is null ? new AnonymousIdentityToken { PolicyId = "anonymous" } : UserToken(user, password)),
        };
        var response = await AskAsync<ActivateSessionResponse>(change?.Invoke(request) ?? request);
        ServerNonce = response.ServerNonce!;
        return response;
    }

    /// <summary>Goes on with the session of another channel.</summary>
    public void TakeSession(TestChannel other) => (Token, ServerNonce) = (other.Token, other.ServerNonce);

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes) => await _client.GetStream().WriteAsync(bytes);

    /// <summary>Writes whatever is wanted through the channel, its sequence numbers included.</summary>
    public async Task WriteAsync(Action<UaWriter> write)
    {
        byte[] bytes;
        lock (_gate)
        {
            _output.Clear();
            write(_output);
            bytes = _output.Written.ToArray();
        }

        await SendRawAsync(bytes);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _assembler?.Dispose();
        _channel?.Dispose();
        _serverKey?.Dispose();
        _output.Dispose();
    }

    private async Task ConnectAsync(IPEndPoint server)
    {
        await _client.ConnectAsync(server);
        var hello = new HelloMessage
        {
            ReceiveBufferSize = _options.BufferSize,
            SendBufferSize = _options.BufferSize,
            MaxMessageSize = _options.MaxMessageSize,
            MaxChunkCount = _options.MaxChunkCount,
            EndpointUrl = _options.Url,
        };
        await WriteAsync(hello.Encode);
        _receiving = ReceiveAsync();
        await Task.WhenAny(_acknowledged.Task, _closed.Task).InTimeAsync();
        if (!_acknowledged.Task.IsCompleted)
            throw new OpcUaException(await _closed.Task);
        Transport = TransportLimits.OfClient(await _acknowledged.Task, Limits with { MaxChunkSize = (int)_options.BufferSize });
        _assembler = new MessageAssembler(Transport, new BufferBudget(long.MaxValue).Share());
        _channel = new SecureChannel(_options.Policy, _options.Mode, Transport, TimeProvider.System, isServer: false);
        await IssueAsync(SecurityTokenRequestType.Issue);
    }

    private readonly TaskCompletionSource<AcknowledgeMessage> _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<OpenSecureChannelResponse> IssueAsync(SecurityTokenRequestType type)
    {
        _clientNonce = RandomNumberGenerator.GetBytes(_options.Policy.NonceLength);
        var request = new OpenSecureChannelRequest { RequestType = type, SecurityMode = _options.Mode, ClientNonce = _clientNonce, RequestedLifetime = _options.Lifetime };
        var (id, answer) = Expect(request);
        var header = new AsymmetricHeader
        {
            PolicyUri = _options.Policy.Uri,
            SenderCertificate = _options.Certificate?.Chain.ToArray(),
            ReceiverThumbprint = _server?.Leaf.Thumbprint,
        };
        var protection = _options.Policy.IsSecure ? new AsymmetricProtection(_options.Certificate!.Key, _serverKey!) : ChunkProtection.None;
        using var body = new UaWriter();
        MessageTypes.Encode(body, request);
        await WriteAsync(output => _channel!.WriteOpen(output, header, protection, id, body.Written));
        var response = await answer.InTimeAsync();
        return response is ServiceFault ? throw new OpcUaException(response.ResponseHeader.ServiceResult) : (OpenSecureChannelResponse)response;
    }

    private SignatureData Sign()
    {
        if (!_options.Policy.IsSecure)
            return SignatureData.Empty;
        var key = _options.Certificate!.Key;
        var signature = new byte[key.SignatureLength];
        key.Sign([.. _server!.Leaf.RawData.Span, .. ServerNonce], signature);
        return new SignatureData { Algorithm = _options.Policy.SignatureAlgorithm, Signature = signature };
    }

    private UserNameIdentityToken UserToken(string user, string password)
    {
        var plain = System.Text.Encoding.UTF8.GetBytes(password);
        if (_options.ServerCertificate.Length == 0)
            return new UserNameIdentityToken { PolicyId = "username", UserName = user, Password = plain };
        using var key = CertificateChain.Decode(_options.ServerCertificate).Leaf.OpenKey();
        byte[] secret = [.. BitConverter.GetBytes(plain.Length + ServerNonce.Length), .. plain, .. ServerNonce];
        var cipher = new byte[key.EncryptedLength(secret.Length)];
        key.Encrypt(secret, cipher);
        return new UserNameIdentityToken { PolicyId = "username", UserName = user, Password = cipher, EncryptionAlgorithm = SecurityPolicy.Basic256Sha256.EncryptionAlgorithm };
    }

    private (uint Id, Task<IServiceResponse> Answer) Expect(IServiceRequest request)
    {
        var id = Interlocked.Increment(ref _lastRequest);
        var handle = request.RequestHeader.RequestHandle == 0 ? id : request.RequestHeader.RequestHandle;
        var token = request.RequestHeader.AuthenticationToken.IsNull ? Token : request.RequestHeader.AuthenticationToken;
        request.RequestHeader = request.RequestHeader with { RequestHandle = handle, AuthenticationToken = token };
        var answer = _waiting[id] = new TaskCompletionSource<IServiceResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_closed.Task.IsCompleted)
            answer.TrySetException(new OpcUaException(_closed.Task.Result));
        return (id, answer.Task);
    }

    private async Task ReceiveAsync()
    {
        var told = StatusCodes.Good;
        using var received = new ChunkBuffer { Largest = (int)_options.BufferSize };
        try
        {
            while (await _client.Client.ReceiveAsync(received.Room) is var bytes and > 0)
            {
                received.Received(bytes);
                while (received.TryTake(out var header, out var chunk))
                {
                    if (header.Type == MessageType.Error)
                        told = ErrorMessage.Decode(chunk.AsSpan(ChunkHeader.Length), Limits).Error;
                    else
                        Take(header, chunk);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is over.
        }
        finally
        {
            _closed.TrySetResult(told);
            foreach (var (_, waiting) in _waiting)
                waiting.TrySetException(new OpcUaException(told.IsGood ? StatusCodes.BadConnectionClosed : told));
        }
    }

    private void Take(ChunkHeader header, ArraySegment<byte> chunk)
    {
        switch (header.Type)
        {
            case MessageType.Acknowledge:
                _acknowledged.TrySetResult(AcknowledgeMessage.Decode(chunk.AsSpan(ChunkHeader.Length), Limits));
                break;
            case MessageType.Open:
                AsymmetricHeader.Decode(chunk, Limits, out var length);
                var protection = _options.Policy.IsSecure ? new AsymmetricProtection(_serverKey!, _options.Certificate!.Key) : ChunkProtection.None;
                var opened = ChunkCodec.Open(chunk, ChunkCodec.HeaderLength + length, protection);
                _channel!.TakeSequence(opened.Sequence);
                var response = MessageTypes.DecodeResponse(chunk.AsSpan(opened.Begin, opened.Length), Limits);
                if (response is OpenSecureChannelResponse issued)
                    Install(issued);
                Answer(opened.RequestId, response);
                break;
            default:
                var part = _channel!.Open(chunk, _gate);
                if (_assembler!.Take(header.Kind, part.RequestId, chunk.Slice(part.Begin, part.Length), out var message))
                    Answer(part.RequestId, MessageTypes.DecodeResponse(message, Limits));
                break;
        }
    }

    private void Install(OpenSecureChannelResponse issued)
    {
        var (sending, receiving) = TokenKeys.Derive(_options.Policy, _options.Mode, _clientNonce, issued.ServerNonce, isServer: false);
        lock (_gate)
        {
            _channel!.Id = issued.SecurityToken.ChannelId;
            var lifetime = TimeSpan.FromMilliseconds(issued.SecurityToken.RevisedLifetime);
            _channel.Install(new ChannelToken(issued.SecurityToken.TokenId, TimeProvider.System.GetTimestamp(), lifetime, sending, receiving));
        }
    }

    private void Answer(uint id, IServiceResponse response)
    {
        if (_waiting.TryRemove(id, out var waiting))
            waiting.TrySetResult(response);
    }
}
