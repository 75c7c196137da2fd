using Catchment.Tags.Gateway;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Ipc;

/// <summary>What all connections of the socket share.</summary>
internal sealed class IpcRoom
{
    private long _taken;

    /// <summary>The live store.</summary>
    internal required TagStore Store { get; init; }

    /// <summary>The gateway's numbers.</summary>
    internal required GatewayMetrics Metrics { get; init; }

    /// <summary>The clock.</summary>
    internal required TimeProvider Time { get; init; }

    /// <summary>The log.</summary>
    internal required ILogger Logger { get; init; }

    /// <summary>The program's version.</summary>
    internal required string Version { get; init; }

    /// <summary>The longest request in bytes.</summary>
    internal int MaxLineBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The door's numbers.</summary>
    internal GatewayDoor Door => field ??= Metrics.Door("ipc");

    /// <summary>When the door was opened.</summary>
    internal long Opened { get; init; }

    /// <summary>Takes memory for long requests: all connections together have as much as eight of the longest need.</summary>
    /// <returns>False: there is none left.</returns>
    internal bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= 8L * MaxLineBytes)
            return true;
        Return(bytes);
        return false;
    }

    /// <summary>Gives it back.</summary>
    internal void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
