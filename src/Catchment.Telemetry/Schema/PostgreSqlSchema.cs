using System.Data.Common;

namespace Catchment.Telemetry.Schema;

/// <summary>The tables, indexes, keys and the view in PostgreSQL, with the names that the original's have. Source: <c>telemetry</c> 4.1, 4.2.</summary>
internal static class PostgreSqlSchema
{
    /// <summary>The keys of files: from both tables that tell of them.</summary>
    internal const string RecordsKey = "file_ingest_times_origin_host_origin_path_fkey";

    /// <inheritdoc cref="RecordsKey"/>
    internal const string ReplicasKey = "file_replicas_origin_host_origin_path_fkey";

    private const string FileKey = "FOREIGN KEY (origin_host, origin_path) REFERENCES file_origins (origin_host, origin_path)";

    // Two that set up one database at once would both find nothing: the second waits, and finds what the first has made.
    private const string OneAtATime = "SELECT pg_advisory_xact_lock(hashtext('catchment telemetry setup'))";

    private static readonly (string Name, string Sql)[] Tables =
    [
        ("telem", "CREATE TABLE telem (ts timestamptz, device varchar(50), msg jsonb, prio varchar(8), ec varchar(20), CONSTRAINT telem_pkey PRIMARY KEY (ts, device))"),
        ("file_origins", "CREATE TABLE file_origins (origin_host varchar(50), origin_path varchar(1024), modification_time timestamptz, creation_time timestamptz, size_bytes bigint, CONSTRAINT file_origins_pkey PRIMARY KEY (origin_host, origin_path))"),
        ("file_ingest_times", "CREATE TABLE file_ingest_times (ts timestamptz, device varchar(50), ingested_at timestamptz, origin_host varchar(50), origin_path varchar(1024), CONSTRAINT file_ingest_times_ts_device_key UNIQUE (ts, device))"),
        ("file_replicas", "CREATE TABLE file_replicas (hostname varchar(50), replica_path varchar(1024), origin_modification_time timestamptz, size_bytes bigint, origin_host varchar(50), origin_path varchar(1024))"),
    ];

    private static readonly (string Table, char Kind, string Sql)[] Keys =
    [
        ("telem", 'p', "ALTER TABLE telem ADD CONSTRAINT telem_pkey PRIMARY KEY (ts, device)"),
        ("file_origins", 'p', "ALTER TABLE file_origins ADD CONSTRAINT file_origins_pkey PRIMARY KEY (origin_host, origin_path)"),
        ("file_ingest_times", 'u', "ALTER TABLE file_ingest_times ADD CONSTRAINT file_ingest_times_ts_device_key UNIQUE (ts, device)"),
    ];

    private static readonly (string Name, string Sql)[] Indexes =
    [
        ("telem_device_ts", "CREATE INDEX telem_device_ts ON telem (device, ts)"),
        ("observation_spans_fixup", "CREATE INDEX observation_spans_fixup ON telem (ts, (msg->>'obsName')) WHERE device = 'observers' AND msg->>'obsName' <> ''"),
    ];

    // A span begins and ends at the record before the change: the edge has that record's time, name and address.
    private const string View =
        """
        CREATE VIEW observations AS
        WITH records AS (
            SELECT ts, msg->>'email' AS email, msg->>'obsName' AS obsname, msg->>'observing' AS observing, lead(msg->>'observing') OVER (ORDER BY ts) AS becomes
            FROM telem WHERE device = 'observers' AND msg->>'obsName' <> ''
        ), edges AS (
            SELECT ts AS start_ts, lead(ts) OVER (ORDER BY ts) AS end_ts, email, obsname, becomes FROM records WHERE becomes <> observing
        )
        SELECT start_ts, end_ts, email, obsname FROM edges WHERE becomes = 'true' ORDER BY start_ts DESC
        """;

    /// <summary>Makes what is missing.</summary>
    /// <param name="transaction">Transaction.</param>
    /// <param name="isPartitioned">A <c>telem</c> that is missing is made parted by months.</param>
    /// <exception cref="TelemetryDatabaseException"><c>telem</c> is there, and is not parted.</exception>
    internal static SetupReport Complete(DbTransaction transaction, bool isPartitioned)
    {
        transaction.Execute(OneAtATime);
        var changes = new List<string>();
        if (isPartitioned)
        {
            MakeIf(!Exists(transaction, "telem"), "table telem, with a partition for each month", MonthlyPartitions.Table);
            if (transaction.Value(MonthlyPartitions.IsParted) is null)
                throw new TelemetryDatabaseException("The table telem is there and has no partitions; only a new database can have them.");
        }

        foreach (var (name, sql) in Tables)
            MakeIf(!Exists(transaction, name), $"table {name}", sql);
        foreach (var (table, kind, sql) in Keys)
            MakeIf(!HasKey(transaction, table, kind), $"key of {table}", sql);
        foreach (var (name, sql) in Indexes)
            MakeIf(!Exists(transaction, name), $"index {name}", sql);
        if (transaction.Value(MonthlyPartitions.IsParted) is not null)
            MakeIf(!Exists(transaction, MonthlyPartitions.BrinName), $"index {MonthlyPartitions.BrinName}", MonthlyPartitions.Brin);
        MakeIf(!Exists(transaction, "observations"), "view observations", View);
        var removed = PutBackRecordsKey(transaction, changes);
        PutBackReplicasKey(transaction, changes);
        return new SetupReport(changes, removed);

        void MakeIf(bool isMissing, string what, string sql)
        {
            if (!isMissing)
                return;
            transaction.Execute(sql);
            changes.Add(what);
        }
    }

    /// <summary>Rows of a table whose file is not in the inventory.</summary>
    internal static string Orphans(string table) =>
        $"FROM {table} r WHERE origin_host IS NOT NULL AND origin_path IS NOT NULL AND NOT EXISTS (SELECT 1 FROM file_origins o WHERE o.origin_host = r.origin_host AND o.origin_path = r.origin_path)";

    /// <summary>Adds the key of <c>file_replicas</c>, for later rows only when there are some whose file is not in the inventory.</summary>
    internal static string AddReplicasKey(bool isForLaterRows) =>
        $"ALTER TABLE file_replicas ADD CONSTRAINT {ReplicasKey} {FileKey}{(isForLaterRows ? " NOT VALID" : "")}";

    /// <summary>The name and standing of a table's key of files; null when it has none.</summary>
    internal static (string Name, bool IsValid)? KeyOfFiles(DbTransaction transaction, string table)
    {
        var found = transaction.Value($"SELECT convalidated::int || quote_ident(conname) FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass('{table}') AND confrelid = to_regclass('file_origins') AND contype = 'f' ORDER BY convalidated DESC LIMIT 1");
        return found is string text ? (text[1..], text[0] == '1') : null;
    }

    // Stale records would keep backfill from reading anything: the file that one of them tells of is a file that was never read.
    private static long PutBackRecordsKey(DbTransaction transaction, List<string> changes)
    {
        if (KeyOfFiles(transaction, "file_ingest_times") is not null)
            return 0;
        var removed = transaction.Execute("DELETE " + Orphans("file_ingest_times"));
        transaction.Execute($"ALTER TABLE file_ingest_times ADD CONSTRAINT {RecordsKey} {FileKey}");
        changes.Add("foreign key of file_ingest_times");
        return removed;
    }

    private static void PutBackReplicasKey(DbTransaction transaction, List<string> changes)
    {
        var key = KeyOfFiles(transaction, "file_replicas");
        if (key is { IsValid: true })
            return;
        var hasOrphans = transaction.Value($"SELECT 1 {Orphans("file_replicas")} LIMIT 1") is not null;
        if (key is null)
        {
            transaction.Execute(AddReplicasKey(hasOrphans));
            changes.Add(hasOrphans ? "foreign key of file_replicas, for new rows: some tell of files that are not in the inventory" : "foreign key of file_replicas");
        }
        else if (!hasOrphans)
        {
            transaction.Execute($"ALTER TABLE file_replicas VALIDATE CONSTRAINT {key.Value.Name}");
            changes.Add("foreign key of file_replicas, for all rows");
        }
    }

    private static bool Exists(DbTransaction transaction, string name) => transaction.Value($"SELECT to_regclass('{name}')::oid::bigint") is not null;

    private static bool HasKey(DbTransaction transaction, string table, char kind) =>
        transaction.Value($"SELECT 1 FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass('{table}') AND contype = '{kind}'") is not null;
}
