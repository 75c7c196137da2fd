using System.Data.Common;

namespace Catchment.Telemetry.Schema;

/// <summary>
/// The same tables, indexes and view in SQLite. Times are texts of <see cref="Instant.Text"/>, <c>msg</c> is JSON text. Every column that is
/// no number says <c>text</c>: of other types SQLite would make numbers of texts that look like some.
/// </summary>
internal static class SqliteSchema
{
    private const string FileKey = "FOREIGN KEY (origin_host, origin_path) REFERENCES file_origins (origin_host, origin_path)";

    private static readonly (string Name, string Sql)[] Tables =
    [
        ("telem", "CREATE TABLE telem (ts text NOT NULL, device text NOT NULL, msg text, prio text, ec text, CONSTRAINT telem_pkey PRIMARY KEY (ts, device))"),
        ("file_origins", "CREATE TABLE file_origins (origin_host text NOT NULL, origin_path text NOT NULL, modification_time text, creation_time text, size_bytes bigint, CONSTRAINT file_origins_pkey PRIMARY KEY (origin_host, origin_path))"),
        ("file_ingest_times", $"CREATE TABLE file_ingest_times (ts text, device text, ingested_at text, origin_host text, origin_path text, CONSTRAINT file_ingest_times_ts_device_key UNIQUE (ts, device), {FileKey})"),
        ("file_replicas", $"CREATE TABLE file_replicas (hostname text, replica_path text, origin_modification_time text, size_bytes bigint, origin_host text, origin_path text, {FileKey})"),
    ];

    private static readonly (string Name, string Sql)[] Indexes =
    [
        ("telem_device_ts", "CREATE INDEX telem_device_ts ON telem (device, ts)"),
        ("observation_spans_fixup", "CREATE INDEX observation_spans_fixup ON telem (ts, json_extract(msg, '$.obsName')) WHERE device = 'observers' AND json_extract(msg, '$.obsName') <> ''"),
    ];

    private static readonly string View =
        $"""
        CREATE VIEW observations AS
        WITH records AS (
            SELECT ts, {Text("email")} AS email, {Text("obsName")} AS obsname, {Text("observing")} AS observing, lead({Text("observing")}) OVER (ORDER BY ts) AS becomes
            FROM telem WHERE device = 'observers' AND json_extract(msg, '$.obsName') <> ''
        ), edges AS (
            SELECT ts AS start_ts, lead(ts) OVER (ORDER BY ts) AS end_ts, email, obsname, becomes FROM records WHERE becomes <> observing
        )
        SELECT start_ts, end_ts, email, obsname FROM edges WHERE becomes = 'true' ORDER BY start_ts DESC
        """;

    /// <summary>Makes what is missing.</summary>
    internal static SetupReport Complete(DbTransaction transaction)
    {
        var changes = new List<string>();
        foreach (var (name, sql) in Tables)
            MakeIf(name, $"table {name}", sql);

        // Whoever drops file_origins by hand leaves the records of its files, which would keep backfill from reading anything.
        long removed = changes.Contains("table file_origins") ? transaction.Execute("DELETE " + Orphans("file_ingest_times")) : 0;
        foreach (var (name, sql) in Indexes)
            MakeIf(name, $"index {name}", sql);
        MakeIf("observations", "view observations", View);
        return new SetupReport(changes, removed);

        void MakeIf(string name, string what, string sql)
        {
            if (transaction.Value($"SELECT 1 FROM sqlite_master WHERE name = '{name}'") is not null)
                return;
            transaction.Execute(sql);
            changes.Add(what);
        }
    }

    private static string Orphans(string table) =>
        $"FROM {table} WHERE origin_host IS NOT NULL AND origin_path IS NOT NULL AND NOT EXISTS (SELECT 1 FROM file_origins o WHERE o.origin_host = {table}.origin_host AND o.origin_path = {table}.origin_path)";

    /// <summary>A value of a message as the text that PostgreSQL's <c>->></c> gives: to SQLite truth is a number.</summary>
    private static string Text(string key) =>
        $"CASE json_type(msg, '$.{key}') WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(json_extract(msg, '$.{key}') AS text) END";
}
