using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Core.Databases;
using EventKey = Catchment.Cameras.Events.EventKey;

namespace Catchment.Cameras.Recordings.Tables;

/// <summary>
/// Writes to the tables of recorded events, each call in one transaction; who writes for the same data sink elsewhere waits meanwhile, so
/// that marks and counts are always those of the rows. Everything may be said twice. For one thread at a time.
/// </summary>
/// <param name="database">Where the tables are.</param>
/// <param name="sink">The name of this data sink, where several share one catalog; empty in a file of its own.</param>
internal sealed class RecordingTables(Database database, string sink)
{
    private const int MostSeriesRemembered = 20_000;
    private readonly Dictionary<RecordingSeries, long> _series = [];
    private readonly string _prefix = database.Kind == DatabaseKind.Sqlite ? "" : "catchment.";
    private readonly long _lock = HashOf("recordings\n" + sink);

    private static readonly BulkStatement<Written> InsertRows = new(
        "INSERT INTO camera_recordings (start, id, day, stop, width, height, pictures, stamp, sink, event, node, view, sets) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        "INSERT INTO catchment.camera_recordings (start, id, day, stop, width, height, pictures, stamp, sink, event, node, view, sets) SELECT * FROM unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[], @p3::bigint[], @p4::bigint[], @p5::bigint[], @p6::bigint[], @p7::bigint[], @p8::text[], @p9::text[], @p10::text[], @p11::text[], @p12::text[])",
        [r => CatalogTime.Of(r.Row.Start), r => r.Id, r => CatalogTime.Of(r.Row.Key.Day), r => r.Row.End is { } end ? CatalogTime.Of(end) : null, r => r.Row.Width, r => r.Row.Height, r => r.Row.Pictures, r => r.Row.Stamp],
        r => r.Sink, r => r.Row.Key.Id, r => r.Row.Node, r => r.Row.View, r => r.Row.SetsText);

    private static readonly BulkStatement<Written> UpdateRows = new(
        "UPDATE camera_recordings SET stop = ?3, width = ?4, height = ?5, pictures = ?6, stamp = ?7, node = ?8, view = ?9, sets = ?10 WHERE start = ?1 AND id = ?2",
        "UPDATE catchment.camera_recordings r SET stop = n.stop, width = n.width, height = n.height, pictures = n.pictures, stamp = n.stamp, node = n.node, view = n.view, sets = n.sets FROM unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[], @p3::bigint[], @p4::bigint[], @p5::bigint[], @p6::bigint[], @p7::text[], @p8::text[], @p9::text[]) AS n (start, id, stop, width, height, pictures, stamp, node, view, sets) WHERE r.start = n.start AND r.id = n.id",
        [r => CatalogTime.Of(r.Row.Start), r => r.Id, r => r.Row.End is { } end ? CatalogTime.Of(end) : null, r => r.Row.Width, r => r.Row.Height, r => r.Row.Pictures, r => r.Row.Stamp],
        r => r.Row.Node, r => r.Row.View, r => r.Row.SetsText);

    private static readonly BulkStatement<Old> DeleteRows = new(
        "DELETE FROM camera_recordings WHERE start = ?1 AND id = ?2",
        "DELETE FROM catchment.camera_recordings r USING unnest(@p0::bigint[], @p1::bigint[]) AS gone (start, id) WHERE r.start = gone.start AND r.id = gone.id",
        [r => r.Start, r => r.Id]);

    private static readonly BulkStatement<Mark> InsertMarks = new(
        "INSERT INTO camera_recording_marks (series, start, id) VALUES (?1, ?2, ?3)",
        "INSERT INTO catchment.camera_recording_marks (series, start, id) SELECT * FROM unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[])",
        [m => m.Series, m => m.Start, m => m.Id]);

    private static readonly BulkStatement<Mark> DeleteMarks = new(
        "DELETE FROM camera_recording_marks WHERE series = ?1 AND start = ?2 AND id = ?3",
        "DELETE FROM catchment.camera_recording_marks m USING unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[]) AS gone (series, start, id) WHERE m.series = gone.series AND m.start = gone.start AND m.id = gone.id",
        [m => m.Series, m => m.Start, m => m.Id]);

    private static readonly BulkStatement<KeyValuePair<(long Series, long Day), long>> AddCounts = new(
        "INSERT INTO camera_recording_counts (series, day, events) VALUES (?1, ?2, ?3) ON CONFLICT (series, day) DO UPDATE SET events = events + excluded.events",
        "INSERT INTO catchment.camera_recording_counts AS c (series, day, events) SELECT * FROM unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[]) ON CONFLICT (series, day) DO UPDATE SET events = c.events + excluded.events",
        [c => c.Key.Series, c => c.Key.Day, c => c.Value]);

    private static readonly BulkStatement<KeyValuePair<(long Series, long Day), long>> DropCounts = new(
        "DELETE FROM camera_recording_counts WHERE series = ?1 AND day = ?2 AND events <= 0",
        "DELETE FROM catchment.camera_recording_counts c USING unnest(@p0::bigint[], @p1::bigint[]) AS gone (series, day) WHERE c.series = gone.series AND c.day = gone.day AND c.events <= 0",
        [c => c.Key.Series, c => c.Key.Day]);

    /// <summary>Makes events of one day what they are now.</summary>
    /// <param name="day">The day.</param>
    /// <param name="rows">Events that are there.</param>
    /// <param name="gone">Events that are not.</param>
    /// <returns>Rows added or changed, and rows taken out.</returns>
    /// <exception cref="DbException">The database is away, or refused; nothing was changed.</exception>
    internal (int Written, int Removed) Write(DateOnly day, IReadOnlyList<RecordingRow> rows, IReadOnlyList<string> gone)
    {
        if (rows.Count + gone.Count == 0)
            return (0, 0);
        try
        {
            using var connection = database.Connect();
            using var transaction = connection.BeginTransaction();
            TakeTurn(transaction);
            var change = new Change();
            var old = Read(transaction, day, [.. rows.Select(r => IdOf(r.Key)).Concat(gone.Select(g => IdOf(new EventKey(day, g))))]);
            foreach (var row in rows)
                Put(transaction, change, new Written(row, IdOf(row.Key), sink), old);
            foreach (var id in gone)
            {
                if (old.Remove(IdOf(new EventKey(day, id)), out var row) && row.Event == id)
                    TakeOut(transaction, change, row);
            }

            Carry(transaction, change);
            if (rows.Count > 0)
                Execute(transaction, $"INSERT INTO {_prefix}camera_recording_days (sink, day) VALUES (@sink, @day) ON CONFLICT DO NOTHING", ("@sink", sink), ("@day", CatalogTime.Of(day)));
            transaction.Commit();
            return (change.Inserted.Count + change.Updated.Count, change.Removed);
        }
        catch
        {
            _series.Clear(); // Those that were made in the transaction are none.
            throw;
        }
    }

    /// <summary>The stamps of a day's events, by their ids.</summary>
    internal Dictionary<string, long> Stamps(DateOnly day)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT event, stamp FROM {_prefix}camera_recordings WHERE day = @day AND sink = @sink";
        command.With("@day", CatalogTime.Of(day)).With("@sink", sink);
        var stamps = new Dictionary<string, long>(StringComparer.Ordinal);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            stamps[reader.GetString(0)] = reader.GetInt64(1);
        return stamps;
    }

    /// <summary>The days that are known, with what stands for the state of their files when all was right; null: that is not known.</summary>
    internal Dictionary<DateOnly, long?> Days()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT day, stamp FROM {_prefix}camera_recording_days WHERE sink = @sink";
        command.With("@sink", sink);
        var days = new Dictionary<DateOnly, long?>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            days[DateOnly.FromDateTime(CatalogTime.ToDateTime(reader.GetInt64(0)))] = reader.IsDBNull(1) ? null : reader.GetInt64(1);
        return days;
    }

    /// <summary>Says that all of a day is right as long as its files stand so; null: that is not to be relied on.</summary>
    internal void Settle(DateOnly day, long? stamp)
    {
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        Execute(transaction, $"DELETE FROM {_prefix}camera_recording_days WHERE sink = @sink AND day = @day", ("@sink", sink), ("@day", CatalogTime.Of(day)));
        Execute(
            transaction, $"INSERT INTO {_prefix}camera_recording_days (sink, day, stamp) VALUES (@sink, @day, {stamp?.ToString(CultureInfo.InvariantCulture) ?? "NULL"})",
            ("@sink", sink), ("@day", CatalogTime.Of(day)));
        transaction.Commit();
    }

    /// <summary>Forgets a day that has neither files nor events.</summary>
    internal void Forget(DateOnly day)
    {
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        Execute(
            transaction, $"DELETE FROM {_prefix}camera_recording_days WHERE sink = @sink AND day = @day AND NOT EXISTS (SELECT 1 FROM {_prefix}camera_recordings r WHERE r.day = @day AND r.sink = @sink)",
            ("@sink", sink), ("@day", CatalogTime.Of(day)));
        transaction.Commit();
    }

    /// <summary>The number by which an event's row goes: made of sink, day and id, so that a catalog that is made anew has the same.</summary>
    internal long IdOf(EventKey key) => HashOf($"{sink}\n{key}");

    private static long HashOf(string text) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private void Put(DbTransaction transaction, Change change, Written row, Dictionary<long, Old> old)
    {
        var start = CatalogTime.Of(row.Row.Start);
        if (!old.Remove(row.Id, out var before))
        {
            change.Inserted.Add(row);
            change.Mark(Marks(transaction, row.Row.Series, start, row.Id), []);
            return;
        }

        if (before.Event != row.Row.Key.Id)
            return; // One number for two ids: 1 in 10^19 unless somebody made them up. The one that came first is listed.
        if (before.Start != start)
        {
            TakeOut(transaction, change, before);
            change.Removed--;
            change.Inserted.Add(row);
            change.Mark(Marks(transaction, row.Row.Series, start, row.Id), []);
            return;
        }

        if (before.Stamp == row.Row.Stamp && before.Sets == row.Row.SetsText)
            return;
        change.Updated.Add(row);
        change.Mark(Marks(transaction, row.Row.Series, start, row.Id), Marks(transaction, before.Series, start, row.Id));
    }

    private void TakeOut(DbTransaction transaction, Change change, Old row)
    {
        change.Deleted.Add(row);
        change.Removed++;
        change.Mark([], Marks(transaction, row.Series, row.Start, row.Id));
    }

    private static void Carry(DbTransaction transaction, Change change)
    {
        DeleteRows.Execute(transaction, change.Deleted);
        InsertRows.Execute(transaction, change.Inserted);
        UpdateRows.Execute(transaction, change.Updated);
        DeleteMarks.Execute(transaction, change.MarksGone);
        InsertMarks.Execute(transaction, change.MarksNew);
        KeyValuePair<(long Series, long Day), long>[] less = [.. change.Counts.Where(c => c.Value < 0)];
        AddCounts.Execute(transaction, [.. change.Counts.Where(c => c.Value != 0)]);
        DropCounts.Execute(transaction, less);
    }

    private void TakeTurn(DbTransaction transaction)
    {
        // SQLite's transactions that write wait for each other anyway.
        if (database.Kind == DatabaseKind.PostgreSql)
            Execute(transaction, "SELECT pg_advisory_xact_lock(@lock)", ("@lock", _lock));
    }

    private Dictionary<long, Old> Read(DbTransaction transaction, DateOnly day, IReadOnlyList<long> ids)
    {
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"SELECT start, id, event, node, view, sets, stamp FROM {_prefix}camera_recordings WHERE day = @day AND id IN ({string.Join(", ", ids.Select(i => i.ToString(CultureInfo.InvariantCulture)))})";
        command.With("@day", CatalogTime.Of(day));
        var rows = new Dictionary<long, Old>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            rows[reader.GetInt64(1)] = new Old(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetInt64(6));
        return rows;
    }

    private HashSet<Mark> Marks(DbTransaction transaction, IEnumerable<RecordingSeries> series, long start, long id) =>
        [.. series.Select(s => new Mark(NumberOf(transaction, s), start, id))];

    private long NumberOf(DbTransaction transaction, RecordingSeries series)
    {
        if (_series.TryGetValue(series, out var known))
            return known;
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"INSERT INTO {_prefix}camera_recording_series (sink, one, node, view, type, label) VALUES (@sink, @one, @node, @view, @type, @label) ON CONFLICT DO NOTHING; "
            + $"SELECT id FROM {_prefix}camera_recording_series WHERE sink = @sink AND one = @one AND type = @type AND label = @label AND node = @node AND view = @view";
        command.With("@sink", sink).With("@one", series.IsOneView ? 1L : 0L).With("@node", series.Node).With("@view", series.View)
            .With("@type", series.Type).With("@label", series.Label);
        var number = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (_series.Count >= MostSeriesRemembered)
            _series.Clear();
        return _series[series] = number;
    }

    private static void Execute(DbTransaction transaction, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        foreach (var (name, value) in parameters)
            command.With(name, value);
        command.ExecuteNonQuery();
    }

    private sealed record Written(RecordingRow Row, long Id, string Sink);

    private sealed record Old(long Start, long Id, string Event, string Node, string View, string Sets, long Stamp)
    {
        internal IEnumerable<RecordingSeries> Series => RecordingRow.SeriesOf(Node, View, RecordingRow.ReadSets(Sets));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Mark(long Series, long Start, long Id);

    /// <summary>What a transaction changes.</summary>
    private sealed class Change
    {
        internal List<Written> Inserted { get; } = [];

        internal List<Written> Updated { get; } = [];

        internal List<Old> Deleted { get; } = [];

        internal List<Mark> MarksNew { get; } = [];

        internal List<Mark> MarksGone { get; } = [];

        internal Dictionary<(long Series, long Day), long> Counts { get; } = [];

        internal int Removed { get; set; }

        internal void Mark(HashSet<Mark> now, HashSet<Mark> before)
        {
            foreach (var mark in now.Where(m => !before.Contains(m)))
            {
                MarksNew.Add(mark);
                Count(mark, 1);
            }

            foreach (var mark in before.Where(m => !now.Contains(m)))
            {
                MarksGone.Add(mark);
                Count(mark, -1);
            }
        }

        private void Count(Mark mark, long by)
        {
            var day = CatalogTime.Of(DateOnly.FromDateTime(CatalogTime.ToDateTime(mark.Start)));
            Counts[(mark.Series, day)] = Counts.GetValueOrDefault((mark.Series, day)) + by;
        }
    }
}
