using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Server.Dispatch;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>What all connections of a server share.</summary>
internal sealed class ServerHost
{
    /// <summary>How it serves.</summary>
    public required OpcUaServerOptions Options { get; init; }

    /// <summary>Which channels it opens.</summary>
    public required ChannelRules ChannelRules { get; init; }

    /// <summary>Who answers.</summary>
    public required Dispatcher Dispatcher { get; init; }

    /// <summary>What long messages take their size from.</summary>
    public required BufferBudget Budget { get; init; }
}
