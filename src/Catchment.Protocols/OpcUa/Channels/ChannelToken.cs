namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>What the messages of a channel are protected with for a while. Source: OPC 10000-4, 5.5.2.</summary>
/// <param name="id">Its number within the channel.</param>
/// <param name="created">Since when it counts, a time stamp of the clock.</param>
/// <param name="lifetime">How long it counts; a quarter of that is granted on top, for what is on its way.</param>
/// <param name="sending">For what is sent; goes with the token.</param>
/// <param name="receiving">For what is received; goes with the token.</param>
internal sealed class ChannelToken(uint id, long created, TimeSpan lifetime, ChunkProtection sending, ChunkProtection receiving) : IDisposable
{
    /// <summary>Its number within the channel.</summary>
    public uint Id { get; } = id;

    /// <summary>How long it counts.</summary>
    public TimeSpan Lifetime { get; } = lifetime;

    /// <summary>For what is sent.</summary>
    public ChunkProtection Sending { get; } = sending;

    /// <summary>For what is received.</summary>
    public ChunkProtection Receiving { get; } = receiving;

    /// <summary>Whether its lifetime is over: nothing more is sent with it, but what was is still taken. Source: OPC 10000-4, 5.5.2.</summary>
    public bool IsExpired(TimeProvider time) => time.GetElapsedTime(created) > Lifetime;

    /// <summary>Whether it counts no more, not even for what was on its way.</summary>
    public bool IsOver(TimeProvider time) => time.GetElapsedTime(created) > Lifetime * 1.25;

    /// <inheritdoc/>
    public void Dispose()
    {
        Sending.Dispose();
        Receiving.Dispose();
    }
}
