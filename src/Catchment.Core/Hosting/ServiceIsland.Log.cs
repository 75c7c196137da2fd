using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

internal sealed partial class ServiceIsland
{
    [LoggerMessage(Level = LogLevel.Error, Message = "crashed; it is started again in {Seconds} s")]
    private partial void LogCrashed(Exception error, double seconds);

    /// <summary>For the operator: a stack trace would say nothing more.</summary>
    [LoggerMessage(Level = LogLevel.Error, Message = "cannot run; it is started again in {Seconds} s: {Reason}")]
    private partial void LogCannotRun(string reason, double seconds);

    /// <summary>The same once more, in one line: where it comes from was told at the first time.</summary>
    [LoggerMessage(Level = LogLevel.Error, Message = "crashed as before; it is started again in {Seconds} s: {Reason}")]
    private partial void LogCrashedAgain(string reason, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "failed while it was stopping")]
    private partial void LogFailedWhileStopping(Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "a handler of the stop request failed; the stop goes on")]
    private partial void LogStopHandlerFailed(Exception error);
}
