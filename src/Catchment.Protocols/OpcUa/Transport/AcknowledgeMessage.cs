using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>A server's answer to a <see cref="HelloMessage"/>. Source: OPC 10000-6, 7.1.2.4.</summary>
internal sealed record AcknowledgeMessage
{
    /// <summary>The latest version of the protocol that the server knows.</summary>
    public uint ProtocolVersion { get; init; }

    /// <summary>Bytes of a chunk that the server can receive; no more than the client sends.</summary>
    public required uint ReceiveBufferSize { get; init; }

    /// <summary>Bytes of a chunk that the server sends; no more than the client can receive.</summary>
    public required uint SendBufferSize { get; init; }

    /// <summary>Bytes of a request; 0: any number.</summary>
    public uint MaxMessageSize { get; init; }

    /// <summary>Chunks of a request; 0: any number.</summary>
    public uint MaxChunkCount { get; init; }

    /// <summary>What a server says about what it agreed on.</summary>
    public static AcknowledgeMessage Of(TransportLimits limits) => new()
    {
        ReceiveBufferSize = (uint)limits.ReceiveChunkSize,
        SendBufferSize = (uint)limits.SendChunkSize,
        MaxMessageSize = (uint)limits.ReceiveMessageSize,
        MaxChunkCount = (uint)limits.ReceiveChunkCount,
    };

    /// <summary>Reads it.</summary>
    /// <param name="body">What follows the header.</param>
    /// <param name="limits">Of the reader.</param>
    /// <exception cref="OpcUaException">BadDecodingError.</exception>
    public static AcknowledgeMessage Decode(ReadOnlySpan<byte> body, OpcUaLimits limits)
    {
        var reader = new UaReader(body, limits);
        return new AcknowledgeMessage
        {
            ProtocolVersion = reader.ReadUInt32(),
            ReceiveBufferSize = reader.ReadUInt32(),
            SendBufferSize = reader.ReadUInt32(),
            MaxMessageSize = reader.ReadUInt32(),
            MaxChunkCount = reader.ReadUInt32(),
        };
    }

    /// <summary>Writes it with its header.</summary>
    public void Encode(UaWriter writer)
    {
        new ChunkHeader(MessageType.Acknowledge, ChunkKind.Final, ChunkHeader.Length + 20).Write(writer.Take(ChunkHeader.Length));
        writer.Write(ProtocolVersion);
        writer.Write(ReceiveBufferSize);
        writer.Write(SendBufferSize);
        writer.Write(MaxMessageSize);
        writer.Write(MaxChunkCount);
    }
}
