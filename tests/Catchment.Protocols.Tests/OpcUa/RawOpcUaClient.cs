using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>A peer that sends what it is told, right or wrong, without security.</summary>
internal sealed class RawOpcUaClient : IDisposable
{
    private static readonly OpcUaLimits Limits = new();

    private readonly Socket _socket;
    private readonly ChunkBuffer _received = new() { Largest = 1 << 20 };

    public RawOpcUaClient(IPEndPoint server)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(server);
    }

    public uint ChannelId { get; private set; }

    public uint TokenId { get; private set; }

    /// <summary>The number of the last chunk.</summary>
    public uint Sequence { get; set; }

    public static byte[] Hello(uint bufferSize = 65_536, string url = "opc.tcp://localhost:4840") =>
        Write(new HelloMessage { ReceiveBufferSize = bufferSize, SendBufferSize = bufferSize, EndpointUrl = url }.Encode);

    public static byte[] Body(IServiceRequest request) => Write(w => MessageTypes.Encode(w, request));

    /// <summary>A client that has opened a channel.</summary>
    public static async Task<RawOpcUaClient> OpenAsync(IPEndPoint server, uint bufferSize = 65_536, uint lifetime = 600_000)
    {
        var client = new RawOpcUaClient(server);
        await client.SendAsync(Hello(bufferSize));
        (await client.ReceiveAsync()).Type.ShouldBe(MessageType.Acknowledge);
        await client.IssueAsync(SecurityTokenRequestType.Issue, lifetime);
        return client;
    }

    /// <summary>Opens or renews the channel.</summary>
    public async Task IssueAsync(SecurityTokenRequestType type, uint lifetime = 600_000)
    {
        await SendAsync(Open(new OpenSecureChannelRequest { RequestType = type, SecurityMode = MessageSecurityMode.None, RequestedLifetime = lifetime }));
        var (answer, chunk) = await ReceiveAsync();
        answer.ShouldBe(MessageType.Open);
        AsymmetricHeader.Decode(chunk, Limits, out var length);
        var response = (OpenSecureChannelResponse)MessageTypes.DecodeResponse(chunk.AsSpan(ChunkCodec.HeaderLength + length + ChunkCodec.SequenceLength), Limits);
        (ChannelId, TokenId) = (response.SecurityToken.ChannelId, response.SecurityToken.TokenId);
    }

    public byte[] Open(OpenSecureChannelRequest request, string policy = "http://opcfoundation.org/UA/SecurityPolicy#None", uint requestId = 1) => Write(w =>
    {
        var header = Write(new AsymmetricHeader { PolicyUri = policy }.Encode);
        ChunkCodec.Write(w, ChunkProtection.None, MessageType.Open, ChunkKind.Final, ChannelId, header, ++Sequence, requestId, Body(request));
    });

    /// <summary>A chunk with the next sequence number.</summary>
    public byte[] Chunk(ReadOnlyMemory<byte> body, ChunkKind kind = ChunkKind.Final, uint requestId = 7, MessageType type = MessageType.Message, uint? token = null) =>
        Write(w => ChunkCodec.Write(w, ChunkProtection.None, type, kind, ChannelId, BitConverter.GetBytes(token ?? TokenId), ++Sequence, requestId, body.Span));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes).AsTask().InTimeAsync()..];
    }

    /// <summary>What comes next; no chunk at the end of the connection.</summary>
    public async Task<(MessageType Type, byte[] Chunk)> ReceiveAsync()
    {
        while (true)
        {
            if (_received.TryTake(out var header, out var chunk))
                return (header.Type, chunk.ToArray());
            int bytes;
            try
            {
                bytes = await _socket.ReceiveAsync(_received.Room).AsTask().InTimeAsync();
            }
            catch (SocketException)
            {
                bytes = 0;
            }

            if (bytes == 0)
                return default;
            _received.Received(bytes);
        }
    }

    /// <summary>The response that comes next.</summary>
    public async Task<IServiceResponse> ResponseAsync()
    {
        var (type, chunk) = await ReceiveAsync();
        type.ShouldBe(MessageType.Message);
        return MessageTypes.DecodeResponse(chunk.AsSpan(24), Limits);
    }

    /// <summary>What the server says before it closes the connection; Good: nothing. Responses before that are passed over.</summary>
    public async Task<StatusCode> EndAsync()
    {
        var told = StatusCodes.Good;
        while (await ReceiveAsync() is { Chunk: not null } next)
        {
            if (next.Type == MessageType.Error)
                told = ErrorMessage.Decode(next.Chunk.AsSpan(ChunkHeader.Length), Limits).Error;
        }

        return told;
    }

    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose()
    {
        _socket.Dispose();
        _received.Dispose();
    }

    private static byte[] Write(Action<UaWriter> write)
    {
        using var writer = new UaWriter();
        write(writer);
        return writer.Written.ToArray();
    }
}
