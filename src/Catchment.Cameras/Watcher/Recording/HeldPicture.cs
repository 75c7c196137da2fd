using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>A picture in memory, for as long as somebody uses it.</summary>
/// <param name="message">Its message; given back with the last use.</param>
/// <param name="time">The time that it bears.</param>
/// <param name="received">When it came: the clock's timestamp.</param>
internal sealed class HeldPicture(ZmqMessage message, DateTime time, long received)
{
    private int _users = 1;

    /// <summary>The time that it bears, the outpost's clock.</summary>
    internal DateTime Time => time;

    /// <summary>When it came: the clock's timestamp.</summary>
    internal long Received => received;

    /// <summary>Memory that it takes: received messages come in buffers of powers of two.</summary>
    internal long Memory { get; } = (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)message.TotalBytes);

    /// <summary>The JPEG.</summary>
    internal ReadOnlySpan<byte> Jpeg => message[1];

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
