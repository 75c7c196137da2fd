using System.Data.Common;
using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>
/// Copies the files of this computer that the inventory has, and records the copies once they are there for good. What is current is passed
/// over, so that an interrupted run is one that goes on. Source: <c>telemetry</c> 13.
/// </summary>
/// <param name="settings">What it runs with.</param>
/// <param name="database">The database.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Its log.</param>
public sealed partial class ReplicaCopy(TelemetrySettings settings, TelemetryDatabase database, TimeProvider clock, ILogger logger)
{
    private const int PageFiles = 2000;
    private const int BatchRows = 500;
    private const int MostFailuresInARow = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly TransactionRetry _retry = new(clock, logger);
    private ReplicaBatch _batch = null!;
    private ReplicaMaps _places = ReplicaMaps.None; // in the target, of all hosts
    private ReplicaMaps _maps = ReplicaMaps.None; // of these, this computer's
    private RateLimit _rate = null!;
    private CopyReport _report = new();
    private IReadOnlyDictionary<PathDigest, (long? Modified, long? Size)> _known = null!;
    private IReadOnlySet<PathDigest> _taken = null!;
    private long _firstWaits;
    private int _failures;

    /// <summary>The most bytes in a second; null: as fast as it goes.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>Copies. For one call at a time.</summary>
    /// <param name="target">Where to: a folder that is there, or <c>s3://bucket/prefix</c>.</param>
    /// <param name="options">How a store is reached.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="stop">Ends it within a file, of which nothing is left.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="CopyTargetException">The target is not there or full, or nothing can be written there.</exception>
    /// <exception cref="DbException">The database refused, or stays away.</exception>
    /// <exception cref="OperationCanceledException">It was ended before it had begun.</exception>
    public CopyReport Run(string target, TelemetryReplicaOptions options, IProgress<CopyProgress>? progress, CancellationToken stop)
    {
        var reader = new ReplicaReader(database, _retry);
        using var place = CopyTargets.Open(target, settings.ReplicaHost, below => reader.CountBelow(settings.ReplicaHost, below, stop), options, stop);
        return Run(place, progress, stop);
    }

    /// <summary>Copies. For one call at a time.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="stop">Ends it within a file, of which nothing is left.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="CopyTargetException">The target is full, or nothing can be written there.</exception>
    /// <exception cref="DbException">The database refused, or stays away.</exception>
    internal CopyReport Run(ICopyTarget target, IProgress<CopyProgress>? progress, CancellationToken stop)
    {
        ColumnWidths.CheckHost(settings.Hostname);
        ColumnWidths.CheckHost(target.Hostname);
        (_report, _failures, _rate) = (new CopyReport(), 0, new RateLimit(BytesPerSecond, clock));
        _batch = new ReplicaBatch(database, _retry, BatchRows);
        _places = new ReplicaMaps(settings.Replicas.Maps.All.Where(m => ReplicaMap.Covers(target.Root, m.Prefix)).Distinct());
        _maps = new ReplicaMaps(_places.All.Where(m => m.Host == settings.Hostname));
        if (_places.All.GroupBy(static m => m.Prefix, StringComparer.Ordinal).FirstOrDefault(static maps => maps.Count() > 1) is { } shared)
            throw new CopyTargetException($"The mappings {string.Join(" and ", shared)} lead to one folder: files of one name would have one copy.");
        try
        {
            var reader = new ReplicaReader(database, _retry);
            var files = reader.CountOriginals(settings.Hostname, stop).Files;
            (_known, _taken) = reader.Known(settings.Hostname, target.Hostname, path => PathIn(target, path), stop);
            var after = "";
            while (reader.Originals(settings.Hostname, after, PageFiles, stop) is { Count: > 0 } page)
            {
                after = page[^1].Path;
                foreach (var file in page)
                {
                    stop.ThrowIfCancellationRequested();
                    _report = _report with { Looked = _report.Looked + 1 };
                    Take(file, target, stop);
                    progress?.Report(new CopyProgress(_report.Looked, files, _report.Copied, _report.Bytes));
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _report = _report with { IsStopped = true };
        }
        finally
        {
            _batch.Save(CancellationToken.None); // What was copied is there for good, whatever ended this.
        }

        LogEnd(logger, _report.Failed + _report.Changed + _report.Newer + _report.Skipped > 0 ? LogLevel.Warning : LogLevel.Information, _report.Copied, _report.Bytes, _report.Confirmed, _report.Current, _report.Changed, _report.Newer, _report.OriginalsGone, _report.Unmapped, _report.Skipped, _report.Failed);
        return _report;
    }

    private void Take(KnownFile file, ICopyTarget target, CancellationToken stop)
    {
        var shown = LogText.OneLine(file.Path);
        if (PathIn(target, file.Path) is not { } path)
        {
            _report = _report with { Unmapped = _report.Unmapped + 1 };
            return;
        }

        try
        {
            if (ContentComparison.Look(file.Path) is not { } facts)
                _report = _report with { OriginalsGone = _report.OriginalsGone + 1 };
            else if (Reason(facts, file.Path, path, target.Root) is { } reason)
                Skip(shown, reason);
            else
                Take(file, facts, path, target, stop);
            _failures = 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _report = _report with { Failed = _report.Failed + 1 };
            LogFailed(logger, shown, e.Message);
            if (++_failures % MostFailuresInARow == 0)
                Probe(target, stop);
        }
    }

    /// <summary>Many failures in a row may be the target's, or those of as many originals: the target is asked.</summary>
    private static void Probe(ICopyTarget target, CancellationToken stop)
    {
        try
        {
            target.Probe(stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CopyTargetException($"{MostFailuresInARow} files in a row could not be copied, and {target.Root} cannot be used any more: {e.Message}", e);
        }
    }

    private void Take(KnownFile file, FileFacts facts, string path, ICopyTarget target, CancellationToken stop)
    {
        var modified = Instant.OfFile(facts.Modified);
        if (_known.TryGetValue(ReplicaReader.Key(file.Path, path), out var known) && known == (modified, facts.Size) && target.HasStill(path, facts.Size))
        {
            _report = _report with { Current = _report.Current + 1 };
            return;
        }

        SaveWhatWaits(); // The next one may take long.
        CopyOutcome outcome;
        using (var source = CopySource.Open(file.Path, facts))
            outcome = target.Put(source, path, _rate, stop);
        _report = _report with
        {
            Copied = _report.Copied + (outcome == CopyOutcome.Copied ? 1 : 0),
            Bytes = _report.Bytes + (outcome == CopyOutcome.Copied ? facts.Size : 0),
            Confirmed = _report.Confirmed + (outcome == CopyOutcome.Confirmed ? 1 : 0),
            Changed = _report.Changed + (outcome == CopyOutcome.Changed ? 1 : 0),
            Newer = _report.Newer + (outcome == CopyOutcome.Newer ? 1 : 0),
        };
        var shown = LogText.OneLine(file.Path);
        if (outcome == CopyOutcome.Changed)
            LogChanged(logger, shown);
        else if (outcome == CopyOutcome.Newer)
            LogNewer(logger, shown, LogText.OneLine(path));
        else
            Record(file, new ReplicaRow(settings.Hostname, file.Path, target.Hostname, path, modified, facts.Size) { IsCompared = true });
    }

    /// <summary>What has changed since the inventory is refreshed with the copy's row: the inventory would be behind its copy else.</summary>
    private void Record(KnownFile file, ReplicaRow row)
    {
        var isRefreshed = file.Modified != row.Modified || file.Size != row.Size;
        if (_batch.Count == 0)
            _firstWaits = clock.GetTimestamp();
        _batch.Add(row, isRefreshed ? new FileRefresh(new FileOrigin(row.OriginHost, row.OriginPath, row.Modified!.Value, row.Modified.Value, row.Size!.Value), file.Modified, file.Size) : null, CancellationToken.None);
        SaveWhatWaits();
    }

    private void SaveWhatWaits()
    {
        if (_batch.Count > 0 && clock.GetElapsedTime(_firstWaits) > LongestWait)
            _batch.Save(CancellationToken.None);
    }

    /// <summary>Where a file's copy is to be: where a mapping says, or in a folder of its host's name when there is no mapping for the target.</summary>
    private string? PathIn(ICopyTarget target, string path) =>
        _maps.All.Count > 0 ? _maps.Replica(settings.Hostname, path) : $"{target.Root}/{settings.Hostname}/{path.TrimStart('/')}";

    private string? Reason(FileFacts facts, string origin, string path, string root)
    {
        if (facts.Kind != FileKind.File)
            return "it is no regular file";
        if (_maps.All.Count > 0 && _places.Origin(path) != (settings.Hostname, origin))
            return "by another mapping, whose folder lies in that of this one, another file has its copy there";
        if (_taken.Contains(ReplicaReader.Key(path)))
            return "another file's copy is recorded there: remove that one, and verify with --forget";
        if (_maps.All.Count == 0 && (!origin.StartsWith('/') || origin.StartsWith("//", StringComparison.Ordinal)))
            return "without a mapping only a path that begins with one slash has a place of its own in the target";
        if (ReplicaMap.Covers(root, Path.GetFullPath(origin)))
            return "it lies in the target itself";
        if (ColumnWidths.Characters(path) > ColumnWidths.Path)
            return $"the copy's path would have more than {ColumnWidths.Path} characters";

        // The inventory's paths are as somebody's configuration had them; a copy lies below its root.
        return path.Length <= root.Length + 1 || path[(root.Length + 1)..].Split('/').Any(static s => s is "" or "." or ".." || s.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(s) > FolderHandle.MaxNameBytes)
            ? "a copy of that name would not lie in the target"
            : null;
    }

    private void Skip(string shown, string reason)
    {
        _report = _report with { Skipped = _report.Skipped + 1 };
        LogSkipped(logger, shown, reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: left out: {Reason}")]
    private static partial void LogSkipped(ILogger logger, string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: changed while it was copied; the next run copies it")]
    private static partial void LogChanged(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: {Copy} is newer; it is left as it is")]
    private static partial void LogNewer(ILogger logger, string path, string copy);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: not copied: {Reason}")]
    private static partial void LogFailed(ILogger logger, string path, string reason);

    [LoggerMessage(Message = "{Copied} files copied, {Bytes} bytes; {Confirmed} were there already, {Current} were current; {Changed} changed meanwhile, {Newer} are newer there, {Gone} are gone here, {Unmapped} are not mapped, {Skipped} left out, {Failed} failed")]
    private static partial void LogEnd(ILogger logger, LogLevel level, long copied, long bytes, long confirmed, long current, long changed, long newer, long gone, long unmapped, long skipped, long failed);
}
