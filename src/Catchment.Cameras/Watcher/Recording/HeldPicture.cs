using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>A picture in memory, for as long as somebody uses it.</summary>
/// <param name="message">Its message; given back with the last use.</param>
/// <param name="time">The time that it bears.</param>
/// <param name="received">When it came: the clock's timestamp.</param>
internal sealed class HeldPicture(ZmqMessage message, DateTime time, long received)
{
    // The objects around the bytes, which count when a publisher sends many tiny pictures.
    private const long Objects = 256;

    private int _users = 1;

    /// <summary>The time that it bears, the outpost's clock.</summary>
    internal DateTime Time => time;

    /// <summary>When it came: the clock's timestamp.</summary>
    internal long Received => received;

    /// <summary>Bytes of memory that it takes.</summary>
    internal long Memory { get; } = message.Capacity + Objects;

    /// <summary>The JPEG.</summary>
    internal ReadOnlySpan<byte> Jpeg => message[1];

    /// <summary>Takes a picture out of its message, without more memory than its bytes need: the connection's buffer may be far larger.</summary>
    /// <param name="lent">The message; lent.</param>
    /// <param name="time">The time that it bears.</param>
    /// <param name="received">When it came: the clock's timestamp.</param>
    internal static HeldPicture Of(ZmqMessage lent, DateTime time, long received) =>
        new(lent.TotalBytes < lent.Capacity / 2 ? ZmqMessage.Copy(lent.Frame(0), lent.Frame(1)) : lent.Detach(), time, received);

    /// <summary>One more user; only while there is one.</summary>
    internal HeldPicture Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>One user less.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            message.Dispose();
    }
}
