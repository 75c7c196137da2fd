using System.Data.Common;
using System.Globalization;
using Catchment.Files.Tables;
using Catchment.Files.Verification;

namespace Catchment.Files.Catalog;

/// <summary>
/// Tracked files for people: by their status now, by name, by time; one file with its whole history; how many stand where. Quick with a
/// million files, and never in an ingester's way. Safe for many threads.
/// </summary>
public sealed class FileCatalog
{
    private const int RowsAtOnce = 1000;

    /// <summary>Rows that <see cref="Rates"/> looks at.</summary>
    private const int MostRateRows = 200_000;

    /// <summary>Digits from which a word is taken for the beginning of a checksum.</summary>
    private const int LeastDigits = 6;

    private static readonly TimeSpan RecountEvery = TimeSpan.FromMinutes(10);

    private readonly FilesDatabase _database;
    private readonly LedgerReader _ledger;
    private readonly FileReader _files;
    private readonly StatusLookout _lookout;
    private readonly CheckLedger _checks;
    private readonly Lock _sumGate = new();
    private (long Files, long Bytes, long Greatest, long Counted)? _sum;

    /// <summary>Makes a catalog of a database's tables.</summary>
    /// <param name="database">Where they are; without an events table no file has a status.</param>
    public FileCatalog(FilesDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        _ledger = new LedgerReader(database.Own.Kind);
        _files = new FileReader(database.Tables, database.Original.Kind);
        _lookout = new StatusLookout(database, _ledger, _files);
        _checks = new CheckLedger(database.Own.Kind);
    }

    /// <summary>There is an events table.</summary>
    public bool HasEvents => _database.Tables.EventsName is not null;

    /// <summary>Takes in events that are new to Catchment, those of other programs and people too. The first time that is every event.</summary>
    /// <param name="cancellation">Ends it; what was taken in stays.</param>
    /// <param name="isPatient">
    /// Also looks, every few minutes, for what was written by the clocks of other zones when that takes longer than a second: PostgreSQL's
    /// table is in the order of those clocks, and not of arrival.
    /// </param>
    /// <returns>False: an ingester reads all events for the first time just now, and statuses are incomplete until it has.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public bool Look(CancellationToken cancellation, bool isPatient = false) => _lookout.Look(isPatient, cancellation) is { IsKnown: true } || !HasEvents;

    /// <summary>A page of files.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public FilePage Page(FileQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, FileQuery.MostEntries, nameof(query));
        using var original = _database.Original.Connect();
        using var own = _database.Own.Connect();
        var scope = HasEvents ? _database.Ledger.Scope(own, IngesterTables.NameOf(_database.Tables))?.Id : null;
        var items = new List<FileEntry>();
        var place = query.Cursor;
        var looked = 0L;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var wanted = query.Limit + 1 - items.Count;
            var step = (query.Status, query.IsNew, scope) switch
            {
                ({ } status, _, { } known) => ByStatus(original, own, known, query, status, place, wanted),
                ({ }, _, null) => new Step([], place, 0, IsEnd: true),
                (null, true, { } known) => ByAbsence(original, own, known, query, place, wanted),
                _ => ByRow(original, own, scope, query, place, wanted),
            };
            items.AddRange(step.Items);
            (place, looked) = (step.Reached, looked + step.LookedAt);
            if (items.Count > query.Limit)
                return new FilePage(items[..query.Limit], items[query.Limit - 1].File.Id, IsCut: false);
            if (step.IsEnd)
                return new FilePage(items, null, IsCut: false);
            if (looked >= query.MostLookedAt)
                return new FilePage(items, place, IsCut: true);
        }
    }

    /// <summary>Files that a person means by a word: a row number, a path below the storage folder, a name, or the beginning of a checksum.</summary>
    /// <param name="word">The word.</param>
    /// <returns>None, one, or several with this beginning of the checksum.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IReadOnlyList<FileEntry> Find(string word)
    {
        ArgumentException.ThrowIfNullOrEmpty(word);
        using var original = _database.Original.Connect();
        if (long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && _database.Tables.ById(original, [id]) is { Count: > 0 } byId)
            return WithStatus(byId);
        if (word[^1] != '/')
        {
            var path = FilePath.Of(word);
            var named = _files.Named(original, path.Name);
            if (named.Find(f => f.Path == path) is { } exact)
                return WithStatus([exact]);
            if (path.Folder == FilePath.Top && named.Count > 0)
                return WithStatus(named);
        }

        return word.Length >= LeastDigits && word.All(char.IsAsciiHexDigit)
            ? Page(new FileQuery { Checksum = word.ToLowerInvariant(), Limit = 20 }, CancellationToken.None).Items
            : [];
    }

    /// <summary>Files by their row numbers; those that are not there are left out.</summary>
    /// <param name="ids">The numbers.</param>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IReadOnlyList<FileEntry> ById(IReadOnlyCollection<long> ids)
    {
        using var original = _database.Original.Connect();
        return WithStatus(_database.Tables.ById(original, ids));
    }

    /// <summary>All that is known of a file.</summary>
    /// <param name="id">Its row number.</param>
    /// <returns>Null: there is no such row.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public FileHistory? History(long id)
    {
        using var original = _database.Original.Connect();
        if (_database.Tables.ById(original, [id]) is not [var file])
            return null;
        var entry = WithStatus([file])[0];
        using var own = _database.Own.Connect();
        var events = HasEvents ? _database.Tables.History(original, id) : [];
        return new FileHistory(
            entry,
            [.. events.Select(e => new HistoryEvent(LocalTime.At(e.Start), e.Status, e.Version, e.Duration, e.Message))],
            _checks.Of(own, _database.Tables.FilesName, id));
    }

    /// <summary>How many files stand where.</summary>
    /// <param name="cancellation">Ends the counting.</param>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public FileFunnel Funnel(CancellationToken cancellation)
    {
        using var original = _database.Original.Connect();
        using var own = _database.Own.Connect();
        var scope = HasEvents ? _database.Ledger.Scope(own, IngesterTables.NameOf(_database.Tables)) : null;
        var (files, bytes) = Sum(original, cancellation);
        var (counts, taken) = scope is null ? ([], 0) : _ledger.Counts(own, scope.Id);
        var oldest = scope is null ? null : OldestWaiting(original, own, scope);
        return new FileFunnel(files, bytes, HasEvents ? Math.Max(0, files - counts.Values.Sum()) : 0, counts, taken, oldest, oldest?.Since ?? oldest?.File.AddedOn, scope?.IsKnown ?? !HasEvents);
    }

    /// <summary>What happened of late. With more than about 200,000 rows in that time it begins later.</summary>
    /// <param name="time">How far back.</param>
    /// <param name="width">How long a span is: whole seconds.</param>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public FileRates Rates(TimeSpan time, TimeSpan width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, TimeSpan.FromSeconds(1));
        var seconds = (long)width.TotalSeconds;
        var now = LocalTime.Now(_database.Clock) / (seconds * TimeSpan.MicrosecondsPerSecond);
        var first = now - (long)(time / width) + 1;
        using var original = _database.Original.Connect();
        var (found, foundFrom) = _files.Found(original, first, seconds, MostRateRows);
        var (events, eventsFrom) = HasEvents
            ? _files.Events(original, first, (now + 1) * seconds * TimeSpan.MicrosecondsPerSecond, seconds, MostRateRows)
            : ([], null);
        first = Math.Min(now, Math.Max(first, Math.Max(foundFrom ?? first, eventsFrom ?? first)));
        var spans = new List<FileRate>();
        for (var span = first; span <= now; span++)
        {
            long Of(FileStatus status) => events.GetValueOrDefault((span, status));
            spans.Add(new FileRate(
                LocalTime.At(span * seconds * TimeSpan.MicrosecondsPerSecond),
                found.GetValueOrDefault(span),
                Of(FileStatus.Success),
                Of(FileStatus.Failure) + Of(FileStatus.Unknown),
                Of(FileStatus.Ignored) + Of(FileStatus.Invalid)));
        }

        return new FileRates(spans, width);
    }

    private List<FileEntry> WithStatus(IReadOnlyList<TrackedFile> files)
    {
        using var own = _database.Own.Connect();
        var scope = HasEvents ? _database.Ledger.Scope(own, IngesterTables.NameOf(_database.Tables))?.Id : null;
        return Join(own, scope, files);
    }

    private List<FileEntry> Join(DbConnection own, long? scope, IReadOnlyList<TrackedFile> files)
    {
        var standings = Standings(own, scope, files);
        return [.. files.Select(f => FileEntry.Of(f, standings.TryGetValue(f.Id, out var standing) ? standing : null))];
    }

    private Dictionary<long, FileStanding> Standings(DbConnection own, long? scope, IReadOnlyList<TrackedFile> files) =>
        scope is { } known && files.Count > 0 ? _ledger.Standings(own, known, [.. files.Select(f => f.Id)]) : [];

    private Step ByRow(DbConnection original, DbConnection own, long? scope, FileQuery query, long? place, int wanted)
    {
        var looksAtStatus = query.ChangedSince is not null || query.ChangedUntil is not null;
        var (files, reached, looked, isEnd) = _files.Next(original, query, place, looksAtStatus ? RowsAtOnce : wanted);
        var standings = Standings(own, scope, files);
        FileStanding? Standing(long id) => standings.TryGetValue(id, out var standing) ? standing : null;
        return new Step([.. files.Where(f => query.Fits(Standing(f.Id))).Select(f => FileEntry.Of(f, Standing(f.Id)))], reached, looked, isEnd);
    }

    private Step ByStatus(DbConnection original, DbConnection own, long scope, FileQuery query, FileStatus status, long? place, int wanted)
    {
        var isPlain = query is { LooksAtRows: false, ChangedSince: null, ChangedUntil: null, IsNew: false };
        var most = isPlain ? wanted : RowsAtOnce;
        var part = _ledger.WithStatus(own, scope, status, FileOrder.Of(query), place, most);
        var fitting = part.Where(p => query.Fits(p.Standing)).ToList();
        var rows = fitting.Count == 0 ? [] : _files.Of(original, query, [.. fitting.Select(p => p.File)]);
        return new Step(
            [.. fitting.Where(p => rows.ContainsKey(p.File)).Select(p => FileEntry.Of(rows[p.File], p.Standing))],
            part.Count > 0 ? part[^1].File : place, part.Count, part.Count < most);
    }

    private Step ByAbsence(DbConnection original, DbConnection own, long scope, FileQuery query, long? place, int wanted)
    {
        var ids = _files.Ids(original, FileOrder.Of(query), place);
        if (ids.Count == 0 || !query.Fits(null))
            return new Step([], place, 0, IsEnd: true);
        var known = _ledger.Between(own, scope, Math.Min(ids[0], ids[^1]), Math.Max(ids[0], ids[^1]));
        long[] fresh = [.. ids.Where(id => !known.Contains(id))];
        var isCut = fresh.Length > wanted;
        fresh = [.. fresh.Take(wanted)];
        var rows = fresh.Length == 0 ? [] : _files.Of(original, query, fresh);
        return new Step(
            [.. fresh.Where(rows.ContainsKey).Select(id => FileEntry.Of(rows[id], null))],
            isCut ? fresh[^1] : ids[^1], ids.Count, !isCut && ids.Count < FileReader.Window);
    }

    private FileEntry? OldestWaiting(DbConnection original, DbConnection own, ScopeRow scope)
    {
        var waiting = new[] { FileStatus.Untried, FileStatus.Rerun }.Select(s => _ledger.OldestWaiting(own, scope.Id, s)).OfType<(long File, FileStanding Standing)>()
            .OrderBy(w => w.Standing.Since).ToArray();
        var oldest = waiting.Select(w => _database.Tables.ById(original, [w.File]) is [var file] ? FileEntry.Of(file, w.Standing) : null).FirstOrDefault(f => f is not null);
        var fresh = _files.FirstAbove(original, _ledger.Greatest(own, scope.Id));
        return fresh is not null && !(oldest?.Since <= fresh.AddedOn) ? FileEntry.Of(fresh, null) : oldest;
    }

    /// <summary>Files and bytes; what was counted before is not counted again but from time to time, as a person may take rows out.</summary>
    private (long Files, long Bytes) Sum(DbConnection original, CancellationToken cancellation)
    {
        lock (_sumGate)
        {
            var clock = _database.Clock;
            var before = _sum is { } sum && clock.GetElapsedTime(sum.Counted) < RecountEvery ? sum : (Files: 0, Bytes: 0, Greatest: long.MinValue, Counted: clock.GetTimestamp());
            var (files, bytes, greatest) = _files.Sum(original, before.Greatest, cancellation);
            _sum = (before.Files + files, before.Bytes + bytes, greatest, before.Counted);
            return (before.Files + files, before.Bytes + bytes);
        }
    }

    private sealed record Step(IReadOnlyList<FileEntry> Items, long? Reached, int LookedAt, bool IsEnd);
}
