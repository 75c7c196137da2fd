using System.Data.Common;
using System.Runtime.ExceptionServices;
using Catchment.Core.Databases;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Ingest;

/// <summary>Reads the telemetry files of the host that have not been read, several at a time. Source: <c>telemetry</c> 10.</summary>
/// <param name="settings">What it runs with.</param>
/// <param name="database">The database.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Its log.</param>
public sealed partial class BackfillRun(TelemetrySettings settings, TelemetryDatabase database, TimeProvider clock, ILogger logger)
{
    /// <summary>A worker waits for the server half of its time, so two a core keep both busy; more would only wait for each other.</summary>
    private const int WorkersPerCore = 2;

    /// <summary>Each may have two connections at once; a server lets in 100 unless it is told otherwise.</summary>
    private const int MostWorkers = 30;

    private readonly Lock _gate = new();
    private BackfillReport _report = new();
    private long _total;
    private Exception? _failure;

    /// <summary>Files that are read at the same time: as many as are wanted, bounded by the cores; one into SQLite, which has one writer.</summary>
    public int Workers { get; } = database.Kind == DatabaseKind.Sqlite ? 1 : Math.Clamp(settings.ParallelJobs, 1, Math.Min(WorkersPerCore * Environment.ProcessorCount, MostWorkers));

    /// <summary>Reads what there is to read. For one call at a time.</summary>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellation">Ends it; a file that is being read is as if it had not been.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="TelemetryDatabaseException">The host's name is too long for the tables.</exception>
    /// <exception cref="DbException">The database stays away, or lets nobody write.</exception>
    public BackfillReport Run(IProgress<BackfillProgress>? progress, CancellationToken cancellation)
    {
        ColumnWidths.CheckHost(settings.Hostname);
        (_report, _failure) = (new BackfillReport(), null);
        var files = new UnreadFiles(database, settings.Hostname, settings.Limit, new TransactionRetry(clock, logger));
        var copies = new CopiesAtHand(settings, new ReplicaReader(database, new TransactionRetry(clock, logger)), logger);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            _total = files.Count(ending.Token);
            progress?.Report(new BackfillProgress(0, _total, 0, 0));
            var workers = new Thread[(int)Math.Min(Workers, _total)];
            for (var i = 0; i < workers.Length; i++)
            {
                workers[i] = new Thread(() => Work(files, copies, progress, ending)) { Name = $"backfill {i + 1}", IsBackground = true };
                workers[i].Start();
            }

            foreach (var worker in workers)
                worker.Join();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // While it counted: nothing was read.
        }

        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        var report = _report with { IsStopped = cancellation.IsCancellationRequested };
        LogEnd(logger, report.Failed > 0 ? LogLevel.Warning : LogLevel.Information, report.Files, report.Rows, report.Unrecorded, report.Missing, report.Nameless, report.Failed);
        if (report.FromCopies > 0)
            LogCopies(logger, report.FromCopies);
        return report;
    }

    private void Work(UnreadFiles files, CopiesAtHand copies, IProgress<BackfillProgress>? progress, CancellationTokenSource ending)
    {
        try
        {
            using var ingest = new FileIngest(settings, database, copies, clock, logger);
            while (!ending.IsCancellationRequested && files.Take(ending.Token) is { } path)
                Count(ingest.Read(path, ending.Token), progress);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception e)
        {
            // What is not about one file ends all workers; the first one's reason is told.
            lock (_gate)
                _failure ??= e;
            ending.Cancel();
        }
    }

    private void Count(IngestedFile file, IProgress<BackfillProgress>? progress)
    {
        lock (_gate)
        {
            _report = _report with
            {
                Files = _report.Files + (file.End is FileEnd.Recorded or FileEnd.Unrecorded ? 1 : 0),
                Unrecorded = _report.Unrecorded + (file.End == FileEnd.Unrecorded ? 1 : 0),
                Missing = _report.Missing + (file.End == FileEnd.Missing ? 1 : 0),
                Nameless = _report.Nameless + (file.End == FileEnd.Nameless ? 1 : 0),
                Failed = _report.Failed + (file.End == FileEnd.Failed ? 1 : 0),
                Rows = _report.Rows + file.Rows,
                Entries = _report.Entries + file.Entries,
                Skipped = _report.Skipped + file.Skipped,
                Bytes = _report.Bytes + file.Bytes,
                FromCopies = _report.FromCopies + (file.IsFromCopy ? 1 : 0),
            };
            progress?.Report(new BackfillProgress(_report.Files + _report.Missing + _report.Nameless + _report.Failed, _total, _report.Rows, _report.Bytes));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Files} files were read from copies: they are no longer where the inventory has them")]
    private static partial void LogCopies(ILogger logger, long files);

    [LoggerMessage(Message = "{Files} files read, {Rows} rows added; {Unrecorded} files without a record, {Missing} no longer there, {Nameless} without a device, {Failed} failed")]
    private static partial void LogEnd(ILogger logger, LogLevel level, long files, long rows, long unrecorded, long missing, long nameless, long failed);
}
