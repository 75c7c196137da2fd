using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Files.Patterns;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Finder;

/// <summary>
/// Tells what became of each path: remembers it, counts it, and writes it to the log once, for as long as the file is the same.
/// Thread-safe.
/// </summary>
/// <remarks>Source: <c>files</c> 9, 11 (D11, D16, D40).</remarks>
internal sealed partial class FinderJournal
{
    private static readonly Dictionary<FinderTrouble, string> Keys =
        Enum.GetValues<FinderTrouble>().ToDictionary(t => t, t => t.ToString().ToLowerInvariant());

    private readonly KnownFiles _known;
    private readonly FinderMetrics _metrics;
    private readonly IServiceContext _context;
    private readonly ILogger _finder;
    private readonly ILogger _search;
    private readonly ILogger _actions;
    private readonly LogEpisode[] _troubles;
    private readonly HashSet<long> _notes = [];

    internal FinderJournal(KnownFiles known, FinderMetrics metrics, IServiceContext context, ILoggerFactory loggers)
    {
        _known = known;
        _metrics = metrics;
        _context = context;
        _finder = loggers.CreateLogger(FinderMetrics.Service);
        _search = loggers.CreateLogger($"{FinderMetrics.Service}.search");
        _actions = loggers.CreateLogger($"{FinderMetrics.Service}.actions");
        _troubles = [.. Enum.GetValues<FinderTrouble>().Select(_ => new LogEpisode(context.Time))];
    }

    /// <summary>The log of the finder as a whole.</summary>
    internal ILogger Finder => _finder;

    /// <summary>A search met something that no row will stand for.</summary>
    /// <param name="key">The path in short.</param>
    /// <param name="path">The path.</param>
    /// <param name="stamp">The file as it is; 0: whatever it is.</param>
    /// <param name="outcome">What it is.</param>
    /// <param name="why">More about it.</param>
    internal void Met(PathKey key, string path, ulong stamp, FileOutcome outcome, string why)
    {
        if (!_known.Remember(key, stamp, outcome))
            return;
        _metrics.Ended(outcome);
        var name = LogText.OneLine(path);
        var reason = LogText.OneLine(why);
        switch (outcome)
        {
            case FileOutcome.Excluded:
                LogExcluded(_search, name);
                break;
            case FileOutcome.Link or FileOutcome.NotRegular:
                LogLeft(_search, name, reason);
                break;
            default:
                LogRefused(_search, name, reason);
                break;
        }
    }

    /// <summary>A file has its row now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="id">The row's number.</param>
    /// <param name="remains">It is still where it was found.</param>
    internal void Tracked(HashedFile file, long id, bool remains)
    {
        if (remains)
            _known.Remember(file.Candidate.Key, file.Stamp, FileOutcome.Tracked);
        else
            _known.Forget(file.Candidate.Key);
        _known.NoteRow(id);
        _metrics.Ended(FileOutcome.Tracked);
        if (!_finder.IsEnabled(LogLevel.Debug))
            return; // Nobody wants a text for each file.
        var name = Name(file);
        LogTracked(_finder, name, id);
    }

    /// <summary>A file has had its row before, and is that row's own.</summary>
    /// <param name="file">The file.</param>
    /// <param name="id">The row's number.</param>
    internal void IsTracked(HashedFile file, long id)
    {
        _known.NoteRow(id);
        if (_known.Remember(file.Candidate.Key, file.Stamp, FileOutcome.Tracked))
        {
            var name = Name(file);
            LogKnown(_finder, name);
        }
    }

    /// <summary>A file's name and content have a row; it is another file, or a row's own that must stay.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rows">The rows' numbers.</param>
    internal void Duplicate(HashedFile file, string rows)
    {
        if (!_known.Remember(file.Candidate.Key, file.Stamp, FileOutcome.Duplicate))
            return;
        _metrics.Ended(FileOutcome.Duplicate);
        var name = Name(file);
        LogDuplicate(_finder, name, rows);
    }

    /// <summary>A file stays where it is, without a row.</summary>
    internal void Refused(HashedFile file, FileOutcome outcome, string why)
    {
        if (!_known.Remember(file.Candidate.Key, file.Stamp, outcome))
            return;
        _metrics.Ended(outcome);
        var (name, reason) = (Name(file), LogText.OneLine(why));
        LogRefused(outcome == FileOutcome.Failed ? _actions : _finder, name, reason);
    }

    /// <summary>A file went before it was tracked.</summary>
    internal void Gone(Candidate file)
    {
        if (file.Progress is null)
            _known.Forget(file.Key);
        else if (!_known.Remember(file.Key, 0, FileOutcome.Missing))
            return;
        _metrics.Ended(FileOutcome.Missing);
        var name = LogText.OneLine(file.Path.Relative);
        LogGone(_finder, name);
    }

    /// <summary>A file went by an action.</summary>
    internal void Removed(HashedFile file)
    {
        if (file.Candidate.Progress is null)
            _known.Forget(file.Candidate.Key);
        else
            _known.Remember(file.Candidate.Key, 0, FileOutcome.Duplicate); // Its log may be read again: then nothing is there, rightly.
        var name = Name(file);
        LogRemoved(_actions, name);
    }

    /// <summary>Lines of a log are none; told once for as long as the log is the same.</summary>
    /// <param name="key">The log's bad lines in short.</param>
    /// <param name="stamp">The log as it is.</param>
    /// <param name="log">Its path.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="first">The first few.</param>
    internal void BadLines(PathKey key, ulong stamp, string log, long count, IEnumerable<RsyncLogLine> first)
    {
        if (!_known.Remember(key, stamp, FileOutcome.BadLine))
            return;
        _metrics.Ended(FileOutcome.BadLine, count);
        var name = LogText.OneLine(log);
        var lines = string.Join("; ", first.Select(l => $"line {l.Number}: {l.Problem}"));
        LogBadLines(_search, name, count, lines);
    }

    /// <summary>A transfer log was dealt with, or could not be.</summary>
    internal void Log(LogLevel level, string log, string what)
    {
        var (name, text) = (LogText.OneLine(log), LogText.OneLine(what));
        LogOfTransfer(_search, level, name, text);
    }

    /// <summary>A pattern took too long.</summary>
    internal void TooSlow(PythonPattern pattern) => Log(LogLevel.Warning, pattern.Text, "this pattern of the exclude list takes too long; it counts as not found");

    /// <summary>Whether a note of a move is met for the first time.</summary>
    internal bool IsFirst(long note) => _notes.Add(note);

    /// <summary>Something is in the way of everything; told once until it is over.</summary>
    internal void InTheWay(FinderTrouble trouble, string why)
    {
        _metrics.Failed(trouble);

        // Who sees the state finds its line in the log.
        if (_troubles[(int)trouble].Occurs())
        {
            var reason = LogText.OneLine(why);
            LogTrouble(_finder, reason);
        }

        _context.Degrade(Keys[trouble], why);
    }

    /// <summary>It is not, or no more.</summary>
    internal void Clear(FinderTrouble trouble)
    {
        if (_troubles[(int)trouble].End() is not { } episode)
            return;
        _context.Recover(Keys[trouble]);
        var seconds = episode.Lasted.TotalSeconds;
        LogClear(_finder, Keys[trouble], seconds, episode.Count);
    }

    private static string Name(HashedFile file) => LogText.OneLine(file.Candidate.Path.Relative);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Path}: left out by the exclude list")]
    private static partial void LogExcluded(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: {Reason}; it is left alone")]
    private static partial void LogLeft(ILogger logger, string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string path, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Path}: tracked as file {Id}")]
    private static partial void LogTracked(ILogger logger, string path, long id);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Path}: tracked before")]
    private static partial void LogKnown(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: already tracked, see file(s) {Rows}; the alternative action follows")]
    private static partial void LogDuplicate(ILogger logger, string path, string rows);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: no such file")]
    private static partial void LogGone(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Path}: removed")]
    private static partial void LogRemoved(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Log}: lines that cannot be understood are skipped: {Count}, the first of them {Lines}")]
    private static partial void LogBadLines(ILogger logger, string log, long count, string lines);

    [LoggerMessage(Message = "{Log}: {What}")]
    private static partial void LogOfTransfer(ILogger logger, LogLevel level, string log, string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
    private static partial void LogTrouble(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Trouble}: all right again after {Seconds:0.0} s ({Count} attempts)")]
    private static partial void LogClear(ILogger logger, string trouble, double seconds, long count);
}
