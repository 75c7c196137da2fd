using System.Data.Common;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tables;

/// <summary>
/// What an ingester reads and writes: which files wait, which it takes, what becomes of them. Any number of ingesters, also on
/// several machines, may work on one events table: a file is one's at a time. Safe for many threads of one ingester.
/// </summary>
/// <remarks>Source: <c>files</c> 3.6, 5.</remarks>
public sealed partial class IngesterTables
{
    private const int WalkRows = 10_000;

    /// <summary>Files whose events are looked for at the start, to tell whether the tables are those that were known.</summary>
    private const int Samples = 5;

    /// <summary>Rows of another session may become visible later than those with greater numbers: looked back over so many, and over more at the start.</summary>
    private const int LookBack = 2_000;
    private const int LookBackAtStart = 100_000;

    private readonly FilesDatabase _database;
    private readonly string _place;
    private readonly ILogger? _logger;
    private bool _hasLookedBack;

    /// <summary>Enters an ingester.</summary>
    /// <param name="database">Where the tables are; its settings name an events table.</param>
    /// <param name="place">What only one ingester at a time has on all machines: host and claimed state folder.</param>
    /// <param name="logger">Where it is told that the events table is not what it was; null: nowhere.</param>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IngesterTables(FilesDatabase database, string place, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        (_database, _place, _logger) = (database, place, logger);
        using var unit = new FilesUnit(database);
        Scope = Ledger.LockScope(unit.Own, ScopeName).Id;
        var settled = Ledger.Settled(unit.Own, Scope, Samples);
        if (settled.Count > 0 && !settled.Exists(s => Tables.HasEvent(unit.Original, s.File, s.Since)))
            ForgetStates(unit, Scope, []); // None of them: these are other tables.
        Worker = Ledger.AddWorker(unit.Own, Scope, place, UtcNow);
        unit.CommitOriginalFirst();
    }

    private IngesterTables(FilesDatabase database)
    {
        (_database, _place) = (database, "");
        using var unit = new FilesUnit(database);
        Scope = Ledger.LockScope(unit.Own, ScopeName).Id;
        unit.CommitOriginalFirst();
    }

    /// <summary>This ingester's number.</summary>
    public long Worker { get; }

    private long Scope { get; }

    private Ledger Ledger => _database.Ledger;

    private OriginalTables Tables => _database.Tables;

    private string ScopeName => NameOf(Tables);

    private long UtcNow => _database.Clock.GetUtcNow().Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The name under which the ledger keeps what it knows of an events table.</summary>
    internal static string NameOf(OriginalTables tables) => $"{tables.FilesName}|{tables.EventsName}";

    /// <summary>For one who takes in what is new, and no files.</summary>
    internal static IngesterTables WithoutIngester(FilesDatabase database) => new(database);

    /// <summary>
    /// Takes in what others have added: events of other programs and people. The first time it reads the whole events table, in parts,
    /// each in a transaction of its own; later what is new.
    /// </summary>
    /// <param name="isWide">Also events whose time is up to a day back, as a person writes them in another zone; at some cost.</param>
    /// <param name="cancellation">Ends it between two parts.</param>
    /// <returns>Events read.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public long Refresh(bool isWide, CancellationToken cancellation = default)
    {
        var read = 0L;
        EventPlace? next = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using var unit = new FilesUnit(_database);
            var scope = KnownScope(unit);
            var from = next ?? (scope.IsKnown ? Tables.Resume(scope.Reached, LocalTime.Now(_database.Clock), isWide) : scope.Reached);
            var events = Tables.EventsAfter(unit.Original, from, WalkRows);
            TakeIn(unit, events);
            read += events.Count;
            next = events.Count > 0 ? events[^1].Place : from;
            var isEnd = events.Count < WalkRows;
            var now = scope with { Reached = Tables.Farther(scope.Reached, next.Value), IsKnown = scope.IsKnown || isEnd };
            if (now != scope)
                Ledger.SaveScope(unit.Own, now);
            unit.CommitOriginalFirst();
            if (isEnd)
                return read;
        }
    }

    /// <summary>Gives files that have no event yet an UNTRIED, about so many.</summary>
    /// <returns>How many; fewer than asked for: there are no more.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public int AddUntried(int most)
    {
        using var unit = new FilesUnit(_database);
        var scope = KnownScope(unit);
        var behind = Tables.IdsAfter(unit.Original, scope.GreatestFile - (_hasLookedBack ? LookBack : LookBackAtStart), _hasLookedBack ? LookBack : LookBackAtStart)
            .Where(id => id <= scope.GreatestFile);
        var ahead = Tables.IdsAfter(unit.Original, scope.GreatestFile, most);
        long[] fresh = [.. Ledger.WithoutState(unit.Own, Scope, [.. behind, .. ahead])];
        var now = LocalTime.Now(_database.Clock);
        if (fresh.Length > 0)
        {
            // Backfill adds a file with its event at once, and a person may copy a history: that file is not new, though its events were not met.
            var others = Tables.EventsOf(unit.Original, fresh, Tables.Resume(scope.Reached, now, isWide: true));
            TakeIn(unit, others);
            var met = others.Select(e => e.Place.FileId).ToHashSet();
            fresh = [.. fresh.Where(id => !met.Contains(id))];
        }

        if (fresh.Length > 0)
            Tables.Add(unit.Change, [.. fresh.Select(id => new FileEvent(id, now, FileStatus.Untried))]);
        Ledger.Put(unit.OwnTransaction, Scope, fresh.Select(id => KeyValuePair.Create(id, new FileState(FileStatus.Untried, now, now))));
        if (ahead.Count > 0)
            Ledger.SaveScope(unit.Own, scope with { GreatestFile = ahead[^1] });
        unit.CommitOriginalFirst();
        _hasLookedBack = true;
        return ahead.Count < most ? Math.Min(fresh.Length, most - 1) : most;
    }

    /// <summary>Takes files that wait with one of these statuses, the first status first, and of each those that wait longest; writes their PENDING.</summary>
    /// <param name="statuses">The statuses.</param>
    /// <param name="most">Files at most.</param>
    /// <param name="isOnce">Leaves out files that this ingester had before.</param>
    /// <exception cref="DbException">The database is away, or refused. What was taken nonetheless comes back by <see cref="Recover"/>.</exception>
    public IReadOnlyList<Claim> Take(IReadOnlyList<FileStatus> statuses, int most, bool isOnce)
    {
        var cameFrom = new Dictionary<long, FileStatus>();
        var pending = new List<FileEvent>();
        using (var unit = new FilesUnit(_database))
        {
            var now = LocalTime.Now(_database.Clock);
            foreach (var status in statuses)
            {
                foreach (var (file, start) in pending.Count < most ? Ledger.Take(unit.Own, Scope, status, Worker, now, most - pending.Count, isOnce) : [])
                {
                    cameFrom[file] = status;
                    pending.Add(new FileEvent(file, start, FileStatus.Pending));
                }
            }

            if (pending.Count == 0)
                return [];

            // Our note first: a PENDING without one would belong to nobody.
            unit.CommitOwnFirst(u => Tables.Add(u.Change, pending));
        }

        using var connection = _database.Original.Connect();
        var rows = Tables.ById(connection, cameFrom.Keys).ToDictionary(f => f.Id);
        if (rows.Count < pending.Count)
        {
            // A person took their rows out, and left their events.
            using var own = _database.Own.Connect();
            Ledger.Forget(own, Scope, pending.Select(p => p.FileId).Where(id => !rows.ContainsKey(id)));
        }

        return [.. pending.Where(p => rows.ContainsKey(p.FileId)).Select(p => new Claim(rows[p.FileId], cameFrom[p.FileId]))];
    }

    /// <summary>Notes that the attempts of these claims may begin: from now on a kill makes them UNKNOWN.</summary>
    /// <returns>Those that are still this ingester's: the others were decided by somebody who took it for dead, and may not be touched.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IReadOnlySet<long> Begin(IReadOnlyCollection<long> files)
    {
        using var unit = new FilesUnit(_database);
        var own = Ledger.Begin(unit.Own, Scope, Worker, files);
        unit.CommitOriginalFirst();
        return own;
    }

    /// <summary>Writes what became of claims, and gives the files free.</summary>
    /// <exception cref="DbException">The database is away, or refused. Saying it again is right: what was written stays once.</exception>
    public void Finish(IReadOnlyList<AttemptResult> results) => Finish(results, isOwnOnly: false);

    private void Finish(IReadOnlyList<AttemptResult> results, bool isOwnOnly)
    {
        using var unit = new FilesUnit(_database);
        var states = Ledger.States(unit.Own, Scope, results.Select(r => r.FileId));
        var events = new List<FileEvent>(results.Count);
        foreach (var result in results)
        {
            var before = states.GetValueOrDefault(result.FileId);
            var began = LocalTime.Of(result.Start);
            if (isOwnOnly && before?.Worker != Worker)
                continue; // Given back before, or decided by others.
            if (before is { Worker: null } && before.Status == result.Status && before.Since >= began)
                continue; // Said before, and the answer was lost.
            var start = Math.Max(began, (before?.Newest ?? long.MinValue + 1) + 1);
            if (_database.IsOneStore || !Tables.HasEvent(unit.Original, result.FileId, start))
                events.Add(new FileEvent(result.FileId, start, result.Status) { Version = Clean(result.Version), Duration = result.Duration, Message = Clean(result.Message) });
            states[result.FileId] = After(before, Worker, result.Status, start);
        }

        Write(unit, events, states);
        unit.CommitOriginalFirst();
    }

    /// <summary>Gives claims back whose attempts have not begun, with an event of the status they were chosen by.</summary>
    /// <exception cref="DbException">The database is away, or refused. Saying it again is right.</exception>
    public void GiveBack(IReadOnlyCollection<Claim> claims)
    {
        if (claims.Count > 0)
            Finish([.. claims.Select(c => new AttemptResult(c.File.Id, c.CameFrom, _database.Clock.GetLocalNow().DateTime))], isOwnOnly: true);
    }

    /// <summary>Text that every database takes: without NUL, unpaired surrogates replaced (D32).</summary>
    private static string? Clean(string? text) =>
        text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace("\0", "", StringComparison.Ordinal)));

    /// <summary>The state after an event of ours. A RERUN that came in during the attempt stays open.</summary>
    private static FileState After(FileState? before, long owner, FileStatus status, long start)
    {
        if (before?.Worker is { } other && other != owner)
            return before with { Newest = start }; // Taken for dead, and the file was taken by another since.
        if (before?.RerunRow is not null)
            return before with { Newest = start, Worker = null, CameFrom = null, HasBegun = false };
        return new FileState(status, start, start, status == FileStatus.Rerun ? long.MaxValue : null);
    }

    private void Write(FilesUnit unit, List<FileEvent> events, Dictionary<long, FileState> states)
    {
        if (events.Count > 0)
            Tables.Add(unit.Change, events);
        Ledger.Put(unit.OwnTransaction, Scope, states);

        // A RERUN that we give back is no person's: it must not count again when the walk meets it.
        Ledger.Remember(unit.OwnTransaction, Scope, events.Where(e => e.Status == FileStatus.Rerun).Select(e => (e.FileId, e.Start)));
    }
}
