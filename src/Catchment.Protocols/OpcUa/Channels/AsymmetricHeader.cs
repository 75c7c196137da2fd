using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>The security header of the chunks that open a channel. Source: OPC 10000-6, 6.7.2.3.</summary>
internal sealed record AsymmetricHeader
{
    private const int MaxPolicyUri = 255;
    private const int ThumbprintLength = 20;

    /// <summary>The security policy.</summary>
    public string? PolicyUri { get; init; }

    /// <summary>The sender's certificate, possibly with those of its issuers behind it; null without security.</summary>
    public byte[]? SenderCertificate { get; init; }

    /// <summary>The SHA-1 of the receiver's certificate; null without security.</summary>
    public byte[]? ReceiverThumbprint { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="chunk">A whole chunk.</param>
    /// <param name="limits">Of the reader.</param>
    /// <param name="length">Its bytes.</param>
    /// <exception cref="OpcUaException">BadDecodingError, BadEncodingLimitsExceeded; BadSecurityChecksFailed: a member has no length that it may have.</exception>
    public static AsymmetricHeader Decode(ReadOnlySpan<byte> chunk, OpcUaLimits limits, out int length)
    {
        var reader = new UaReader(chunk, limits);
        reader.Take(ChunkCodec.HeaderLength);
        var header = new AsymmetricHeader { PolicyUri = reader.ReadString(), SenderCertificate = reader.ReadByteString(), ReceiverThumbprint = reader.ReadByteString() };
        length = reader.Position - ChunkCodec.HeaderLength;
        return header.PolicyUri is null or { Length: 0 or > MaxPolicyUri } || header.ReceiverThumbprint is { Length: not (0 or ThumbprintLength) }
            ? throw new OpcUaException(StatusCodes.BadSecurityChecksFailed, "The security header is none.")
            : header;
    }

    /// <summary>Writes it.</summary>
    public void Encode(UaWriter writer)
    {
        writer.Write(PolicyUri);
        writer.WriteByteString(SenderCertificate);
        writer.WriteByteString(ReceiverThumbprint);
    }
}
