using System.Data.Common;
using Catchment.Core.Databases;

namespace Catchment.Files.Tables;

/// <summary>Makes the original's tables where they are missing.</summary>
/// <remarks>Source: <c>files</c> 3.2 to 3.4. The index on events by file and time is ours: without it the history of a file is a walk over all events.</remarks>
public static class FilesSetup
{
    /// <summary>Makes what is missing; what is there stays as it is. An SQLite file is made when it is not there.</summary>
    /// <param name="settings">Where, and the tables' names.</param>
    /// <returns>What was made, in words for the operator.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public static IReadOnlyList<string> Run(FilesDatabaseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var isSqlite = settings.Url.Kind == DatabaseKind.Sqlite;
        if (settings.Url.FilePath is { } file && !File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, []); // A foreign file's journal mode stays SQLite's own.
        }

        using var database = Database.Open(settings.Url, new DatabaseOptions { OwnsFile = false });
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        var made = new List<string>();
        if (!isSqlite)
        {
            foreach (var schema in new[] { settings.Files.Schema, settings.Events?.Schema }.OfType<string>().Distinct(StringComparer.Ordinal))
                Make(connection, made, $"the schema {schema}", "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = @schema", null, schema, $"CREATE SCHEMA {SqlName.Quoted(schema)}");
        }

        MakeTable(connection, made, settings.Files, isSqlite, isSqlite
            ? "(id INTEGER PRIMARY KEY, relpath VARCHAR NOT NULL, filename VARCHAR NOT NULL UNIQUE, checksum VARCHAR NOT NULL UNIQUE, size_bytes BIGINT NOT NULL, added_on DATETIME NOT NULL)"
            : "(id BIGSERIAL PRIMARY KEY, relpath VARCHAR NOT NULL, filename VARCHAR NOT NULL UNIQUE, checksum VARCHAR NOT NULL UNIQUE, size_bytes BIGINT NOT NULL, added_on TIMESTAMP WITHOUT TIME ZONE NOT NULL)");
        if (settings.Events is { } events)
        {
            if (!isSqlite && !IsThere(connection, TableExists(isSqlite), events.Table, events.Schema))
            {
                var words = string.Join(", ", FileStatusText.All.Select(w => $"'{w}'"));
                Make(
                    connection,
                    made,
                    "the type status",
                    "SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = 'status' AND n.nspname = current_schema()",
                    null,
                    null,
                    $"CREATE TYPE status AS ENUM ({words})");
            }

            MakeTable(connection, made, events, isSqlite, isSqlite
                ? $"(ingest_ver VARCHAR, start_time DATETIME NOT NULL, duration DATETIME, err_message TEXT, status VARCHAR(8), files_id INTEGER NOT NULL, PRIMARY KEY (start_time, files_id), FOREIGN KEY (files_id) REFERENCES {SqlName.Quoted(settings.Files.Table)} (id))"
                : $"(ingest_ver VARCHAR, start_time TIMESTAMP WITHOUT TIME ZONE NOT NULL, duration INTERVAL, err_message TEXT, status status, files_id INTEGER NOT NULL, PRIMARY KEY (start_time, files_id), FOREIGN KEY (files_id) REFERENCES {FullName(settings.Files, isSqlite)} (id))");
            MakeIndex(connection, made, events, isSqlite);
        }

        transaction.Commit();
        return made;
    }

    private static void MakeTable(DbConnection connection, List<string> made, TableName table, bool isSqlite, string columns) =>
        Make(
            connection,
            made,
            $"the table {table}",
            TableExists(isSqlite),
            table.Table,
            isSqlite ? null : table.Schema,
            $"CREATE TABLE {FullName(table, isSqlite)} {columns}");

    private static void MakeIndex(DbConnection connection, List<string> made, TableName events, bool isSqlite)
    {
        var name = $"{events.Table}_by_file";
        Make(
            connection,
            made,
            $"the index {name}",
            isSqlite
                ? "SELECT 1 FROM sqlite_master m JOIN pragma_index_info(m.name) i WHERE m.type = 'index' AND m.tbl_name = @table AND i.seqno = 0 AND i.name = 'files_id'"
                : """
                  SELECT 1 FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                  WHERE i.indisvalid AND i.indpred IS NULL AND a.attname = 'files_id' AND c.relname = @table AND n.nspname = coalesce(@schema, current_schema())
                  """,
            events.Table,
            isSqlite ? null : events.Schema,
            $"CREATE INDEX {SqlName.Quoted(name)} ON {FullName(events, isSqlite)} (files_id, start_time)");
    }

    private static string TableExists(bool isSqlite) => isSqlite
        ? "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = @table"
        : "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = @table AND n.nspname = coalesce(@schema, current_schema())";

    private static bool IsThere(DbConnection connection, string exists, string? table, string? schema)
    {
        using var question = connection.Command(exists);
        if (exists.Contains("@table", StringComparison.Ordinal))
            question.With("@table", table);
        if (exists.Contains("@schema", StringComparison.Ordinal))
            question.With("@schema", schema);
        return question.ExecuteScalar() is not null;
    }

    private static void Make(DbConnection connection, List<string> made, string what, string exists, string? table, string? schema, string make)
    {
        if (IsThere(connection, exists, table, schema))
            return;
        using var command = connection.Command(make);
        command.ExecuteNonQuery();
        made.Add(what);
    }

    private static string FullName(TableName table, bool isSqlite) =>
        isSqlite ? SqlName.Quoted(table.Table) : table.Schema is { } schema ? $"{SqlName.Quoted(schema)}.{SqlName.Quoted(table.Table)}" : SqlName.Quoted(table.Table);
}
