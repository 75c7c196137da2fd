namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>What both ends of a connection have agreed on. Source: OPC 10000-6, 7.1.2.3 and 7.1.2.4.</summary>
internal sealed record TransportLimits
{
    /// <summary>The least that either end may have for a chunk, in bytes.</summary>
    public const int LeastChunkSize = 8192;

    /// <summary>Bytes of a received chunk.</summary>
    public required int ReceiveChunkSize { get; init; }

    /// <summary>Bytes of a sent chunk.</summary>
    public required int SendChunkSize { get; init; }

    /// <summary>Bytes of a received message.</summary>
    public required int ReceiveMessageSize { get; init; }

    /// <summary>Bytes of a sent message.</summary>
    public required int SendMessageSize { get; init; }

    /// <summary>Chunks of a received message.</summary>
    public required int ReceiveChunkCount { get; init; }

    /// <summary>Chunks of a sent message.</summary>
    public required int SendChunkCount { get; init; }

    /// <summary>What a server agrees on.</summary>
    /// <param name="hello">What the client can take.</param>
    /// <param name="own">What the server takes.</param>
    /// <exception cref="OpcUaException">BadTcpNotEnoughResources: the client's buffers are smaller than the standard allows.</exception>
    public static TransportLimits OfServer(HelloMessage hello, OpcUaLimits own)
    {
        if (hello.ReceiveBufferSize < LeastChunkSize || hello.SendBufferSize < LeastChunkSize)
            throw new OpcUaException(StatusCodes.BadTcpNotEnoughResources, $"A buffer must hold {LeastChunkSize} bytes at least.");
        return new TransportLimits
        {
            ReceiveChunkSize = Smaller(hello.SendBufferSize, own.MaxChunkSize),
            SendChunkSize = Smaller(hello.ReceiveBufferSize, own.MaxChunkSize),
            ReceiveMessageSize = own.MaxMessageSize,
            SendMessageSize = Smaller(hello.MaxMessageSize, own.MaxMessageSize),
            ReceiveChunkCount = own.MaxChunkCount,
            SendChunkCount = Smaller(hello.MaxChunkCount, int.MaxValue),
        };
    }

    /// <summary>What a client agrees on.</summary>
    /// <param name="acknowledge">What the server said.</param>
    /// <param name="own">What the client takes.</param>
    /// <exception cref="OpcUaException">BadConnectionRejected: the server's buffers are no answer to what it was told.</exception>
    public static TransportLimits OfClient(AcknowledgeMessage acknowledge, OpcUaLimits own)
    {
        if (acknowledge.ReceiveBufferSize < LeastChunkSize || acknowledge.SendBufferSize < LeastChunkSize || acknowledge.SendBufferSize > own.MaxChunkSize)
            throw new OpcUaException(StatusCodes.BadConnectionRejected, "The server's buffers are too small, or larger than it was told.");
        return new TransportLimits
        {
            ReceiveChunkSize = (int)acknowledge.SendBufferSize,
            SendChunkSize = Smaller(acknowledge.ReceiveBufferSize, own.MaxChunkSize),
            ReceiveMessageSize = own.MaxMessageSize,
            SendMessageSize = Smaller(acknowledge.MaxMessageSize, int.MaxValue),
            ReceiveChunkCount = own.MaxChunkCount,
            SendChunkCount = Smaller(acknowledge.MaxChunkCount, int.MaxValue),
        };
    }

    /// <summary>The smaller of two limits; 0 of the peer's means that it has none.</summary>
    private static int Smaller(uint peers, int own) => peers == 0 || peers > own ? own : (int)peers;
}
