using System.Buffers.Binary;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>
/// Chunks of a secure channel: header, channel id, security header, sequence header, body, padding, signature; all after the security
/// header encrypted. Source: OPC 10000-6, 6.7.2.
/// </summary>
internal static class ChunkCodec
{
    /// <summary>Bytes of the header with the channel's id.</summary>
    public const int HeaderLength = ChunkHeader.Length + 4;

    /// <summary>Bytes of the sequence header.</summary>
    public const int SequenceLength = 8;

    /// <summary>Bytes of a body that fit into a chunk.</summary>
    /// <param name="protection">What the chunk is protected with.</param>
    /// <param name="securityLength">Bytes of the security header.</param>
    /// <param name="chunkSize">Bytes of the chunk.</param>
    public static int Capacity(ChunkProtection protection, int securityLength, int chunkSize) =>
        ((chunkSize - HeaderLength - securityLength) / protection.CipherBlockSize * protection.PlainBlockSize)
        - SequenceLength - protection.SignatureSize - protection.PaddingLengthSize;

    /// <summary>Writes a chunk.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="protection">What it is protected with.</param>
    /// <param name="type">Of which kind the message is.</param>
    /// <param name="kind">Where in the message the chunk stands.</param>
    /// <param name="channelId">The channel.</param>
    /// <param name="security">The security header.</param>
    /// <param name="sequence">The sequence number.</param>
    /// <param name="requestId">Which request, or which request's response.</param>
    /// <param name="body">No more than <see cref="Capacity"/>.</param>
    public static void Write(
        UaWriter writer,
        ChunkProtection protection,
        MessageType type,
        ChunkKind kind,
        uint channelId,
        ReadOnlySpan<byte> security,
        uint sequence,
        uint requestId,
        ReadOnlySpan<byte> body)
    {
        var bare = SequenceLength + body.Length + protection.PaddingLengthSize + protection.SignatureSize;
        var blocks = (bare + protection.PlainBlockSize - 1) / protection.PlainBlockSize;
        var plain = blocks * protection.PlainBlockSize;
        var cipher = blocks * protection.CipherBlockSize;
        var begin = HeaderLength + security.Length;
        var chunk = writer.Take(begin + cipher);
        new ChunkHeader(type, kind, chunk.Length).Write(chunk);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[ChunkHeader.Length..], channelId);
        security.CopyTo(chunk[HeaderLength..]);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[begin..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[(begin + 4)..], requestId);
        body.CopyTo(chunk[(begin + SequenceLength)..]);
        var signed = begin + plain - protection.SignatureSize;
        if (protection.PaddingLengthSize > 0)
            Pad(chunk[(begin + SequenceLength + body.Length)..signed], protection.PaddingLengthSize);
        protection.Sign(chunk[..signed], chunk.Slice(signed, protection.SignatureSize));
        protection.Encrypt(chunk[begin..], plain);
    }

    /// <summary>Decrypts a chunk in place and checks its signature.</summary>
    /// <param name="chunk">The whole chunk.</param>
    /// <param name="begin">Where its sequence header is.</param>
    /// <param name="protection">What it is protected with.</param>
    /// <exception cref="OpcUaException">BadSecurityChecksFailed: it was not made by the peer, or changed; BadDecodingError: it is too short.</exception>
    public static OpenedChunk Open(Span<byte> chunk, int begin, ChunkProtection protection)
    {
        var end = begin + protection.Decrypt(chunk[begin..]) - protection.SignatureSize;
        if (end < begin + SequenceLength + protection.PaddingLengthSize)
            throw protection.SignatureSize > 0 ? new OpcUaException(StatusCodes.BadSecurityChecksFailed) : UaReader.Broken("A chunk is too short.");
        if (!protection.Verify(chunk[..end], chunk.Slice(end, protection.SignatureSize)))
            throw new OpcUaException(StatusCodes.BadSecurityChecksFailed);

        // Only what is signed is looked at: padding tells nothing to who does not have the keys.
        end -= PaddingOf(chunk[..end], protection.PaddingLengthSize);
        var body = begin + SequenceLength;
        return end < body
            ? throw new OpcUaException(StatusCodes.BadSecurityChecksFailed)
            : new OpenedChunk(BinaryPrimitives.ReadUInt32LittleEndian(chunk[begin..]), BinaryPrimitives.ReadUInt32LittleEndian(chunk[(begin + 4)..]), body, end - body);
    }

    private static void Pad(Span<byte> padding, int lengthSize)
    {
        var length = padding.Length - lengthSize;
        padding.Fill((byte)length);
        if (lengthSize == 2)
            padding[^1] = (byte)(length >> 8);
    }

    private static int PaddingOf(ReadOnlySpan<byte> signed, int lengthSize) => lengthSize switch
    {
        0 => 0,
        1 => 1 + signed[^1],
        _ => 2 + (signed[^2] | (signed[^1] << 8)),
    };
}
