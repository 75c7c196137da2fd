using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Catchment.Core.Databases;

namespace Catchment.Files.Tables;

/// <summary>The original's tables in an SQLite file.</summary>
/// <remarks>Source: <c>files</c> 3.2, 3.3, 3.5.</remarks>
internal sealed class SqliteTables : OriginalTables
{
    private readonly string _files;
    private readonly string? _events;
    private readonly BulkStatement<FileEvent>? _addEvents;

    // A key that is not INTEGER PRIMARY KEY is not numbered by SQLite (D28).
    private readonly bool _numbersRows;

    private SqliteTables(TableName files, TableName? events, bool numbersRows)
    {
        FilesName = $"main.{files.Table}";
        _files = Quoted(files);
        _numbersRows = numbersRows;
        if (events is null)
            return;
        EventsName = $"main.{events.Table}";
        _events = Quoted(events);
        _addEvents = new BulkStatement<FileEvent>(
            $"INSERT INTO {_events} (files_id, start_time, status, ingest_ver, duration, err_message) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            "",
            [e => e.FileId],
            e => LocalTime.Text(e.Start),
            e => FileStatusText.Of(e.Status),
            e => e.Version,
            e => e.Duration is { } duration ? LocalTime.SqliteDuration(duration) : null,
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

    internal static SqliteTables Find(DbConnection connection, FilesDatabaseSettings settings)
    {
        foreach (var table in settings.Others.Prepend(settings.Files).Concat(settings.Events is { } e ? [e] : []))
        {
            if (table.Schema is not (null or "main") || Columns(connection, table).Count == 0)
                throw Missing(table, settings);
        }

        var columns = Columns(connection, settings.Files);
        Require(settings.Files, columns.Keys, ["id", "relpath", "filename", "checksum", "size_bytes", "added_on"]);
        if (settings.Events is { } events)
            Require(events, Columns(connection, events).Keys, ["ingest_ver", "start_time", "duration", "err_message", "status", "files_id"]);
        return new SqliteTables(settings.Files, settings.Events, string.Equals(columns["id"], "INTEGER", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The error of a table that is not there.</summary>
    internal static FilesDatabaseException Missing(TableName table, FilesDatabaseSettings settings) => new(
        $"database.tablenames: there is no table {table} in {settings.Url}. Make the tables with: catchment files setup FILE");

    /// <summary>Refuses a table that lacks a column.</summary>
    internal static void Require(TableName table, IEnumerable<string> columns, IReadOnlyList<string> wanted)
    {
        var missing = wanted.Except(columns, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
            throw new FilesDatabaseException($"database.tablenames: the table {table} has no column {string.Join(", ", missing)}; it is not a table of the endpoint manager.");
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<TrackedFile> Matching(DbConnection connection, IReadOnlyCollection<FoundFile> files)
    {
        using var command = connection.Command($"SELECT id, relpath, filename, checksum, size_bytes, added_on FROM {_files} WHERE checksum IN (SELECT value FROM json_each(@checksums)) UNION SELECT id, relpath, filename, checksum, size_bytes, added_on FROM {_files} WHERE filename IN (SELECT value FROM json_each(@names))");
        return ReadFiles(command.With("@checksums", Json(files.Select(f => f.Checksum))).With("@names", Json(files.Select(f => f.Path.Name))));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<TrackedFile> ById(DbConnection connection, IReadOnlyCollection<long> ids)
    {
        using var command = connection.Command($"SELECT id, relpath, filename, checksum, size_bytes, added_on FROM {_files} WHERE id IN (SELECT value FROM json_each(@ids))");
        return ReadFiles(command.With("@ids", Json(ids)));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<long?> Add(DbTransaction transaction, IReadOnlyList<FoundFile> files, long addedOn)
    {
        var id = _numbersRows ? "NULL" : $"(SELECT coalesce(max(id), 0) + 1 FROM {_files})";
        using var command = transaction.Connection!.Command(
            $"INSERT OR IGNORE INTO {_files} (id, relpath, filename, checksum, size_bytes, added_on) VALUES ({id}, @folder, @name, @checksum, @size, @added) RETURNING id");
        command.With("@folder", "").With("@name", "").With("@checksum", "").With("@size", 0L).With("@added", LocalTime.Text(addedOn));
        var ids = new long?[files.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            command.Parameters["@folder"].Value = files[i].Path.Folder;
            command.Parameters["@name"].Value = files[i].Path.Name;
            command.Parameters["@checksum"].Value = files[i].Checksum;
            command.Parameters["@size"].Value = files[i].Size;
            ids[i] = (long?)command.ExecuteScalar();
        }

        return ids;
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
        using var command = connection.Command($"SELECT id FROM {_files} WHERE id IN (SELECT value FROM json_each(@ids)) ORDER BY id");
        return command.With("@ids", Json(ids)).ReadNumbers();
    }

    /// <inheritdoc/>
    internal override void Add(DbTransaction transaction, IReadOnlyList<FileEvent> events) => _addEvents!.Execute(transaction, events);

    /// <inheritdoc/>
    internal override bool Holds(DbConnection connection, EventPlace place)
    {
        using var command = connection.Command($"SELECT start_time FROM {_events} WHERE rowid = @row AND files_id = @file");
        return command.With("@row", place.Row).With("@file", place.FileId).ExecuteScalar() is string text && (LocalTime.Parse(text) ?? long.MinValue) == place.Start;
    }

    /// <inheritdoc/>
    internal override bool HasEvent(DbConnection connection, long fileId, long start)
    {
        // A person writes a time without its fraction: all texts of that second.
        using var command = connection.Command($"SELECT start_time FROM {_events} WHERE start_time >= @from AND start_time < @to AND files_id = @file");
        var second = LocalTime.Text(start)[..^7];
        using var reader = command.With("@from", second).With("@to", second + "/").With("@file", fileId).ExecuteReader();
        while (reader.Read())
        {
            if (LocalTime.Parse(Text(reader, 0)) == start)
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<PlacedEvent> EventsOf(DbConnection connection, IReadOnlyCollection<long> files, EventPlace from)
    {
        using var command = connection.Command($"SELECT rowid, start_time, files_id, status, duration IS NOT NULL FROM {_events} WHERE rowid > @row AND files_id IN (SELECT value FROM json_each(@files)) ORDER BY rowid");
        return ReadEvents(command.With("@row", from.Row).With("@files", Json(files)));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<FileEvent> History(DbConnection connection, long fileId)
    {
        using var command = connection.Command($"SELECT start_time, status, ingest_ver, duration, err_message FROM {_events} WHERE files_id = @file ORDER BY start_time");
        using var reader = command.With("@file", fileId).ExecuteReader();
        var events = new List<FileEvent>();
        while (reader.Read())
        {
            if (FileStatusText.Parse(Text(reader, 1)) is { } status && LocalTime.Parse(Text(reader, 0)) is { } start)
            {
                events.Add(new FileEvent(fileId, start, status)
                {
                    Version = Text(reader, 2),
                    Duration = LocalTime.Parse(Text(reader, 3)) is { } duration ? TimeSpan.FromMicroseconds(duration) : null,
                    Message = Text(reader, 4),
                });
            }
        }

        return events;
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<PlacedEvent> EventsAfter(DbConnection connection, EventPlace after, int most)
    {
        using var command = connection.Command($"SELECT rowid, start_time, files_id, status, duration IS NOT NULL FROM {_events} WHERE rowid > @row ORDER BY rowid LIMIT @most");
        return ReadEvents(command.With("@row", after.Row).With("@most", most));
    }

    private static List<PlacedEvent> ReadEvents(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var events = new List<PlacedEvent>();
        while (reader.Read())
        {
            // A time that is none cannot be compared: the row stays without effect, as with the original.
            var start = LocalTime.Parse(Text(reader, 1));
            events.Add(new PlacedEvent(new EventPlace(reader.GetInt64(0), start ?? long.MinValue, reader.GetInt64(2)), start is null ? null : FileStatusText.Parse(Text(reader, 3)), reader.GetBoolean(4)));
        }

        return events;
    }

    /// <inheritdoc/>
    internal override EventPlace Resume(EventPlace reached, long now, bool isWide) => reached; // Rows are numbered as they arrive: nothing comes in behind.

    /// <inheritdoc/>
    internal override EventPlace Farther(EventPlace one, EventPlace other) => one.Row > other.Row ? one : other;

    private static Dictionary<string, string> Columns(DbConnection connection, TableName table)
    {
        using var kind = connection.Command("SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = @name");
        if (kind.With("@name", table.Table).ExecuteScalar() is null)
            return [];
        using var command = connection.Command("SELECT name, type, pk FROM pragma_table_info(@name)");
        using var reader = command.With("@name", table.Table).ExecuteReader();
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
            columns[reader.GetString(0)] = reader.GetString(1) + (reader.GetInt64(2) == 0 ? " " : ""); // A numbered row is INTEGER, and the key.
        return columns;
    }

    private static string Quoted(TableName table) => $"main.{SqlName.Quoted(table.Table)}";

    private static string Json<T>(IEnumerable<T> values) => JsonSerializer.Serialize(values);

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture);

    private static List<TrackedFile> ReadFiles(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var files = new List<TrackedFile>();
        while (reader.Read())
            files.Add(new TrackedFile(reader.GetInt64(0), new FilePath(reader.GetString(1), reader.GetString(2)), reader.GetString(3), reader.GetInt64(4), LocalTime.At(LocalTime.Parse(Text(reader, 5)) ?? 0)));
        return files;
    }
}
