using Catchment.Files.Notifications;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Ingester;

/// <summary>Counts and tells what became of files.</summary>
/// <param name="metrics">Where it is counted too.</param>
/// <param name="logger">Where it is told.</param>
/// <param name="news">Who else is told; null: nobody.</param>
internal sealed partial class IngestTally(IngesterMetrics metrics, ILogger logger, ResultNews? news)
{
    private readonly Dictionary<FileStatus, long> _counts = [];

    /// <summary>Results by status.</summary>
    public IReadOnlyDictionary<FileStatus, long> Counts => _counts;

    /// <summary>A result is there.</summary>
    /// <param name="result">The result.</param>
    /// <param name="path">The file.</param>
    public void Add(AttemptResult result, FilePath path)
    {
        metrics.Done(result);
        _counts[result.Status] = _counts.GetValueOrDefault(result.Status) + 1;
        var level = Level(result.Status);
        if (!logger.IsEnabled(level) && news?.Wants(result.Status) != true)
            return;
        var file = $"{path.Relative} ({result.FileId})";
        var status = FileStatusText.Of(result.Status);
        var reason = result.Message ?? "";
        LogResult(logger, level, file, status, reason);
        news?.Add(result.Status, file, result.Message);
    }

    /// <summary>Attempts of ingesters that are gone were decided.</summary>
    public void Recovered(int unknown) => news?.Add(FileStatus.Unknown, null, null, unknown);

    /// <summary>Tells the counts.</summary>
    public void Tell()
    {
        if (_counts.Count == 0)
            return;
        var counts = string.Join(", ", _counts.OrderBy(c => c.Key).Select(c => $"{c.Value} {FileStatusText.Of(c.Key)}"));
        LogCounts(logger, counts);
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
