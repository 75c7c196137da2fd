using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>What all connections of one socket share.</summary>
internal sealed class ConnectionContext
{
    private static readonly TimeSpan LogPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(10);

    public ConnectionContext(ZmqSocketType type, ZmqOptions options)
    {
        Type = type;
        Options = options;
        Name = SocketTypes.Name(type);
        Ready = ReadyCommand.Frame(type);
        Budget = new MemoryBudget(options.Limits.MaxBufferedBytes);
        LogGate = new LogGate(options.TimeProvider, LogPeriod);
        Tick = ChooseTick(options);
    }

    /// <summary>Our socket type.</summary>
    public ZmqSocketType Type { get; }

    /// <summary>The socket type's name, for logs and threads.</summary>
    public string Name { get; }

    /// <summary>The options of the socket.</summary>
    public ZmqOptions Options { get; }

    /// <summary>Our READY command as a frame.</summary>
    public byte[] Ready { get; }

    /// <summary>The shared receive memory.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>Keeps floods out of the log.</summary>
    public LogGate LogGate { get; }

    /// <summary>How long a connection's thread waits in the system before it looks at the clock.</summary>
    public TimeSpan Tick { get; }

    private static TimeSpan ChooseTick(ZmqOptions options)
    {
        var tick = TimeSpan.FromTicks(options.Limits.StallTimeout.Ticks / 4);
        if (options.HeartbeatInterval != Timeout.InfiniteTimeSpan && options.HeartbeatInterval < tick) tick = options.HeartbeatInterval;
        if (tick > LongestTick) tick = LongestTick;
        return tick < ShortestTick ? ShortestTick : tick;
    }
}
