using System.Net;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Snmp;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>The SNMP agent's numbers and its log: requests, what was refused and why, who asks, and what was told.</summary>
public sealed partial class SnmpMetrics : ISnmpAgentObserver
{
    /// <summary>The name in metrics.</summary>
    public const string Service = "snmp";

    private const string CannotListen = "receive";
    private const string Internal = "internal";

    private readonly ServiceMetrics _metrics;
    private readonly ILogger _logger;
    private readonly LogEpisode _failing;
    private readonly LogEpisode _strangers;
    private readonly LogEpisode _lost;
    private readonly StripedCounter _sets = new();
    private readonly StripedCounter _errors = new();
    private readonly StripedCounter _notified = new();
    private readonly StripedCounter _notLost = new();
    private readonly StripedCounter _coalesced = new();
    private readonly SnmpPeerTable _peers;

    /// <summary>Makes or finds the agent's numbers in a node's.</summary>
    /// <param name="node">The node's numbers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public SnmpMetrics(NodeMetrics node, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(node);
        (_logger, _failing, _strangers, _lost, _peers) = (logger, new LogEpisode(time), new LogEpisode(time), new LogEpisode(time), new SnmpPeerTable(time));
        _metrics = node.ForService(Service, Enum.GetValues<SnmpRefusal>().Select(SnmpPeerTable.Text), [CannotListen, Internal]);
        var meter = _metrics.Meter;
        meter.CreateObservableCounter("catchment_snmp_sets_total", () => _sets.Value, description: "Requests that wrote.");
        meter.CreateObservableCounter("catchment_snmp_error_answers_total", () => _errors.Value, description: "Requests answered with an error status.");
        meter.CreateObservableCounter("catchment_snmp_notifications_total", () => _notified.Value, description: "Notifications sent, or confirmed where the target confirms.");
        meter.CreateObservableCounter("catchment_snmp_notifications_lost_total", () => _notLost.Value, description: "Notifications that did not get there.");
        meter.CreateObservableCounter("catchment_snmp_notifications_coalesced_total", () => _coalesced.Value, description: "Changes that were over before their turn came.");
    }

    /// <summary>Requests answered.</summary>
    public long Requests => _metrics.Totals.Received;

    /// <summary>Those of them that wrote.</summary>
    public long Sets => _sets.Value;

    /// <summary>Messages that were not taken.</summary>
    public long Discarded => _metrics.Discarded.Total;

    /// <summary>Notifications sent.</summary>
    public long Notifications => _notified.Value;

    /// <summary>Notifications that did not get there.</summary>
    public long NotificationsLost => _notLost.Value;

    /// <summary>Changes that were over before their turn came.</summary>
    public long NotificationsCoalesced => _coalesced.Value;

    /// <summary>Who asks.</summary>
    internal IReadOnlyList<SnmpPeer> Peers => _peers.List();

    /// <inheritdoc/>
    public void Answered(IPEndPoint peer, SnmpVersion version, SnmpPduType operation, int variables, SnmpErrorStatus status)
    {
        _metrics.Received();
        _metrics.Sent();
        if (operation == SnmpPduType.Set)
            _sets.Add(1);
        if (status != SnmpErrorStatus.NoError)
            _errors.Add(1);
        _peers.Answered(peer, operation, status != SnmpErrorStatus.NoError);
    }

    /// <inheritdoc/>
    public void Refused(IPEndPoint peer, SnmpRefusal reason)
    {
        _metrics.Discarded.Add(SnmpPeerTable.Text(reason));
        _peers.Refused(peer, reason);
        // With the question for the engine each client of v3 begins, and with one for its clock.
        if (reason is SnmpRefusal.Community or SnmpRefusal.Source or SnmpRefusal.UnknownUser or SnmpRefusal.WrongDigest or SnmpRefusal.Replayed && _strangers.Occurs())
            LogRefused(_logger, peer, SnmpPeerTable.Text(reason));
    }

    /// <inheritdoc/>
    public void ObjectFailed(Oid oid, Exception exception)
    {
        _metrics.Errors.Add(Internal);
        if (_failing.Occurs())
            LogObjectFailed(_logger, exception, oid);
    }

    /// <inheritdoc/>
    public void Failed(IPEndPoint endpoint, Exception exception)
    {
        _metrics.Errors.Add(Internal);
        if (_failing.Occurs())
            LogFailed(_logger, exception, endpoint);
    }

    /// <inheritdoc/>
    public void NotificationSent(SnmpTarget target)
    {
        _notified.Add(1);
        if (_lost.End() is { } episode)
            LogReached(_logger, episode.Count);
    }

    /// <inheritdoc/>
    public void NotificationLost(SnmpTarget target, string reason)
    {
        ArgumentNullException.ThrowIfNull(target);
        _notLost.Add(1);
        if (_lost.Occurs())
            LogLost(_logger, target.Endpoint, reason);
    }

    /// <inheritdoc/>
    public void CannotReceive(IPEndPoint endpoint, string reason)
    {
        _metrics.Errors.Add(CannotListen);
        LogCannotReceive(_logger, endpoint, reason);
    }

    /// <summary>A change was over before it was told.</summary>
    internal void Coalesced(long count = 1) => _coalesced.Add(count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "SNMP: a message of {Peer} was not taken: {Reason}; others like it are counted (GET /services/snmp/status)")]
    private static partial void LogRefused(ILogger logger, IPEndPoint peer, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "SNMP: {Oid} failed; who asked was told genErr")]
    private static partial void LogObjectFailed(ILogger logger, Exception exception, Oid oid);

    [LoggerMessage(Level = LogLevel.Error, Message = "SNMP: a message at {Endpoint} could not be answered")]
    private static partial void LogFailed(ILogger logger, Exception exception, IPEndPoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "SNMP: a notification to {Target} was lost: {Reason}")]
    private static partial void LogLost(ILogger logger, IPEndPoint target, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "SNMP: notifications arrive again; {Count} were lost")]
    private static partial void LogReached(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "SNMP: nothing can be received at {Endpoint}: {Reason}")]
    private static partial void LogCannotReceive(ILogger logger, IPEndPoint endpoint, string reason);
}
