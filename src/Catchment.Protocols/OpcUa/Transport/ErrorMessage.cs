using System.Text;
using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>Why a connection is closed; also the body of a chunk that gives a message up. Source: OPC 10000-6, 7.1.2.5 and 6.7.3.</summary>
/// <param name="Error">The code.</param>
/// <param name="Reason">For people; at most 1,024 characters are sent.</param>
internal sealed record ErrorMessage(StatusCode Error, string? Reason)
{
    private const int MaxReason = 1024;

    private string? Told => Reason is { Length: > MaxReason } ? Reason[..MaxReason] : Reason;

    /// <summary>Reads it.</summary>
    /// <param name="body">What follows the header.</param>
    /// <param name="limits">For the text.</param>
    /// <exception cref="OpcUaException">BadDecodingError, BadEncodingLimitsExceeded.</exception>
    public static ErrorMessage Decode(ReadOnlySpan<byte> body, OpcUaLimits limits)
    {
        var reader = new UaReader(body, limits);
        return new ErrorMessage(reader.ReadStatusCode(), reader.ReadString());
    }

    /// <summary>Writes it with its header.</summary>
    public void Encode(UaWriter writer)
    {
        new ChunkHeader(MessageType.Error, ChunkKind.Final, ChunkHeader.Length + 8 + Encoding.UTF8.GetByteCount(Told ?? "")).Write(writer.Take(ChunkHeader.Length));
        EncodeBody(writer);
    }

    /// <summary>Writes it as the body of an abort chunk.</summary>
    public void EncodeBody(UaWriter writer)
    {
        writer.Write(Error);
        writer.Write(Told);
    }
}
