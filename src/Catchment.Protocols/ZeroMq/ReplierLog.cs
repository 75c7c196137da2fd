using System.Net;
using Microsoft.Extensions.Logging;

namespace Catchment.Protocols.ZeroMq;

/// <summary>The log lines of a <see cref="ZmqReplier"/>.</summary>
internal static partial class ReplierLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "REP: the handler failed on a request of {Peer}, which was answered with the fault reply")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, IPEndPoint peer);

    [LoggerMessage(Level = LogLevel.Error, Message = "REP: the handler did not answer a request of {Peer}, which was answered with the fault reply")]
    public static partial void Unanswered(ILogger logger, IPEndPoint peer);
}
