namespace Catchment.Protocols.ZeroMq;

/// <summary>Every bound that a peer must stay in. A peer that leaves them loses its connection; no other peer notices.</summary>
public sealed record ZmqLimits
{
    /// <summary>The largest <see cref="MaxMessageBytes"/> that may be configured: 1 GiB.</summary>
    public const long LargestMessageBytes = 1L << 30;

    /// <summary>Most bytes in all frames of one message together. Default 64 MiB.</summary>
    public long MaxMessageBytes { get; init; } = 64L << 20;

    /// <summary>Most frames in one message, envelope included. Default 64.</summary>
    public int MaxFrames { get; init; } = 64;

    /// <summary>Most connections of one listener at a time; further ones are accepted and closed at once. Default 2,048.</summary>
    public int MaxConnections { get; init; } = 2048;

    /// <summary>Time for greeting and handshake together, counted from the TCP connection. Default 5 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest time without a single byte in the middle of a message, and longest time in which the peer takes no byte of what
    /// we send. Default 30 s.
    /// </summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Receive memory of all connections of one listener together, beyond the first 64 KiB of each. When it is used up, a
    /// connection that needs more waits, so that TCP slows its peer, and is closed after <see cref="StallTimeout"/>; one at a time
    /// may go beyond it, for 5 s. Buffers double, so a message may count twice its size. Default 256 MiB.
    /// </summary>
    public long MaxBufferedBytes { get; init; } = 256L << 20;

    /// <summary>Checks the values against each other.</summary>
    /// <exception cref="ArgumentException">A value makes no sense; the message names it.</exception>
    internal void Validate()
    {
        OptionBounds.AtLeast(MaxMessageBytes, 1);
        OptionBounds.AtMost(MaxMessageBytes, LargestMessageBytes);
        OptionBounds.AtLeast(MaxFrames, 2);
        OptionBounds.AtLeast(MaxConnections, 1);
        OptionBounds.AtLeast(HandshakeTimeout, TimeSpan.FromMilliseconds(10));
        OptionBounds.AtLeast(StallTimeout, TimeSpan.FromMilliseconds(10));
        OptionBounds.AtLeast(MaxBufferedBytes, 0);
    }
}
