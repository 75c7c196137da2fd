using Catchment.Core.Hosting;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Ingester;

/// <summary>Counts and tells what became of files.</summary>
/// <param name="context">Where it is told.</param>
/// <param name="metrics">Where it is counted too.</param>
internal sealed partial class IngestTally(IServiceContext context, IngesterMetrics metrics)
{
    private readonly Dictionary<FileStatus, long> _counts = [];

    /// <summary>Results by status.</summary>
    public IReadOnlyDictionary<FileStatus, long> Counts => _counts;

    /// <summary>A result is there.</summary>
    /// <param name="result">The result.</param>
    /// <param name="path">The file; null: the number has to do.</param>
    public void Add(AttemptResult result, FilePath? path)
    {
        metrics.Done(result);
        _counts[result.Status] = _counts.GetValueOrDefault(result.Status) + 1;
        var level = Level(result.Status);
        if (!context.Logger.IsEnabled(level))
            return;
        var file = path is { } known ? $"{known.Relative} ({result.FileId})" : $"{result.FileId}";
        var status = FileStatusText.Of(result.Status);
        var reason = result.Message ?? "";
        LogResult(context.Logger, level, file, status, reason);
    }

    /// <summary>Tells the counts.</summary>
    public void Tell()
    {
        if (_counts.Count == 0)
            return;
        var counts = string.Join(", ", _counts.OrderBy(c => c.Key).Select(c => $"{c.Value} {FileStatusText.Of(c.Key)}"));
        LogCounts(context.Logger, counts);
    }

    // Source: files 9.
    private static LogLevel Level(FileStatus status) => status switch
    {
        FileStatus.Failure => LogLevel.Warning,
        FileStatus.Invalid or FileStatus.Unknown => LogLevel.Error,
        _ => LogLevel.Debug,
    };

    [LoggerMessage(Message = "file {File}: {Status} {Reason}")]
    private static partial void LogResult(ILogger logger, LogLevel level, string file, string status, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "files: {Counts}")]
    private static partial void LogCounts(ILogger logger, string counts);
}
