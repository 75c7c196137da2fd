using System.Net;

namespace Catchment.Protocols.Modbus;

/// <summary>How a server serves.</summary>
public sealed record ModbusServerOptions
{
    /// <summary>Where to listen; port 0 takes any free one.</summary>
    public required IReadOnlyList<IPEndPoint> Endpoints { get; init; }

    /// <summary>Clients at once, at most; more are turned away.</summary>
    public int MaxConnections { get; init; } = 1_000;

    /// <summary>So many clients at once have a thread of their own, which answers fastest; the others share the pool's.</summary>
    public int Threads { get; init; } = 16;

    /// <summary>A client without a complete request for so long is closed; zero: never.</summary>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>A client that takes no reply for so long is closed.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop waits for clients that still take replies.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Is told what happens.</summary>
    public IModbusServerObserver? Observer { get; init; }

    /// <summary>The clock of the time-outs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
