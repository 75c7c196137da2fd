using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;

namespace Catchment.Composition;

/// <summary>How a process of the node runs.</summary>
internal sealed record NodeRun
{
    /// <summary>The name of its status socket.</summary>
    internal required string SocketName { get; init; }

    /// <summary>Where it listens for HTTP.</summary>
    internal required IReadOnlyList<WebEndpoint> Web { get; init; }

    /// <summary>Takes its state folder.</summary>
    internal required Func<StateFolder> ClaimState { get; init; }

    /// <summary>The state folder is that of the one service that runs.</summary>
    internal bool IsAlone { get; init; }

    /// <summary>Tells what has to stand first in the log; null: nothing.</summary>
    internal Action<ILoggerFactory>? TellFirst { get; init; }

    /// <summary>Makes its log, where it stands in for an original that logs in another way; null: the usual one.</summary>
    internal Func<LogSettings, ILoggerFactory>? MakeLog { get; init; }

    /// <summary>Stops it as SIGTERM does.</summary>
    internal CancellationToken Stop { get; init; }

    /// <summary>Puts its services together; null: that cannot be, and the user was told why.</summary>
    internal required Func<NodeRoom, INodeParts?> Assemble { get; init; }
}
