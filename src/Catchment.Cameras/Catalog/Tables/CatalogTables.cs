using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Catchment.Core.Databases;

namespace Catchment.Cameras.Catalog.Tables;

/// <summary>
/// Writes to the catalog's tables, each call in one transaction. Everything may be said twice: a row that is there stays as it is.
/// For one thread at a time.
/// </summary>
/// <param name="database">Where the tables are.</param>
/// <param name="sink">The name of this data sink, where several share one catalog; empty in a file of its own.</param>
internal sealed class CatalogTables(Database database, string sink)
{
    private const int MostSeriesRemembered = 20_000;
    private const int Attempts = 5;
    private const string Deadlock = "40P01";
    private readonly Dictionary<(SeriesKind Kind, string Label, string Type), long> _series = [];
    private readonly string _prefix = database.Kind == DatabaseKind.Sqlite ? "" : "catchment.";

    private static readonly BulkStatement<(FrameEntry Frame, long Series)> InsertFrames = new(
        "INSERT INTO camera_frames (time, series, format, size, width, height, archived) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
        "INSERT INTO catchment.camera_frames (time, series, format, size, width, height, archived) SELECT * FROM unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[], @p3::bigint[], @p4::bigint[], @p5::bigint[], @p6::bigint[]) ON CONFLICT DO NOTHING",
        [r => CatalogTime.Of(r.Frame.Time), r => r.Series, r => (long)r.Frame.Format, r => r.Frame.Size, r => r.Frame.Width, r => r.Frame.Height, r => r.Frame.IsArchived ? 1 : 0]);

    private static readonly BulkStatement<(FrameEntry Frame, long Series)> DeleteFrames = new(
        "DELETE FROM camera_frames WHERE time = ?1 AND series = ?2 AND format = ?3",
        "DELETE FROM catchment.camera_frames f USING unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[]) AS gone (time, series, format) WHERE f.time = gone.time AND f.series = gone.series AND f.format = gone.format",
        [r => CatalogTime.Of(r.Frame.Time), r => r.Series, r => (long)r.Frame.Format]);

    private static readonly BulkStatement<(FrameEntry Frame, long Series)> MoveFrames = new(
        "UPDATE camera_frames SET archived = ?4 WHERE time = ?1 AND series = ?2 AND format = ?3",
        "UPDATE catchment.camera_frames f SET archived = moved.archived FROM unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[], @p3::bigint[]) AS moved (time, series, format, archived) WHERE f.time = moved.time AND f.series = moved.series AND f.format = moved.format",
        [r => CatalogTime.Of(r.Frame.Time), r => r.Series, r => (long)r.Frame.Format, r => r.Frame.IsArchived ? 1 : 0]);

    private static readonly BulkStatement<(EventEntry Event, long Hash, long Series)> InsertEvents = new(
        "INSERT INTO camera_events (time, number, hash, series, text) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        "INSERT INTO catchment.camera_events (time, number, hash, series, text) SELECT * FROM unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[], @p3::bigint[], @p4::text[]) ON CONFLICT DO NOTHING",
        [r => CatalogTime.Of(r.Event.Time), r => r.Event.Id, r => r.Hash, r => r.Series],
        r => r.Event.Text);

    private static readonly BulkStatement<EventKey> DeleteEvents = new(
        "DELETE FROM camera_events WHERE time = ?1 AND number = ?2 AND hash = ?3",
        "DELETE FROM catchment.camera_events e USING unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[]) AS gone (time, number, hash) WHERE e.time = gone.time AND e.number = gone.number AND e.hash = gone.hash",
        [r => r.Time, r => r.Number, r => r.Hash]);

    /// <summary>Adds frames.</summary>
    internal int Add(IReadOnlyList<FrameEntry> frames) => Write(InsertFrames, WithSeries(frames, isCertain: true));

    /// <summary>Takes frames out.</summary>
    internal int Remove(IReadOnlyList<FrameEntry> frames) => Write(DeleteFrames, WithSeries(frames, isCertain: false));

    /// <summary>Says whether frames are in the archive.</summary>
    internal int Move(IReadOnlyList<FrameEntry> frames) => Write(MoveFrames, WithSeries(frames, isCertain: false));

    /// <summary>Adds events.</summary>
    internal int Add(IReadOnlyList<EventEntry> events) =>
        Write(InsertEvents, [.. events.Select(e => (e, HashOf(e), SeriesOf(SeriesKind.Events, e.Camera, e.Type, isCertain: true)))]);

    /// <summary>Takes events out.</summary>
    internal int Remove(IReadOnlyList<EventKey> events) => Write(DeleteEvents, events);

    /// <summary>What tells two events of one number apart: their sink and text.</summary>
    internal long HashOf(EventEntry entry) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{sink}\n{entry.Text}")));

    /// <summary>The number of a series; it is made when it is not there.</summary>
    /// <param name="kind">What it is of.</param>
    /// <param name="camera">Whose.</param>
    /// <param name="type">Of which type.</param>
    /// <param name="isCertain">The camera spelled itself so; otherwise a spelling that is there stays.</param>
    internal long SeriesOf(SeriesKind kind, Camera camera, string type, bool isCertain)
    {
        if (_series.TryGetValue((kind, camera.Label, type), out var known))
            return known;
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"INSERT INTO {_prefix}camera_series (sink, kind, label, node, view, type) VALUES (@sink, @kind, @label, @node, @view, @type) "
            + $"ON CONFLICT (sink, kind, label, type) DO {(isCertain ? "UPDATE SET node = excluded.node, view = excluded.view" : "NOTHING")}; "
            + $"SELECT id FROM {_prefix}camera_series WHERE sink = @sink AND kind = @kind AND label = @label AND type = @type";
        command.With("@sink", sink).With("@kind", (long)kind).With("@label", camera.Label)
            .With("@node", camera.Node).With("@view", camera.View).With("@type", type);
        var id = Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (_series.Count >= MostSeriesRemembered)
            _series.Clear();
        _series.Add((kind, camera.Label, type), id);
        return id;
    }

    /// <summary>Forgets what was remembered of the tables, and reads the name of this catalog: one that is made anew has another.</summary>
    internal string Prepare()
    {
        _series.Clear();
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id FROM {_prefix}camera_catalog";
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>The keys of a day's frames, in their order.</summary>
    /// <param name="day">The day.</param>
    /// <param name="after">The last key of the page before; null: the first page.</param>
    /// <param name="limit">Rows read; those of other data sinks are left out.</param>
    /// <param name="last">The last key read, or null when there are no more.</param>
    internal List<FrameKey> FrameKeys(DateOnly day, FrameKey? after, int limit, out FrameKey? last)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT f.time, f.series, f.format, f.archived, s.sink, s.label FROM {_prefix}camera_frames f CROSS JOIN {_prefix}camera_series s "
            + "WHERE s.id = f.series AND f.time >= @from AND f.time < @to AND (f.time, f.series, f.format) > (@time, @series, @format) ORDER BY f.time, f.series, f.format LIMIT @limit";
        command.With("@from", CatalogTime.Of(day)).With("@to", CatalogTime.Of(day.AddDays(1))).With("@limit", (long)limit)
            .With("@time", after?.Time ?? long.MinValue).With("@series", after?.Series ?? 0L).With("@format", (long)(after?.Format ?? FrameFormat.Jpg));
        var keys = new List<FrameKey>();
        last = null;
        var rows = 0;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var key = new FrameKey(reader.GetInt64(0), reader.GetInt64(1), (FrameFormat)reader.GetInt64(2), reader.GetInt64(3) != 0, reader.GetString(5));
            if (reader.GetString(4) == sink)
                keys.Add(key);
            if (++rows == limit)
                last = key;
        }

        return keys;
    }

    /// <summary>The keys of a day's events.</summary>
    internal HashSet<EventKey> EventKeys(DateOnly day)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT e.time, e.number, e.hash FROM {_prefix}camera_events e CROSS JOIN {_prefix}camera_series s WHERE s.id = e.series AND e.time >= @from AND e.time < @to AND s.sink = @sink";
        command.With("@from", CatalogTime.Of(day)).With("@to", CatalogTime.Of(day.AddDays(1))).With("@sink", sink);
        var keys = new HashSet<EventKey>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            keys.Add(new EventKey(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
        return keys;
    }

    /// <summary>The days that have frames or events in the catalog.</summary>
    internal IReadOnlyList<DateOnly> Days()
    {
        using var connection = database.Connect();
        var days = new SortedSet<DateOnly>();
        foreach (var table in new[] { "camera_frames", "camera_events" })
        {
            var from = long.MinValue;
            while (true)
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"SELECT min(time) FROM {_prefix}{table} WHERE time >= @from";
                if (command.With("@from", from).ExecuteScalar() is not long earliest)
                    break;
                var day = DateOnly.FromDateTime(CatalogTime.ToDateTime(earliest));
                days.Add(day);
                from = CatalogTime.Of(day.AddDays(1));
            }
        }

        return [.. days];
    }

    private (FrameEntry Frame, long Series)[] WithSeries(IReadOnlyList<FrameEntry> frames, bool isCertain) =>
        [.. frames.Select(f => (f, SeriesOf(SeriesKind.Frames, f.Camera, FrameFile.MessageType(f.Format), isCertain)))];

    private int Write<T>(BulkStatement<T> statement, IReadOnlyList<T> rows)
    {
        for (var attempt = 1; rows.Count > 0; attempt++)
        {
            try
            {
                return WriteOnce(statement, rows);
            }
            catch (DbException e) when (e.SqlState == Deadlock && attempt < Attempts)
            {
                // A rebuild beside the hub: the server ended one of the two, and the rows may be said again.
            }
        }

        return 0;
    }

    private int WriteOnce<T>(BulkStatement<T> statement, IReadOnlyList<T> rows)
    {
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        var changed = statement.Execute(transaction, rows);
        transaction.Commit();
        return changed;
    }
}
