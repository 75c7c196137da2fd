using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>How a server is, for the members of its node ServerStatus. Source: OPC 10000-5, 12.10.</summary>
/// <param name="options">The clock.</param>
internal sealed class ServerStatus(OpcUaServerOptions options)
{
    private long _stopsAt;

    /// <summary>Since when it runs, UTC.</summary>
    public DateTime StartTime { get; } = options.Time.GetUtcNow().UtcDateTime;

    /// <summary>Its time, UTC.</summary>
    public DateTime CurrentTime => options.Time.GetUtcNow().UtcDateTime;

    /// <summary>Whether it runs.</summary>
    public ServerState State => Volatile.Read(ref _stopsAt) == 0 ? ServerState.Running : ServerState.Shutdown;

    /// <summary>Seconds until it stops; 0: it does not, or has.</summary>
    public uint SecondsTillShutdown => Volatile.Read(ref _stopsAt) is var ticks and not 0 && ticks > CurrentTime.Ticks
        ? (uint)Math.Ceiling(TimeSpan.FromTicks(ticks - CurrentTime.Ticks).TotalSeconds)
        : 0;

    /// <summary>It stops in a while.</summary>
    public void BeginShutdown(TimeSpan notice) => Volatile.Write(ref _stopsAt, (CurrentTime + notice).Ticks);
}
