using System.Data.Common;
using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Catalog;

/// <summary>What people decide about files: an event is added to those of the file, nothing is ever changed or taken out.</summary>
/// <remarks>Source: <c>files</c> 3.6, 5.6.</remarks>
public sealed class FileDesk
{
    /// <summary>The statuses whose files can be asked for again; those with another are tried by themselves.</summary>
    public static IReadOnlyList<FileStatus> Runnable { get; } = [FileStatus.Success, FileStatus.Failure, FileStatus.Unknown, FileStatus.Ignored, FileStatus.Invalid, FileStatus.Backfill];

    /// <summary>Files of one transaction.</summary>
    public const int FilesAtOnce = 500;

    private readonly FilesDatabase _database;
    private readonly LedgerReader _ledger;

    /// <summary>Makes a desk.</summary>
    /// <param name="database">Where the tables are; there is an events table.</param>
    public FileDesk(FilesDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        _ledger = new LedgerReader(database.Own.Kind);
    }

    private bool IsSqlite => _database.Own.Kind == DatabaseKind.Sqlite;

    /// <summary>Asks that files are tried again: adds a RERUN to each, but for those that are PENDING. What the ledger knows should be up to date: <see cref="FileCatalog.Look"/>.</summary>
    /// <param name="files">Their row numbers.</param>
    /// <param name="isRehearsal">Adds nothing, and tells what it would.</param>
    /// <param name="cancellation">Ends it between two transactions.</param>
    /// <exception cref="DbException">The database is away, or refused; what was added stays.</exception>
    /// <exception cref="OperationCanceledException">It was ended; what was added stays.</exception>
    public FileDeskAnswer Rerun(IReadOnlyCollection<long> files, bool isRehearsal, CancellationToken cancellation) => Add(files, FileStatus.Rerun, null, isRehearsal, cancellation);

    /// <summary>Notes that files are not in the storage folder any more: adds an INVALID to each, but for those that are PENDING or are INVALID already.</summary>
    /// <param name="files">Their row numbers.</param>
    /// <param name="cancellation">Ends it between two transactions.</param>
    /// <exception cref="DbException">The database is away, or refused; what was added stays.</exception>
    /// <exception cref="OperationCanceledException">It was ended; what was added stays.</exception>
    public FileDeskAnswer MarkMissing(IReadOnlyCollection<long> files, CancellationToken cancellation) => Add(files, FileStatus.Invalid, "no such file in storage, when it was to be verified", isRehearsal: false, cancellation);

    private FileDeskAnswer Add(IReadOnlyCollection<long> files, FileStatus status, string? reason, bool isRehearsal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        var answer = FileDeskAnswer.None;
        foreach (var group in files.Distinct().Order().Chunk(FilesAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            answer += Add(group, status, reason, isRehearsal);
        }

        return answer;
    }

    private FileDeskAnswer Add(long[] files, FileStatus status, string? reason, bool isRehearsal)
    {
        using var unit = new FilesUnit(_database);
        var there = _database.Tables.Existing(unit.Original, files);
        var scope = _database.Ledger.Scope(unit.Own, IngesterTables.NameOf(_database.Tables));
        var free = scope is not null ? Free(unit.Own, scope.Id, there) : [];
        var standings = scope is not null ? _ledger.Standings(unit.Own, scope.Id, there) : [];
        var now = LocalTime.Now(_database.Clock);
        if (scope is not null)
            TakeInUnread(unit, scope, now, free, standings);
        var events = new List<FileEvent>();
        long underWay = 0, asWished = 0, fresh = 0;
        foreach (var file in there)
        {
            if (!standings.TryGetValue(file, out var standing))
                fresh++;
            else if (standing.Status == status)
                asWished++;
            else if (standing.Status == FileStatus.Pending || standing.IsTaken || !free.TryGetValue(file, out var newest))
                underWay++;
            else
                events.Add(new FileEvent(file, Math.Max(now, newest + 1), status) { Duration = status == FileStatus.Invalid ? TimeSpan.Zero : null, Message = reason });
        }

        if (!isRehearsal && events.Count > 0)
        {
            _database.Tables.Add(unit.Change, events);
            unit.CommitOriginalFirst();
        }

        return new FileDeskAnswer(events.Count, underWay, asWished, fresh, files.Length - there.Count);
    }

    /// <summary>What stands in the events table and is not known yet, such as a wish of a moment ago, counts: a file is asked for once.</summary>
    private void TakeInUnread(FilesUnit unit, ScopeRow scope, long now, Dictionary<long, long> free, Dictionary<long, FileStanding> standings)
    {
        if (free.Count == 0)
            return;
        var (ledger, tables) = (_database.Ledger, _database.Tables);
        var unread = tables.EventsOf(unit.Original, free.Keys, tables.Resume(scope.Reached, now, isWide: true));
        if (unread.Count == 0)
            return;
        var states = ledger.States(unit.Own, scope.Id, free.Keys, isLocked: false);
        foreach (var (file, state) in IngesterTables.Changes(unread, states, ledger.KnownReruns(unit.Own, scope.Id, free.Keys)).States)
        {
            free[file] = state.Newest;
            standings[file] = new FileStanding(state.Status, state.Since, IsTaken: false);
        }
    }

    /// <summary>Files that nobody has, each with the time of its newest event; locked until the transaction ends. Who holds one is not waited for.</summary>
    private Dictionary<long, long> Free(DbConnection own, long scope, IReadOnlyList<long> files)
    {
        using var command = own.Command(IsSqlite
            ? $"SELECT file, newest FROM file_states WHERE scope = @scope AND worker IS NULL AND status <> {(int)FileStatus.Pending} AND file IN (SELECT value FROM json_each(@files))"
            : $"SELECT file, newest FROM catchment.file_states WHERE scope = @scope AND worker IS NULL AND status <> {(int)FileStatus.Pending} AND file = ANY (@files) ORDER BY file FOR UPDATE SKIP LOCKED");
        using var reader = command.With("@scope", scope).With("@files", IsSqlite ? JsonSerializer.Serialize(files) : files.ToArray()).ExecuteReader();
        var free = new Dictionary<long, long>();
        while (reader.Read())
            free[reader.GetInt64(0)] = reader.GetInt64(1);
        return free;
    }
}
