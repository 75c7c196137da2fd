using System.Data.Common;
using System.Text;
using Catchment.Core.Databases;
using Catchment.Core.Storage;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Inventory;

/// <summary>
/// Records the files of the data folders that are not yet in <c>file_origins</c>. What the host has there is read once; of a file that is known
/// nothing but its name is looked at. Source: <c>telemetry</c> 5, D7, D8, D9, D24.
/// </summary>
/// <param name="settings">What it runs with.</param>
/// <param name="database">The database.</param>
/// <param name="clock">The clock of its waits.</param>
/// <param name="logger">Its log.</param>
public sealed partial class InventoryRun(TelemetrySettings settings, TelemetryDatabase database, TimeProvider clock, ILogger logger)
{
    private const int BatchFiles = 2000;

    private readonly TransactionRetry _retry = new(clock, logger);
    private readonly List<FileOrigin> _batch = [];
    private KnownPaths _known = null!;
    private DataFolderWalk _walk = null!;
    private IProgress<InventoryProgress>? _progress;
    private CancellationToken _cancellation;
    private string _dataDir = "";
    private long _seen;
    private long _added;
    private long _refreshed;
    private long _gone;

    /// <summary>Records what there is. For one call at a time.</summary>
    /// <param name="progress">Told after each commit.</param>
    /// <param name="cancellation">Ends it before the next folder; what was found is recorded.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="TelemetryDatabaseException">The host's name is too long for the tables.</exception>
    /// <exception cref="DbException">The database refused, or stays away.</exception>
    /// <exception cref="OperationCanceledException">It was ended while it waited for the database.</exception>
    public InventoryReport Run(IProgress<InventoryProgress>? progress, CancellationToken cancellation)
    {
        ColumnWidths.CheckHost(settings.Hostname);
        (_seen, _added, _refreshed, _gone) = (0, 0, 0, 0);
        _batch.Clear();
        _known = _retry.Run(() => KnownPaths.Read(database, settings.Hostname, settings.RescanChanged), cancellation);
        _walk = new DataFolderWalk(Meet, logger);
        (_progress, _cancellation) = (progress, cancellation);
        foreach (var dataDir in settings.DataDirs)
        {
            _dataDir = dataDir;
            _walk.Walk(dataDir, cancellation);
            Save();
        }

        LogEnd(logger, _seen, _added, _refreshed, _walk.Skipped);
        return new InventoryReport
        {
            Seen = _seen,
            Added = _added,
            Refreshed = _refreshed,
            Skipped = _walk.Skipped,
            Gone = _gone,
            IsStopped = cancellation.IsCancellationRequested,
        };
    }

    private void Meet(FolderHandle folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path)
    {
        _seen++;
        var digest = PathDigest.Of(path);
        var isKnown = _known.Contains(digest);
        if (isKnown ? !settings.RescanChanged : !_known.Meet(digest))
            return;
        FileFacts? facts;
        try
        {
            facts = folder.TargetFacts(name);
        }
        catch (StorageException e)
        {
            _walk.Skip(Encoding.UTF8.GetString(path), e.Message);
            return;
        }

        if (facts is not { } file)
        {
            _gone++;
            return;
        }

        var modified = Instant.OfFile(file.Modified);
        if (file.Kind == FileKind.Folder || (isKnown && !_known.Change(digest, modified, file.Size)))
            return;
        var text = Encoding.UTF8.GetString(path);
        var created = FlatlogName.Parse(text).StartMicroseconds ?? Instant.OfFile(file.Changed);
        _batch.Add(new FileOrigin(settings.Hostname, text, modified, created, file.Size));
        if (isKnown)
            _refreshed++;
        else
            _added++;
        if (_batch.Count >= BatchFiles)
            Save();
    }

    private void Save()
    {
        if (_batch.Count == 0)
            return;

        // In one order for all who do so at once, so that none waits for another in a circle.
        _batch.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        Save(_batch);
        _batch.Clear();
        _progress?.Report(new InventoryProgress(_dataDir, _seen, _added + _refreshed));
    }

    private void Save(List<FileOrigin> files)
    {
        try
        {
            _retry.Run(
                () =>
                {
                    using var connection = database.Connect();
                    using var transaction = connection.BeginTransaction();
                    TelemetryTables.Add(transaction, files);
                    transaction.Commit();
                    return true;
                },
                _cancellation);
        }
        catch (DbException e) when (Database.IsOfTheData(e))
        {
            // One of them is what the database will not have: the others are recorded nonetheless.
            if (files.Count > 1)
            {
                foreach (var file in files)
                    Save([file]);
                return;
            }

            _walk.Skip(files[0].Path, e.Message);
            _added--;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Seen} files seen, {Added} added, {Refreshed} refreshed, {Skipped} left out")]
    private static partial void LogEnd(ILogger logger, long seen, long added, long refreshed, long skipped);
}
