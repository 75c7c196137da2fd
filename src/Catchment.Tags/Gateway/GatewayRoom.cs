using Catchment.Tags.State;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Gateway;

/// <summary>What the parts of a running gateway share.</summary>
public sealed record GatewayRoom
{
    /// <summary>The store and the mappings.</summary>
    public required GatewayModel Model { get; init; }

    /// <summary>Keeps what is configured over the API.</summary>
    public required IDocumentStore Documents { get; init; }

    /// <summary>The gateway's numbers.</summary>
    public required GatewayMetrics Metrics { get; init; }

    /// <summary>Makes logs: <c>gateway.ipc</c>, <c>gateway.http</c> …</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>Told by a part that runs what keeps it from a part of its work: a key of its own, such as <c>poller.config</c>, and a sentence for the operator.</summary>
    public Action<string, string> Degrade { get; init; } = static (_, _) => { };

    /// <summary>Told that what was told with the key is over; also where nothing was.</summary>
    public Action<string> Recover { get; init; } = static _ => { };

    /// <summary>The folder of the gateway's own files, absolute.</summary>
    public required string StateFolder { get; init; }
}
