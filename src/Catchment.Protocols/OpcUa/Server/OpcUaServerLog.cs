using System.Net;
using Microsoft.Extensions.Logging;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>The log lines of an <see cref="OpcUaServer"/>.</summary>
internal static partial class OpcUaServerLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: connection of {Peer} closed with {Status}: {Why}")]
    public static partial void Broken(ILogger logger, IPEndPoint peer, StatusCode status, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: {Peer} gave a wrong password for user {User}")]
    public static partial void UserRejected(ILogger logger, IPEndPoint peer, string user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: {Peer} gave too many wrong passwords; no more are looked at for a while")]
    public static partial void Throttled(ILogger logger, IPEndPoint peer);

    [LoggerMessage(Level = LogLevel.Error, Message = "OPC UA: the value of {Node} cannot be read; who watches it is told so")]
    public static partial void ReadFailed(ILogger logger, Exception exception, NodeId node);

    [LoggerMessage(Level = LogLevel.Error, Message = "OPC UA: the connection of {Peer} is closed for a mistake of this server")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception, IPEndPoint peer);

    [LoggerMessage(Level = LogLevel.Error, Message = "OPC UA: what is done from time to time failed once")]
    public static partial void TimerFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "OPC UA: the service of the request {Service} failed on one of {Peer}; the client was told BadInternalError")]
    public static partial void ServiceFailed(ILogger logger, Exception exception, uint service, IPEndPoint peer);
}
