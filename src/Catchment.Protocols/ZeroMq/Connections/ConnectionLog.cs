using System.Net;
using Microsoft.Extensions.Logging;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>The log lines about connections.</summary>
internal static partial class ConnectionLog
{
    /// <summary>Tells why a connection ended: misbehaviour once a minute for each address, the ordinary end for debugging only.</summary>
    public static void Ended(ConnectionContext context, ZmqConnection connection)
    {
        var reason = connection.CloseReason;
        var logger = context.Options.Logger;
        if (reason is ZmqCloseReason.PeerClosed or ZmqCloseReason.Stopped or ZmqCloseReason.ConnectionLost or ZmqCloseReason.ReplyTimeout)
            Closed(logger, context.Name, connection.Peer, reason, connection.CloseDetail);
        else if (reason != ZmqCloseReason.Fault && context.LogGate.MayLog(connection.Peer.Address))
            Misbehaved(logger, context.Name, connection.Peer, reason, connection.CloseDetail);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Socket}: connection of {Peer} ended ({Reason}): {Detail}")]
    private static partial void Closed(ILogger logger, string socket, IPEndPoint peer, ZmqCloseReason reason, string detail);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Socket}: connection of {Peer} closed ({Reason}): {Detail}. Further ones of this address within a minute are only counted")]
    private static partial void Misbehaved(ILogger logger, string socket, IPEndPoint peer, ZmqCloseReason reason, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Socket}: connection of {Peer} closed because of a fault on this side")]
    public static partial void Fault(ILogger logger, Exception exception, string socket, IPEndPoint peer);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Socket}: refused {Peer}: {Reason}. Further ones of this address are only counted")]
    public static partial void Refused(ILogger logger, string socket, IPEndPoint peer, ZmqRefusal reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Socket}: cannot accept on {Endpoint} at the moment ({Error}); trying again until it works")]
    public static partial void CannotAccept(ILogger logger, string socket, EndPoint endpoint, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Socket}: connected to {Endpoint}")]
    public static partial void Up(ILogger logger, string socket, ZmqEndpoint endpoint);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Socket}: no connection to {Endpoint}: {Why}. Trying again, at least every {Seconds} s, until it is back")]
    public static partial void Down(ILogger logger, string socket, ZmqEndpoint endpoint, string why, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Socket}: the handler failed on a message of {Peer}; going on with the next")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string socket, IPEndPoint peer);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Socket}: accepting again on {Endpoint}")]
    public static partial void AcceptsAgain(ILogger logger, string socket, EndPoint endpoint);
}
