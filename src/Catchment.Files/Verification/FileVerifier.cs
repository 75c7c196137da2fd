using System.Data.Common;
using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Catalog;
using Catchment.Files.Checksums;
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
    private readonly string _storage;
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
        _storage = storage;
        _ledger = new CheckLedger(database.Own.Kind);
    }

    /// <summary>The storage folder that a finder of ours noted for the files table; null: none did.</summary>
    /// <param name="database">Where the tables are.</param>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public static string? StorageOfFinder(FilesDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        using var own = database.Own.Connect();
        return database.Ledger.Storage(own, database.Tables.FilesName);
    }

    /// <summary>Makes a round.</summary>
    /// <param name="query">Which files; their order and paging do not matter.</param>
    /// <param name="question">What the round is about, in words: an interrupted round with the same words goes on.</param>
    /// <param name="options">How.</param>
    /// <param name="found">Told of each file that is not as it was; null: nobody.</param>
    /// <param name="progress">Told how far it is; null: nobody.</param>
    /// <param name="cancellation">Interrupts it: what was found is kept.</param>
    /// <exception cref="StorageGoneException">The storage folder is not there.</exception>
    /// <exception cref="DbException">The database is away, or refused; what was found before is kept.</exception>
    public VerifyReport Run(FileQuery query, string question, VerifyOptions options, Action<VerifyFault>? found, IProgress<VerifyProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(options);
        CheckStorage();
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

    private void CheckStorage()
    {
        if (!Directory.Exists(_storage))
            throw new StorageGoneException($"The storage folder '{_storage}' is not there: every file would be missing. Mount it, or correct its path.");
    }

    private FileCheckResult Check(TrackedFile file, ReadPace pace, CancellationToken cancellation, out long bytes)
    {
        bytes = 0;
        var path = $"{_storage}/{file.Path.Relative}";
        try
        {
            if (Place(path) is not { } place)
            {
                CheckStorage();
                return Result(CheckOutcome.Missing, null, null, null);
            }

            var (folder, name, size) = place;
            using (folder)
            {
                if (size != file.Size)
                    return Result(CheckOutcome.OtherSize, size, null, null);
                using var handle = folder.OpenFile(name);
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

    /// <summary>Where the regular file of a path lies, links followed; null: there is none. A pipe is none: who opens it may wait for ever.</summary>
    private static (FolderHandle Folder, byte[] Name, long Size)? Place(string path)
    {
        if (At(path) is not { } place)
            return null;
        if (place.Facts.Kind == FileKind.File)
            return (place.Folder, place.Name, place.Facts.Size);
        place.Folder.Dispose();
        if (place.Facts.Kind != FileKind.Other || File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target || At(target.FullName) is not { } final)
            return null;
        if (final.Facts.Kind == FileKind.File)
            return (final.Folder, final.Name, final.Facts.Size);
        final.Folder.Dispose();
        return null;
    }

    private static (FolderHandle Folder, byte[] Name, FileFacts Facts)? At(string path)
    {
        var folder = FolderHandle.Open(Path.GetDirectoryName(path) ?? "/");
        if (folder is null)
            return null;
        var name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
        try
        {
            if (folder.Facts(name) is { } facts)
                return (folder, name, facts);
        }
        catch
        {
            folder.Dispose();
            throw;
        }

        folder.Dispose();
        return null;
    }
}
