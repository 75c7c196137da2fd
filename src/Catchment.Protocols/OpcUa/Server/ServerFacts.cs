using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>What the Server object tells of a server that does not change while it runs. Source: OPC 10000-5, 6.3.1 and 6.3.2.</summary>
internal sealed record ServerFacts
{
    /// <summary>The application's URI.</summary>
    public required string ApplicationUri { get; init; }

    /// <summary>What the program is.</summary>
    public required BuildInfo BuildInfo { get; init; }

    /// <summary>The URIs of the profiles that it keeps to.</summary>
    public string[] Profiles { get; init; } = ["http://opcfoundation.org/UA-Profile/Server/EmbeddedUA2017", "http://opcfoundation.org/UA-Profile/Server/HistoricalRawData"];

    /// <summary>The languages of its texts.</summary>
    public string[] Locales { get; init; } = ["en"];

    /// <summary>What is taken from a peer.</summary>
    public OpcUaLimits Limits { get; init; } = new();

    /// <summary>How much in one request.</summary>
    public OpcUaOperationLimits OperationLimits { get; init; } = new();

    /// <summary>Milliseconds between two samples at least.</summary>
    public double MinSupportedSampleRate { get; init; } = 50;

    /// <summary>Sessions at once.</summary>
    public uint MaxSessions { get; init; }

    /// <summary>Subscriptions at once, of all sessions.</summary>
    public uint MaxSubscriptions { get; init; }

    /// <summary>Subscriptions of one session.</summary>
    public uint MaxSubscriptionsPerSession { get; init; }

    /// <summary>Monitored items at once, of all subscriptions.</summary>
    public uint MaxMonitoredItems { get; init; }

    /// <summary>Monitored items of one subscription.</summary>
    public uint MaxMonitoredItemsPerSubscription { get; init; }

    /// <summary>Values in the queue of a monitored item.</summary>
    public uint MaxMonitoredItemsQueueSize { get; init; }
}
