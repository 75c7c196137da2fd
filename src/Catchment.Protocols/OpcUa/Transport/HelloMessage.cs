using System.Text;
using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>A client's first message. Source: OPC 10000-6, 7.1.2.3.</summary>
internal sealed record HelloMessage
{
    /// <summary>Bytes that it has at most, its header included.</summary>
    public const int MaxLength = ChunkHeader.Length + 24 + MaxUrlLength;

    /// <summary>Bytes of the URL at most.</summary>
    public const int MaxUrlLength = 4096;

    /// <summary>The latest version of the protocol that the client knows.</summary>
    public uint ProtocolVersion { get; init; }

    /// <summary>Bytes of a chunk that the client can receive.</summary>
    public required uint ReceiveBufferSize { get; init; }

    /// <summary>Bytes of a chunk that the client sends.</summary>
    public required uint SendBufferSize { get; init; }

    /// <summary>Bytes of a response; 0: any number.</summary>
    public uint MaxMessageSize { get; init; }

    /// <summary>Chunks of a response; 0: any number.</summary>
    public uint MaxChunkCount { get; init; }

    /// <summary>What the client wants to reach.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="body">What follows the header.</param>
    /// <param name="limits">For the text.</param>
    /// <exception cref="OpcUaException">BadTcpEndpointUrlInvalid: the URL is too long; BadDecodingError, BadEncodingLimitsExceeded.</exception>
    public static HelloMessage Decode(ReadOnlySpan<byte> body, OpcUaLimits limits)
    {
        if (body.Length > MaxLength - ChunkHeader.Length)
            throw new OpcUaException(StatusCodes.BadTcpEndpointUrlInvalid, $"The endpoint's URL is longer than {MaxUrlLength} bytes.");
        var reader = new UaReader(body, limits);
        return new HelloMessage
        {
            ProtocolVersion = reader.ReadUInt32(),
            ReceiveBufferSize = reader.ReadUInt32(),
            SendBufferSize = reader.ReadUInt32(),
            MaxMessageSize = reader.ReadUInt32(),
            MaxChunkCount = reader.ReadUInt32(),
            EndpointUrl = reader.ReadString(),
        };
    }

    /// <summary>Writes it with its header.</summary>
    public void Encode(UaWriter writer)
    {
        new ChunkHeader(MessageType.Hello, ChunkKind.Final, ChunkHeader.Length + 24 + Encoding.UTF8.GetByteCount(EndpointUrl ?? "")).Write(writer.Take(ChunkHeader.Length));
        writer.Write(ProtocolVersion);
        writer.Write(ReceiveBufferSize);
        writer.Write(SendBufferSize);
        writer.Write(MaxMessageSize);
        writer.Write(MaxChunkCount);
        writer.Write(EndpointUrl);
    }
}
