using System.Buffers;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>A message as it goes over the wire, encoded once for all who get it; the last one gives the memory back.</summary>
internal sealed class OutboundMessage
{
    private byte[] _bytes;
    private int _references = 1;

    private OutboundMessage(byte[] bytes, int length)
    {
        _bytes = bytes;
        Length = length;
    }

    /// <summary>Octets, frame headers included.</summary>
    public int Length { get; }

    /// <summary>The octets.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Encodes frames. The caller holds the first reference.</summary>
    /// <exception cref="ArgumentException">No frame at all; ZMTP knows no such message.</exception>
    public static OutboundMessage Encode(ReadOnlySpan<ReadOnlyMemory<byte>> frames)
    {
        if (frames.IsEmpty) throw new ArgumentException("a message needs at least one frame", nameof(frames));
        var length = 0;
        foreach (var frame in frames) length = checked(length + FrameHeader.SizeFor(frame.Length) + frame.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var at = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            at += FrameHeader.WriteMessage(bytes.AsSpan(at), frames[i].Length, more: i < frames.Length - 1);
            frames[i].Span.CopyTo(bytes.AsSpan(at));
            at += frames[i].Length;
        }

        return new OutboundMessage(bytes, length);
    }

    /// <summary>One more holder.</summary>
    public void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>One holder less.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) > 0) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
