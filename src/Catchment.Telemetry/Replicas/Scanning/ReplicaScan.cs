using System.Data.Common;
using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Replicas.Copying;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Replicas.Scanning;

/// <summary>
/// Walks a mounted volume and records the copies on it, each of which a mapping makes the copy of a host's file. The time of the version that it
/// is a copy of is its own time of modification, as tools that preserve it leave it. Source: <c>telemetry</c> 13.
/// </summary>
/// <param name="settings">What it runs with.</param>
/// <param name="database">The database.</param>
/// <param name="clock">The clock of its waits.</param>
/// <param name="logger">Its log.</param>
public sealed partial class ReplicaScan(TelemetrySettings settings, TelemetryDatabase database, TimeProvider clock, ILogger logger)
{
    private const int BatchRows = 5000;
    private const int SeenBetweenReports = 100;

    private ReplicaBatch _batch = null!;
    private DataFolderWalk _walk = null!;
    private IProgress<ReplicaScanProgress>? _progress;
    private CancellationToken _stop;
    private string _volume = "";
    private ReplicaScanReport _report = new();
    private long _seen;

    /// <summary>The contents of copies and originals are compared, where the originals are this computer's and there.</summary>
    public bool Compares { get; init; }

    /// <summary>Originals that the inventory does not have are recorded too, from what their copies tell: the files of a computer whose disks are gone.</summary>
    public bool AddsOriginals { get; init; }

    /// <summary>Walks volumes. For one call at a time.</summary>
    /// <param name="volumes">Folders.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="stop">Ends it before the next folder, or while it compares; what was found is recorded.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="DirectoryNotFoundException">A volume is not there.</exception>
    /// <exception cref="TelemetryDatabaseException">A name is too long for the tables.</exception>
    /// <exception cref="DbException">The database refused, or stays away.</exception>
    public ReplicaScanReport Run(IReadOnlyList<string> volumes, IProgress<ReplicaScanProgress>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(volumes);
        ColumnWidths.CheckHost(settings.ReplicaHost);
        var folders = volumes.Select(static v => Path.GetFullPath(v).TrimEnd('/')).ToArray();
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder + "/"))
                throw new DirectoryNotFoundException($"There is no folder {folder}/: is the volume mounted?");
        }

        (_report, _seen, _progress, _stop) = (new ReplicaScanReport(), 0, progress, stop);
        _batch = new ReplicaBatch(database, new TransactionRetry(clock, logger), BatchRows);
        _walk = new DataFolderWalk(Meet, logger);
        try
        {
            foreach (var folder in folders.Where(f => !folders.Any(other => other != f && ReplicaMap.Covers(other, f))).Distinct(StringComparer.Ordinal))
            {
                _volume = folder;
                _walk.Walk(folder + "/", stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // While it compared, which may have taken hours until then.
        }

        _batch.Save(CancellationToken.None);
        var saved = _batch.Total;
        var report = _report with
        {
            Seen = _seen,
            Added = saved.Added,
            Updated = saved.Updated,
            Unchanged = saved.Unchanged,
            Unmatched = saved.Unmatched,
            Originals = saved.Origins,
            Ahead = saved.Ahead,
            Skipped = _walk.Skipped,
            IsStopped = stop.IsCancellationRequested,
        };
        LogEnd(logger, report.Unmatched + report.Ahead + report.Damaged + report.Skipped > 0 ? LogLevel.Warning : LogLevel.Information, report.Seen, report.Added, report.Updated, report.Unmatched, report.Ahead, report.Unmapped, report.Skipped, report.Damaged);
        return report;
    }

    private void Meet(FolderHandle folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path)
    {
        if (FolderTarget.IsLock(name))
            return;
        if (_seen++ % SeenBetweenReports == 0)
            _progress?.Report(new ReplicaScanProgress(_volume, _seen));
        var text = Encoding.UTF8.GetString(path);
        if (settings.Replicas.Maps.Origin(text) is not { } origin)
        {
            _report = _report with { Unmapped = _report.Unmapped + 1 };
            return;
        }

        try
        {
            if (folder.Facts(name) is not { } facts)
                return; // gone since the folder named it
            if (Reason(facts, name, origin.Path) is { } reason)
                _walk.Skip(text, reason);
            else
                Take(text, facts, origin.Host, origin.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _walk.Skip(text, e.Message);
        }
    }

    private static string? Reason(FileFacts facts, ReadOnlySpan<byte> name, string originPath)
    {
        if (facts.Kind != FileKind.File)
            return "it is no regular file: a link to a file is no copy of it";
        if (name.StartsWith("."u8) && name.EndsWith(".tmp"u8))
            return "it is the temporary file of a copy that was not finished";
        return ColumnWidths.Characters(originPath) > ColumnWidths.Path ? $"the original's path has more than {ColumnWidths.Path} characters" : null;
    }

    private void Take(string path, FileFacts facts, string host, string originPath)
    {
        var modified = Instant.OfFile(facts.Modified);
        var row = new ReplicaRow(host, originPath, settings.ReplicaHost, path, modified, facts.Size)
        {
            Created = AddsOriginals ? FlatlogName.Parse(originPath).StartMicroseconds ?? modified : null,
        };
        _batch.Add(Compares && host == settings.Hostname ? Compared(row, facts) : row, original: null, _stop);
    }

    /// <summary>The row after a comparison: equal content is a copy of the original as it is, whatever its own time.</summary>
    private ReplicaRow Compared(ReplicaRow row, FileFacts copy)
    {
        if (ContentComparison.Look(row.OriginPath) is not { Kind: FileKind.File } original)
            return row;
        var isOfNow = Instant.OfFile(original.Modified) == row.Modified && original.Size == copy.Size;
        if (!isOfNow && original.Size != copy.Size)
            return row;
        if (ContentComparison.AreSame(row.OriginPath, original, row.Path, _stop) is not { } isSame)
            return row;
        _report = _report with { Compared = _report.Compared + 1, Damaged = _report.Damaged + (isOfNow && !isSame ? 1 : 0) };
        if (isSame)
            return row with { Modified = Instant.OfFile(original.Modified), IsCompared = true };
        if (!isOfNow)
            return row with { IsCompared = true };
        var shown = LogText.OneLine(row.Path);
        LogDamaged(logger, shown);
        return row with { Modified = null, IsCompared = true };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: other content than the original's, behind the same time and size")]
    private static partial void LogDamaged(ILogger logger, string path);

    [LoggerMessage(Message = "{Seen} files seen, {Added} copies added, {Updated} updated; {Unmatched} whose originals are not in the inventory, {Ahead} newer than it knows, {Unmapped} that no mapping covers, {Skipped} left out, {Damaged} damaged")]
    private static partial void LogEnd(ILogger logger, LogLevel level, long seen, long added, long updated, long unmatched, long ahead, long unmapped, long skipped, long damaged);
}
