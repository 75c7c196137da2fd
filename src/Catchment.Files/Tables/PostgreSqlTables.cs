using System.Data.Common;
using Catchment.Core.Databases;

namespace Catchment.Files.Tables;

/// <summary>The original's tables in a PostgreSQL database.</summary>
/// <remarks>Source: <c>files</c> 3.2, 3.3, 3.4.</remarks>
internal sealed class PostgreSqlTables : OriginalTables
{
    private const long MicrosecondsPerHour = 3_600_000_000;

    /// <summary>Farther than any two zones are apart: a person's CURRENT_TIMESTAMP lies within.</summary>
    private const long Wide = 27 * MicrosecondsPerHour;

    /// <summary>Longer than a transaction of another ingester is open between its clock and its commit.</summary>
    private const long Narrow = 10_000_000;

    private readonly string _files;
    private readonly string? _events;
    private readonly BulkStatement<FileEvent>? _addEvents;
    private readonly bool _hasFileIndex;

    private PostgreSqlTables(Found files, Found? events, string? statusType, bool hasFileIndex)
    {
        _hasFileIndex = hasFileIndex;
        FilesName = files.ToString();
        _files = files.Quoted;
        if (events is null)
            return;
        EventsName = events.ToString();
        _events = events.Quoted;
        _addEvents = new BulkStatement<FileEvent>(
            "",
            $"INSERT INTO {_events} (files_id, start_time, status, ingest_ver, duration, err_message) SELECT f, t::timestamp, s::{statusType}, v, d::interval, m FROM unnest(@p0::bigint[], @p1::text[], @p2::text[], @p3::text[], @p4::text[], @p5::text[]) AS e (f, t, s, v, d, m)",
            [e => e.FileId],
            e => LocalTime.Text(e.Start),
            e => FileStatusText.Of(e.Status),
            e => e.Version,
            e => e.Duration is { } duration ? $"{duration.Ticks / TimeSpan.TicksPerMicrosecond} microseconds" : null,
            e => e.Message);
    }

    /// <inheritdoc/>
    internal override string FilesName { get; }

    /// <inheritdoc/>
    internal override string? EventsName { get; }

    /// <inheritdoc/>
    internal override string FilesSql => _files;

    /// <inheritdoc/>
    internal override string? EventsSql => _events;

    internal static PostgreSqlTables Find(DbConnection connection, FilesDatabaseSettings settings)
    {
        foreach (var table in settings.Others)
            _ = FindTable(connection, table, settings);
        var files = FindTable(connection, settings.Files, settings);
        SqliteTables.Require(settings.Files, files.Columns.Keys, ["id", "relpath", "filename", "checksum", "size_bytes", "added_on"]);
        if (settings.Events is not { } name)
            return new PostgreSqlTables(files, null, null, hasFileIndex: false);
        var events = FindTable(connection, name, settings);
        SqliteTables.Require(name, events.Columns.Keys, ["ingest_ver", "start_time", "duration", "err_message", "status", "files_id"]);
        return new PostgreSqlTables(files, events, events.Columns["status"], HasFileIndex(connection, events));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<TrackedFile> Matching(DbConnection connection, IReadOnlyCollection<FoundFile> files)
    {
        using var command = connection.Command($"SELECT id, relpath, filename, checksum, size_bytes, added_on FROM {_files} WHERE checksum = ANY (@checksums) OR filename = ANY (@names)");
        return ReadFiles(command.With("@checksums", files.Select(f => f.Checksum).ToArray()).With("@names", files.Select(f => f.Path.Name).ToArray()));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<TrackedFile> ById(DbConnection connection, IReadOnlyCollection<long> ids)
    {
        using var command = connection.Command($"SELECT id, relpath, filename, checksum, size_bytes, added_on FROM {_files} WHERE id = ANY (@ids)");
        return ReadFiles(command.With("@ids", ids.ToArray()));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<long?> Add(DbTransaction transaction, IReadOnlyList<FoundFile> files, long addedOn)
    {
        using var command = transaction.Connection!.Command(
            $"INSERT INTO {_files} (relpath, filename, checksum, size_bytes, added_on) SELECT folder, name, checksum, size, @added::timestamp FROM unnest(@folders, @names, @checksums, @sizes) WITH ORDINALITY AS f (folder, name, checksum, size, place) ORDER BY place ON CONFLICT DO NOTHING RETURNING id, filename, checksum");
        command.With("@added", LocalTime.Text(addedOn))
            .With("@folders", files.Select(f => f.Path.Folder).ToArray())
            .With("@names", files.Select(f => f.Path.Name).ToArray())
            .With("@checksums", files.Select(f => f.Checksum).ToArray())
            .With("@sizes", files.Select(f => f.Size).ToArray());
        var added = new Dictionary<(string Name, string Checksum), long>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                added[(reader.GetString(1), reader.GetString(2))] = reader.GetInt64(0);
        }

        // Of two that are the same in one call only the first is added.
        return [.. files.Select(f => added.Remove((f.Path.Name, f.Checksum), out var id) ? id : (long?)null)];
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<long> IdsAfter(DbConnection connection, long id, int most)
    {
        using var command = connection.Command($"SELECT id FROM {_files} WHERE id > @id ORDER BY id LIMIT @most");
        return command.With("@id", id).With("@most", most).ReadNumbers();
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<long> Existing(DbConnection connection, IReadOnlyCollection<long> ids)
    {
        using var command = connection.Command($"SELECT id FROM {_files} WHERE id = ANY (@ids) ORDER BY id");
        return command.With("@ids", ids.ToArray()).ReadNumbers();
    }

    /// <inheritdoc/>
    internal override void Add(DbTransaction transaction, IReadOnlyList<FileEvent> events) => _addEvents!.Execute(transaction, events);

    /// <inheritdoc/>
    internal override bool Holds(DbConnection connection, EventPlace place) => HasEvent(connection, place.FileId, place.Start);

    /// <inheritdoc/>
    internal override bool HasEvent(DbConnection connection, long fileId, long start)
    {
        using var command = connection.Command($"SELECT 1 FROM {_events} WHERE start_time = @start::timestamp AND files_id = @file");
        return command.With("@start", LocalTime.Text(start)).With("@file", fileId).ExecuteScalar() is not null;
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<PlacedEvent> EventsOf(DbConnection connection, IReadOnlyCollection<long> files, EventPlace from)
    {
        // Without the index that setup makes, all events would be read for it.
        using var command = connection.Command($"SELECT {EventColumns} FROM {_events} WHERE {(_hasFileIndex ? "" : "start_time >= @start::timestamp AND ")}files_id = ANY (@files) AND start_time > '0001-01-02' AND start_time < '9999-01-01' ORDER BY start_time, files_id");
        if (!_hasFileIndex)
            command.With("@start", Start(from));
        return ReadEvents(command.With("@files", files.ToArray()));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<FileEvent> History(DbConnection connection, long fileId)
    {
        using var command = connection.Command($"SELECT {Microseconds("start_time")}, status::text, ingest_ver, {Microseconds("duration")}, err_message FROM {_events} WHERE files_id = @file ORDER BY start_time");
        using var reader = command.With("@file", fileId).ExecuteReader();
        var events = new List<FileEvent>();
        while (reader.Read())
        {
            if (FileStatusText.Parse(Text(reader, 1)) is { } status)
            {
                events.Add(new FileEvent(fileId, reader.GetInt64(0), status)
                {
                    Version = Text(reader, 2),
                    Duration = reader.IsDBNull(3) ? null : TimeSpan.FromMicroseconds(reader.GetInt64(3)),
                    Message = Text(reader, 4),
                });
            }
        }

        return events;
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<PlacedEvent> EventsAfter(DbConnection connection, EventPlace after, int most)
    {
        using var command = connection.Command(
            $"SELECT {EventColumns} FROM {_events} WHERE (start_time, files_id) > (@start::timestamp, @file) AND start_time > '0001-01-02' AND start_time < '9999-01-01' ORDER BY start_time, files_id LIMIT @most");
        return ReadEvents(command.With("@start", Start(after)).With("@file", after.FileId).With("@most", most));
    }

    private static List<PlacedEvent> ReadEvents(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var events = new List<PlacedEvent>();
        while (reader.Read())
            events.Add(new PlacedEvent(new EventPlace(reader.GetInt64(4), reader.GetInt64(0), reader.GetInt64(1)), FileStatusText.Parse(Text(reader, 2)), reader.GetBoolean(3)));
        return events;
    }

    /// <inheritdoc/>
    internal override EventPlace Resume(EventPlace reached, long now, bool isWide) =>
        // The key's order is that of the clocks of those who write, not of arrival: look back, and never begin in the future.
        reached == EventPlace.Beginning ? reached : new EventPlace(0, Math.Min(reached.Start, now) - (isWide ? Wide : Narrow), 0);

    /// <inheritdoc/>
    internal override EventPlace Farther(EventPlace one, EventPlace other) => (one.Start, one.FileId).CompareTo((other.Start, other.FileId)) > 0 ? one : other;

    private static string EventColumns => $"{Microseconds("start_time")}, files_id, status::text, duration IS NOT NULL, ((ctid::text::point)[0]::bigint << 16) | (ctid::text::point)[1]::bigint";

    private static bool HasFileIndex(DbConnection connection, Found events)
    {
        using var command = connection.Command(
            """
            SELECT 1 FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE i.indrelid = @table::regclass AND i.indisvalid AND i.indpred IS NULL AND a.attname = 'files_id'
            """);
        return command.With("@table", events.Quoted).ExecuteScalar() is not null;
    }

    private static string Start(EventPlace place) => place.Start == long.MinValue ? "-infinity" : LocalTime.Text(place.Start);

    private static string Microseconds(string column) => $"(extract(epoch FROM {column}) * 1000000)::bigint";

    private static Found FindTable(DbConnection connection, TableName table, FilesDatabaseSettings settings)
    {
        using var command = connection.Command(
            """
            SELECT n.nspname, a.attname, format_type(a.atttypid, NULL), tn.nspname, t.typname, t.typtype
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
            WHERE c.relname = @table AND n.nspname = coalesce(@schema, current_schema()) AND c.relkind IN ('r', 'p')
            """);
        using var reader = command.With("@table", table.Table).With("@schema", table.Schema).ExecuteReader();
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        var schema = "";
        while (reader.Read())
        {
            schema = reader.GetString(0);
            columns[reader.GetString(1)] = reader.GetFieldValue<char>(5) == 'e' ? $"{SqlName.Quoted(reader.GetString(3))}.{SqlName.Quoted(reader.GetString(4))}" : reader.GetString(2);
        }

        return columns.Count == 0 ? throw SqliteTables.Missing(table, settings) : new Found(schema, table.Table, columns);
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static List<TrackedFile> ReadFiles(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var files = new List<TrackedFile>();
        while (reader.Read())
            files.Add(new TrackedFile(reader.GetInt64(0), new FilePath(reader.GetString(1), reader.GetString(2)), reader.GetString(3), reader.GetInt64(4), reader.GetDateTime(5)));
        return files;
    }

    /// <summary>A table, and its columns with their types as a cast names them.</summary>
    private sealed record Found(string Schema, string Table, IReadOnlyDictionary<string, string> Columns)
    {
        internal string Quoted => $"{SqlName.Quoted(Schema)}.{SqlName.Quoted(Table)}";

        public override string ToString() => $"{Schema}.{Table}";
    }
}
