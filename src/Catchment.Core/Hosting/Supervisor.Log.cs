using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

public sealed partial class Supervisor
{
    [LoggerMessage(Level = LogLevel.Error, Message = "did not drain within {Seconds} s: {Services}; what they had in flight is lost or comes again")]
    private partial void LogUnfinished(string services, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "a listener of the services' states failed")]
    private partial void LogListenerFailed(Exception error);
}
