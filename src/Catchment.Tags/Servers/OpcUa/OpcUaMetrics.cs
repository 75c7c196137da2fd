using System.Net;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>The OPC UA server's numbers and its log: requests, what was refused, clients and their sessions, and what was turned away.</summary>
public sealed partial class OpcUaMetrics : IOpcUaServerObserver
{
    /// <summary>The name in metrics.</summary>
    public const string Service = "opcua";

    private const string TooManyClients = "too_many_clients";
    private const string UnknownUser = "unknown_user";
    private const string CannotListen = "accept";

    private static readonly OpcUaCloseReason[] Faults =
        [OpcUaCloseReason.Protocol, OpcUaCloseReason.Slow, OpcUaCloseReason.Expired, OpcUaCloseReason.NotReading, OpcUaCloseReason.Displaced];

    private readonly ServiceMetrics _metrics;
    private readonly ILogger _logger;
    private readonly LogEpisode _full;
    private readonly StripedCounter _refused = new();
    private readonly OpcUaClientTable _clients;

    /// <summary>Makes or finds the server's numbers in a node's.</summary>
    /// <param name="node">The node's numbers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public OpcUaMetrics(NodeMetrics node, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(node);
        (_logger, _full, _clients) = (logger, new LogEpisode(time), new OpcUaClientTable(time));
        _metrics = node.ForService(Service, [TooManyClients, UnknownUser, .. Faults.Select(Label)], [CannotListen]);
        _metrics.Meter.CreateObservableCounter("catchment_opcua_refused_total", () => _refused.Value, description: "Requests refused as a whole.");
        _metrics.Meter.CreateObservableGauge("catchment_opcua_clients", () => Clients, description: "Clients at this moment.");
        _metrics.Meter.CreateObservableGauge("catchment_opcua_sessions", () => Sessions, description: "Sessions at this moment.");
    }

    /// <summary>Clients at this moment.</summary>
    public int Clients => _clients.Connections;

    /// <summary>Sessions at this moment.</summary>
    public int Sessions => _clients.Sessions;

    /// <summary>Requests answered.</summary>
    public long Requests => _metrics.Totals.Received;

    /// <summary>Requests refused as a whole.</summary>
    public long Refusals => _refused.Value;

    /// <summary>Clients that were not taken, or not let in, or whose connection was closed for a reason that is theirs.</summary>
    public long Discarded => _metrics.Discarded.Total;

    /// <inheritdoc/>
    public void Connected(IPEndPoint peer)
    {
        _clients.Connected(peer);
        if (_full.End() is { } episode)
            LogTakesClients(_logger, episode.Count);
    }

    /// <inheritdoc/>
    public void Disconnected(IPEndPoint peer, OpcUaCloseReason reason, StatusCode status)
    {
        _clients.Disconnected(peer);
        if (Faults.Contains(reason))
            _metrics.Discarded.Add(Label(reason));
    }

    /// <inheritdoc/>
    public void Refused(IPEndPoint peer)
    {
        _metrics.Discarded.Add(TooManyClients);
        if (_full.Occurs())
            LogFull(_logger, peer, Clients);
    }

    /// <inheritdoc/>
    public void ChannelOpened(IPEndPoint peer, SecurityPolicy policy, MessageSecurityMode mode)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _clients.Opened(peer, policy.IsSecure ? $"{policy.Name}, {mode}" : policy.Name);
    }

    /// <inheritdoc/>
    public void SessionActivated(IPEndPoint peer, NodeId session, string name, string application, OpcUaUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        _clients.Activated(peer, session, name, application, user.Name);
    }

    /// <inheritdoc/>
    public void SessionClosed(NodeId session, StatusCode status) => _clients.Closed(session);

    /// <inheritdoc/>
    public void UserRejected(IPEndPoint peer, string userName) => _metrics.Discarded.Add(UnknownUser);

    /// <inheritdoc/>
    public void Answered(IPEndPoint peer, uint service, StatusCode status)
    {
        _metrics.Received();
        _metrics.Sent();
        if (status.IsBad)
            _refused.Add(1);
        _clients.Answered(peer, status);
    }

    /// <inheritdoc/>
    public void CannotAccept(IPEndPoint endpoint, string reason)
    {
        _metrics.Errors.Add(CannotListen);
        LogCannotAccept(_logger, endpoint, reason);
    }

    /// <inheritdoc/>
    public void AcceptsAgain(IPEndPoint endpoint) => LogAcceptsAgain(_logger, endpoint);

    /// <summary>All clients.</summary>
    /// <param name="watched">The subscriptions and monitored items of a session.</param>
    internal IReadOnlyList<OpcUaClient> List(Func<NodeId, (int Subscriptions, int Items)> watched) => _clients.List(watched);

    private static string Label(OpcUaCloseReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: {Peer} was turned away: {Clients} clients are as many as there may be (gateway.opcua.max_connections)")]
    private static partial void LogFull(ILogger logger, IPEndPoint peer, int clients);

    [LoggerMessage(Level = LogLevel.Information, Message = "OPC UA: takes clients again; {Count} were turned away")]
    private static partial void LogTakesClients(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "OPC UA: no client can be taken on {Endpoint}: {Reason}")]
    private static partial void LogCannotAccept(ILogger logger, IPEndPoint endpoint, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "OPC UA: takes clients on {Endpoint} again")]
    private static partial void LogAcceptsAgain(ILogger logger, IPEndPoint endpoint);
}
