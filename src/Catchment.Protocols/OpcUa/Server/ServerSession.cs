using Catchment.Protocols.OpcUa.Server.Attributes;
using Catchment.Protocols.OpcUa.Server.Sessions;
using Catchment.Protocols.OpcUa.Server.Subscriptions;
using Catchment.Protocols.OpcUa.Server.Views;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>A client's session as its services see it. Each set of services keeps its own part here, as a property.</summary>
/// <param name="id">Its public id.</param>
/// <param name="name">As the client calls it.</param>
internal sealed class ServerSession(NodeId id, string name)
{
    /// <summary>Its public id.</summary>
    public NodeId Id { get; } = id;

    /// <summary>As the client calls it.</summary>
    public string Name { get; } = name;

    /// <summary>What ties it to its client; null in a session that has none.</summary>
    public SessionBinding? Binding { get; init; }

    /// <summary>Who it acts for since its last activation.</summary>
    public OpcUaUser User { get; set; } = OpcUaUser.Anonymous;

    /// <summary>The languages that it prefers.</summary>
    public IReadOnlyList<string> Locales { get; set; } = [];

    /// <summary>Its unfinished browsings.</summary>
    public ContinuationPoints<BrowsePoint> BrowsePoints { get; } = new();

    /// <summary>Its unfinished readings of histories.</summary>
    public ContinuationPoints<HistoryPoint> HistoryPoints { get; } = new();

    /// <summary>Its subscriptions and waiting Publish requests.</summary>
    public SessionSubscriptions Subscriptions { get; } = new();
}
