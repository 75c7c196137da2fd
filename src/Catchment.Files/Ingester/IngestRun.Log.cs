using Microsoft.Extensions.Logging;

namespace Catchment.Files.Ingester;

/// <summary>What a run tells.</summary>
internal sealed partial class IngestRun
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "no work")]
    private static partial void LogNoWork(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "others took this ingester for dead; {Count} files that it had not begun are theirs")]
    private static partial void LogTakenForDead(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "from ingesters that are gone: {Unknown} attempts that may have begun are UNKNOWN, {GivenBack} files were given back")]
    private static partial void LogRecovered(ILogger logger, int unknown, int givenBack);

    [LoggerMessage(Level = LogLevel.Error, Message = "the database will not take the result {Status} of file {FileId} as it is; it is written with less text, or as UNKNOWN")]
    private static partial void LogRefused(ILogger logger, long fileId, string status, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "the database is away: {Results} results and {Untouched} untouched files are left for the next start to decide")]
    private static partial void LogLeftBehind(ILogger logger, int results, int untouched);
}
