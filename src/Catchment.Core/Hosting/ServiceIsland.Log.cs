using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

internal sealed partial class ServiceIsland
{
    [LoggerMessage(Level = LogLevel.Error, Message = "crashed; it is started again in {Seconds} s")]
    private partial void LogCrashed(Exception error, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "failed while it was stopping")]
    private partial void LogFailedWhileStopping(Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "a handler of the stop request failed; the stop goes on")]
    private partial void LogStopHandlerFailed(Exception error);
}
