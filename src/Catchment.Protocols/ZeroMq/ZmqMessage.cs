using Catchment.Protocols.ZeroMq.Connections;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// The frames of one message, as slices of pooled memory. A message that is given to a handler is <b>lent</b>: the connection
/// uses the same object and the same memory for its next message, so nothing of it may be kept after the handler returns, except
/// what <see cref="Detach"/> returned. Not thread-safe.
/// </summary>
public sealed class ZmqMessage : IDisposable
{
    private readonly IMessageLender? _lender;
    private byte[] _bytes = [];
    private int _origin;
    private FrameSlot[] _slots = [];
    private int _first;

    /// <summary>Makes the message object that a connection lends again and again.</summary>
    internal ZmqMessage(IMessageLender lender) => _lender = lender;

    private ZmqMessage()
    {
    }

    /// <summary>Number of frames. Zero after the message ended or was disposed.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Bytes of all frames together.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Bytes of the memory that the message lies in, which is what a detached one keeps.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>The bytes of a frame.</summary>
    /// <param name="i">0 to <see cref="FrameCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public ReadOnlySpan<byte> this[int i]
    {
        get
        {
            var slot = Slot(i);
            return _bytes.AsSpan(_origin + slot.Offset, slot.Length);
        }
    }

    /// <summary>Copies frames into a message of its own, for callers that keep or forward messages. Dispose it.</summary>
    /// <param name="frames">At least one frame.</param>
    /// <returns>The message.</returns>
    public static ZmqMessage Copy(params ReadOnlySpan<ReadOnlyMemory<byte>> frames)
    {
        var total = 0;
        foreach (var frame in frames) total = checked(total + frame.Length);
        var message = new ZmqMessage
        {
            _bytes = MessageMemory.Rent(Math.Max(total, 1)),
            _slots = new FrameSlot[frames.Length],
            FrameCount = frames.Length,
            TotalBytes = total,
        };
        var at = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            frames[i].Span.CopyTo(message._bytes.AsSpan(at));
            message._slots[i] = new FrameSlot(at, frames[i].Length);
            at += frames[i].Length;
        }

        return message;
    }

    /// <summary>The bytes of a frame, for code that cannot take a span.</summary>
    /// <param name="i">0 to <see cref="FrameCount"/> - 1.</param>
    /// <returns>The bytes; they end with the message.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public ReadOnlyMemory<byte> Frame(int i)
    {
        var slot = Slot(i);
        return _bytes.AsMemory(_origin + slot.Offset, slot.Length);
    }

    /// <summary>
    /// Makes the message the caller's own, to be kept after the handler returns: a message that fills a good part of its buffer
    /// takes the buffer with it and the connection goes on with another, a small one is copied. The lent message is empty
    /// afterwards. Memory of detached messages no longer counts towards <see cref="ZmqLimits.MaxBufferedBytes"/>: bound it yourself.
    /// </summary>
    /// <returns>The message, which the caller must dispose; this one, if it is not lent.</returns>
    public ZmqMessage Detach() => _lender is null ? this : _lender.Detach(this);

    /// <summary>Gives the memory of a detached message back to the pool; does nothing to a lent one.</summary>
    public void Dispose()
    {
        if (_lender is not null) return;
        var bytes = Interlocked.Exchange(ref _bytes, []);
        FrameCount = 0;
        TotalBytes = 0;
        MessageMemory.Return(bytes);
    }

    /// <summary>Shows a message in a connection's buffer.</summary>
    internal void Lend(byte[] bytes, int origin, FrameSlot[] slots, int count, long totalBytes)
    {
        _bytes = bytes;
        _origin = origin;
        _slots = slots;
        _first = 0;
        FrameCount = count;
        TotalBytes = totalBytes;
    }

    /// <summary>Hides the first frames (an envelope).</summary>
    internal void SkipFrames(int count)
    {
        for (var i = 0; i < count; i++) TotalBytes -= Slot(i).Length;
        _first += count;
        FrameCount -= count;
    }

    /// <summary>Ends a lent message.</summary>
    internal void End() => Lend([], 0, [], 0, 0);

    /// <summary>Ends this lent message and returns one that owns <paramref name="bytes"/>, its buffer.</summary>
    internal ZmqMessage MoveTo(byte[] bytes)
    {
        var own = new ZmqMessage
        {
            _bytes = bytes,
            _origin = _origin,
            _slots = _slots.AsSpan(_first, FrameCount).ToArray(),
            FrameCount = FrameCount,
            TotalBytes = TotalBytes,
        };
        End();
        return own;
    }

    /// <summary>Copies the frames of this lent message, ends it, and returns the copy.</summary>
    internal ZmqMessage CopyAndEnd()
    {
        var frames = new ReadOnlyMemory<byte>[FrameCount];
        for (var i = 0; i < frames.Length; i++) frames[i] = Frame(i);
        var own = Copy(frames);
        End();
        return own;
    }

    private FrameSlot Slot(int i)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(i);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, FrameCount);
        return _slots[_first + i];
    }
}
