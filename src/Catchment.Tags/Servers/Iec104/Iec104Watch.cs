using System.Collections.Concurrent;
using System.Net;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.Iec104;

/// <summary>Sees what happens at one run of the IEC 60870-5-104 server: counts, logs, and has the feed told who is there.</summary>
/// <param name="feed">Tells changes while somebody is there.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class Iec104Watch(Iec104Feed feed, Iec104Metrics metrics, TimeProvider time, ILogger logger) : IIec104ServerObserver
{
    private readonly ConcurrentDictionary<IPEndPoint, Master> _masters = new();
    private readonly LogEpisode _full = new(time);
    private readonly LogEpisode _failing = new(time);

    /// <summary>What is known of a master besides its connection's numbers.</summary>
    /// <returns>When it came, in Unix seconds, and its commands that were refused.</returns>
    public (double Since, long Refused) Find(IPEndPoint peer) => _masters.TryGetValue(peer, out var master) ? (master.Since, Interlocked.Read(ref master.Refused)) : default;

    /// <inheritdoc/>
    public void Connected(IPEndPoint peer, string? group)
    {
        _masters[peer] = new Master((time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        feed.Attach();
        if (_full.End() is { } episode)
            LogTakesMasters(logger, episode.Count);
        LogConnected(logger, peer, group ?? "none");
    }

    /// <inheritdoc/>
    public void Disconnected(Iec104ConnectionStatus status, Iec104CloseReason reason, string explanation)
    {
        _masters.TryRemove(status.Peer, out _);
        metrics.Gone(status, reason);
        feed.Detach();
        LogDisconnected(logger, status.Peer, explanation);
    }

    /// <inheritdoc/>
    public void Refused(IPEndPoint peer)
    {
        metrics.Common.Discarded.Add(Iec104Metrics.TooManyMasters);
        if (_full.Occurs())
            LogFull(logger, peer, metrics.Masters);
    }

    /// <inheritdoc/>
    public void Started(IPEndPoint peer) => feed.Start();

    /// <inheritdoc/>
    public void Commanded(in Iec104Command command, Iec104CommandAnswer answer)
    {
        var isAccepted = answer == Iec104CommandAnswer.Accepted;
        metrics.Commanded(isAccepted);
        if (!isAccepted && _masters.TryGetValue(command.Peer, out var master))
            Interlocked.Increment(ref master.Refused);
        if (command.Kind == Iec104CommandKind.Execute)
            LogCommanded(logger, command.Peer, command.Type, command.CommonAddress, command.Information.Address, answer);
    }

    /// <inheritdoc/>
    public void EventsLost(IPEndPoint? peer, string? group)
    {
        if (peer is null)
            LogGroupLost(logger, group ?? "");
        else
            LogLost(logger, peer);
    }

    /// <inheritdoc/>
    public void StationFailed(Exception exception)
    {
        metrics.Common.Errors.Add(Iec104Metrics.Internal);
        if (_failing.Occurs())
            LogFailed(logger, exception);
    }

    /// <inheritdoc/>
    public void CannotAccept(IPEndPoint endpoint, string reason)
    {
        metrics.Common.Errors.Add(Iec104Metrics.CannotListen);
        LogCannotAccept(logger, endpoint, reason);
    }

    /// <inheritdoc/>
    public void AcceptsAgain(IPEndPoint endpoint) => LogAcceptsAgain(logger, endpoint);

    [LoggerMessage(Level = LogLevel.Information, Message = "IEC 104: {Peer} is connected; redundancy group: {Group}")]
    private static partial void LogConnected(ILogger logger, IPEndPoint peer, string group);

    [LoggerMessage(Level = LogLevel.Information, Message = "IEC 104: {Peer} has gone: {Reason}")]
    private static partial void LogDisconnected(ILogger logger, IPEndPoint peer, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "IEC 104: {Peer} commanded {Type} at {Station}/{Object}: {Answer}")]
    private static partial void LogCommanded(ILogger logger, IPEndPoint peer, TypeId type, int station, int @object, Iec104CommandAnswer answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "IEC 104: {Peer} was turned away: {Masters} masters are as many as there may be (gateway.iec104.max_connections)")]
    private static partial void LogFull(ILogger logger, IPEndPoint peer, int masters);

    [LoggerMessage(Level = LogLevel.Information, Message = "IEC 104: takes masters again; {Count} were turned away")]
    private static partial void LogTakesMasters(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "IEC 104: {Peer} takes its events too slowly; the oldest are lost, and it is told so")]
    private static partial void LogLost(ILogger logger, IPEndPoint peer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "IEC 104: nobody of the group {Group} takes its events; the oldest are lost, and it will be told so (gateway.iec104.max_events)")]
    private static partial void LogGroupLost(ILogger logger, string group);

    [LoggerMessage(Level = LogLevel.Error, Message = "IEC 104: a request or a transmission failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "IEC 104: no master can be taken on {Endpoint}: {Reason}")]
    private static partial void LogCannotAccept(ILogger logger, IPEndPoint endpoint, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "IEC 104: takes masters on {Endpoint} again")]
    private static partial void LogAcceptsAgain(ILogger logger, IPEndPoint endpoint);

    private sealed class Master(double since)
    {
        public double Since { get; } = since;

        public long Refused;
    }
}
