using System.Data.Common;
using Catchment.Files.Catalog;
using Catchment.Files.Checksums;
using Catchment.Files.Storage;
using Catchment.Files.Tables;

namespace Catchment.Files.Verification;

/// <summary>
/// Reads tracked files in the storage folder again, and compares them with their rows. How each was found is kept in a table of Catchment's
/// own, as the events table has no word for it; a round that is interrupted goes on where it was.
/// </summary>
public sealed class FileVerifier
{
    private const int RowsAtOnce = 500;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(2);

    private readonly FilesDatabase _database;
    private readonly FileCatalog _catalog;
    private readonly StorageFolder _storage;
    private readonly CheckLedger _ledger;

    /// <summary>Makes a verifier.</summary>
    /// <param name="database">Where the tables are.</param>
    /// <param name="catalog">Finds the files.</param>
    /// <param name="storage">Absolute path of the storage folder.</param>
    public FileVerifier(FilesDatabase database, FileCatalog catalog, string storage)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        _catalog = catalog;
        _storage = new StorageFolder(storage);
        _ledger = new CheckLedger(database.Own.Kind);
    }

    /// <summary>Makes a round.</summary>
    /// <param name="query">Which files; their order and paging do not matter.</param>
    /// <param name="question">What the round is about, in words: an interrupted round with the same words goes on.</param>
    /// <param name="options">How.</param>
    /// <param name="found">Told of each file that is not as it was; null: nobody.</param>
    /// <param name="progress">Told how far it is; null: nobody.</param>
    /// <param name="cancellation">Interrupts it: what was found is kept.</param>
    /// <exception cref="StorageGoneException">The storage folder is not there, or is empty although it has files.</exception>
    /// <exception cref="DbException">The database is away, or refused; what was found before is kept.</exception>
    public VerifyReport Run(FileQuery query, string question, VerifyOptions options, Action<VerifyFault>? found, IProgress<VerifyProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(options);
        if (!Directory.Exists(_storage.FullPath))
            throw Gone();
        var before = options.IsAnew ? null : Read(question);
        var isResumed = before is { Ended: null };
        var round = isResumed ? before! : new VerifyRound(0, UtcNow, null, 0, 0, 0);
        var pace = new ReadPace(options.BytesPerSecond, _database.Clock);
        var marked = 0L;
        var unsaved = new List<(TrackedFile File, FileCheckResult Result)>();
        var saved = _database.Clock.GetTimestamp();
        try
        {
            while (true)
            {
                // Without a cursor from the first row on, whatever its number.
                var page = _catalog.Page(query with { OldestFirst = true, Limit = RowsAtOnce, Cursor = round.Files == 0 ? null : round.Reached }, cancellation);
                foreach (var entry in page.Items)
                {
                    var result = Check(entry.File, pace, cancellation, out var bytes);
                    unsaved.Add((entry.File, result));
                    var isFault = result.Outcome != CheckOutcome.Same;
                    round = round with { Reached = entry.File.Id, Files = round.Files + 1, Bytes = round.Bytes + bytes, Faults = round.Faults + (isFault ? 1 : 0) };
                    if (isFault)
                        found?.Invoke(new VerifyFault(entry.File, result));
                    progress?.Report(new VerifyProgress(round.Files, round.Bytes, round.Faults));
                    if (_database.Clock.GetElapsedTime(saved) >= SaveEvery)
                        Save();
                }

                if (page.Next is null)
                    break;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Save();
            return Report(isStopped: true);
        }
        catch (StorageGoneException)
        {
            Save();
            throw;
        }

        round = round with { Ended = UtcNow };
        Save();
        return Report(isStopped: false);

        void Save()
        {
            if (options.MarksMissing)
                marked += new FileDesk(_database).MarkMissing([.. unsaved.Where(u => u.Result.Outcome == CheckOutcome.Missing).Select(u => u.File.Id)], CancellationToken.None).Added;
            using (var own = _database.Own.Connect())
            using (var transaction = own.BeginTransaction())
            {
                _ledger.Save(transaction, _database.Tables.FilesName, question, round, [.. unsaved.Select(u => (u.File.Id, u.Result))]);
                transaction.Commit();
            }

            unsaved.Clear();
            saved = _database.Clock.GetTimestamp();
        }

        VerifyReport Report(bool isStopped) => new(round.Files, round.Bytes, round.Faults, marked, isResumed ? before!.Reached : null, isStopped);
    }

    private long UtcNow => CheckLedger.Microseconds(_database.Clock.GetUtcNow().UtcDateTime);

    private VerifyRound? Read(string question)
    {
        using var own = _database.Own.Connect();
        return _ledger.Round(own, _database.Tables.FilesName, question);
    }

    private StorageGoneException Gone() =>
        new($"The storage folder '{_storage.FullPath}' is {(Directory.Exists(_storage.FullPath) ? "empty" : "not there")}: every file would be missing. Mount it, or correct its path.");

    private FileCheckResult Check(TrackedFile file, ReadPace pace, CancellationToken cancellation, out long bytes)
    {
        bytes = 0;
        var path = $"{_storage.FullPath}/{file.Path.Relative}";
        try
        {
            if (StoredFile.Find(path) is not { } found)
                return _storage.IsThere ? Result(CheckOutcome.Missing, null, null, null) : throw Gone();
            using (found)
            {
                if (found.Facts.Size != file.Size)
                    return Result(CheckOutcome.OtherSize, found.Facts.Size, null, null);
                using var handle = found.Folder.OpenFile(found.Name);
                var checksum = FileChecksum.Of(handle, cancellation, count => pace.Read(count, cancellation));
                bytes = checksum.Size;
                var outcome = checksum.Size != file.Size ? CheckOutcome.OtherSize : checksum.Text == file.Checksum ? CheckOutcome.Same : CheckOutcome.OtherContent;
                return Result(outcome, checksum.Size, checksum.Text, null);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Result(CheckOutcome.Unreadable, null, null, e.Message);
        }
    }

    private FileCheckResult Result(CheckOutcome outcome, long? size, string? checksum, string? reason) => new(_database.Clock.GetUtcNow().UtcDateTime, outcome, size, checksum, reason);
}
