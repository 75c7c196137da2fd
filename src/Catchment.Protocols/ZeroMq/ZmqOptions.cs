using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Protocols.ZeroMq;

/// <summary>What all sockets have in common.</summary>
public record ZmqOptions
{
    /// <summary>The bounds for peers.</summary>
    public ZmqLimits Limits { get; init; } = new();

    /// <summary>
    /// Silence after which a peer is sent a PING (RFC 37, "Connection Heartbeating"). Default 10 s.
    /// <see cref="Timeout.InfiniteTimeSpan"/> sends none.
    /// </summary>
    /// <remarks>
    /// Only a peer that announces ZMTP 3.1, or that has itself sent a PING or PONG, is sent one: ZMTP 3.0 does not know the
    /// command. For all others a vanished host is found by TCP keep-alive, which is set to the same times on every connection.
    /// </remarks>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which a peer that was sent a PING is closed. Any byte is a sign of life. Default 30 s.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The networks that peers may come from; empty admits everybody. Applies to listeners.</summary>
    public IReadOnlyList<IPNetwork> AllowedPeers { get; init; } = [];

    /// <summary>Pause before the first attempt to reconnect; doubles with each failed attempt. Default 0.1 s.</summary>
    public TimeSpan ReconnectMin { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>Longest pause between two attempts to reconnect. Default 2 s.</summary>
    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock that silence, budgets and time-outs are measured with. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Takes what an operator should know. Default: nothing is logged.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Is told what happens, for metrics. Default: nobody.</summary>
    public IZmqObserver? Observer { get; init; }

    /// <summary>Checks the values against each other.</summary>
    /// <exception cref="ArgumentException">A value makes no sense; the message names it.</exception>
    internal virtual void Validate()
    {
        Limits.Validate();
        if (HeartbeatInterval != Timeout.InfiniteTimeSpan)
        {
            OptionBounds.AtLeast(HeartbeatInterval, TimeSpan.FromMilliseconds(10));
            OptionBounds.AtLeast(HeartbeatTimeout, HeartbeatInterval);
        }

        OptionBounds.AtLeast(ReconnectMin, TimeSpan.FromMilliseconds(1));
        OptionBounds.AtLeast(ReconnectMax, ReconnectMin);
    }
}
