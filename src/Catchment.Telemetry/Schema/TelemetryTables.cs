using System.Data.Common;
using Catchment.Core.Databases;

namespace Catchment.Telemetry.Schema;

/// <summary>The statements on the tables, of one of both systems.</summary>
internal abstract class TelemetryTables
{
    /// <summary>The tables that have to be there.</summary>
    private protected static readonly string[] Names = ["telem", "file_origins", "file_ingest_times", "file_replicas"];

    // Never the time of creation: it is that of the first look. Source: telemetry 5.
    private static readonly BulkStatement<FileOrigin> AddFiles = new(
        "INSERT INTO file_origins (size_bytes, origin_host, origin_path, modification_time, creation_time) VALUES (?1, ?2, ?3, ?4, ?5) "
            + "ON CONFLICT (origin_host, origin_path) DO UPDATE SET modification_time = excluded.modification_time, size_bytes = excluded.size_bytes",
        "INSERT INTO file_origins (size_bytes, origin_host, origin_path, modification_time, creation_time) "
            + "SELECT s, h, p, m::timestamptz, c::timestamptz FROM unnest(@p0::bigint[], @p1::text[], @p2::text[], @p3::text[], @p4::text[]) AS f (s, h, p, m, c) "
            + "ON CONFLICT (origin_host, origin_path) DO UPDATE SET modification_time = excluded.modification_time, size_bytes = excluded.size_bytes",
        [f => f.Size],
        f => f.Host,
        f => f.Path,
        f => Instant.Text(f.Modified),
        f => Instant.Text(f.Created));

    // Whoever looked at the file later has the say: what was read before is what has to be there still.
    private static readonly BulkStatement<FileRefresh> RefreshFiles = new(
        "UPDATE file_origins SET size_bytes = ?1, modification_time = ?5 WHERE origin_host = ?3 AND origin_path = ?4 AND size_bytes IS ?2 AND modification_time IS ?6",
        "UPDATE file_origins AS o SET size_bytes = f.s, modification_time = f.m::timestamptz "
            + "FROM unnest(@p0::bigint[], @p1::bigint[], @p2::text[], @p3::text[], @p4::text[], @p5::text[]) AS f (s, t, h, p, m, n) "
            + "WHERE o.origin_host = f.h AND o.origin_path = f.p AND o.size_bytes IS NOT DISTINCT FROM f.t AND o.modification_time IS NOT DISTINCT FROM f.n::timestamptz",
        [f => f.Now.Size, f => f.Size],
        f => f.Now.Host,
        f => f.Now.Path,
        f => Instant.Text(f.Now.Modified),
        f => f.Modified is { } modified ? Instant.Text(modified) : null);

    private const string FilesWithRecords = "FROM file_origins o LEFT JOIN file_ingest_times i ON i.origin_host = o.origin_host AND i.origin_path = o.origin_path";

    /// <summary>Those of its tables that are not there.</summary>
    internal abstract IReadOnlyList<string> Missing(DbConnection connection);

    /// <summary>How many files of a host are in the inventory.</summary>
    internal static long CountKnown(DbConnection connection, string host)
    {
        using var command = connection.Command("SELECT count(*) FROM file_origins WHERE origin_host = @host");
        return (long)command.With("@host", host).ExecuteScalar()!;
    }

    /// <summary>The files of a host that are in the inventory, one after another as the database sends them.</summary>
    /// <param name="connection">Is in use until the last one is taken.</param>
    /// <param name="host">The host.</param>
    /// <param name="withFacts">Whether their times and sizes are asked for.</param>
    internal IEnumerable<KnownFile> Known(DbConnection connection, string host, bool withFacts)
    {
        using var command = connection.Command($"SELECT origin_path{(withFacts ? ", modification_time, size_bytes" : "")} FROM file_origins WHERE origin_host = @host");
        using var reader = command.With("@host", host).ExecuteReader();
        while (reader.Read())
            yield return withFacts ? new KnownFile(reader.GetString(0), Time(reader, 1), reader.IsDBNull(2) ? null : reader.GetInt64(2)) : new KnownFile(reader.GetString(0), null, null);
    }

    /// <summary>Adds files, or refreshes time and size of those that are there. No path may be twice among them.</summary>
    /// <exception cref="DbException">The database refused; the transaction is to be given up.</exception>
    internal static void Add(DbTransaction transaction, IReadOnlyList<FileOrigin> files) => AddFiles.Execute(transaction, files);

    /// <summary>Refreshes time and size of files that the inventory still has as it was read. No path may be twice among them.</summary>
    /// <returns>How many were.</returns>
    /// <exception cref="DbException">The database refused; the transaction is to be given up.</exception>
    internal static int Refresh(DbTransaction transaction, IReadOnlyList<FileRefresh> files) => RefreshFiles.Execute(transaction, files);

    /// <summary>What the inventory knows of a file; null: nothing.</summary>
    internal KnownFile? Known(DbTransaction transaction, FileOrigin file)
    {
        using var command = transaction.Connection!.Command("SELECT modification_time, size_bytes FROM file_origins WHERE origin_host = @host AND origin_path = @path");
        command.Transaction = transaction;
        using var reader = command.With("@host", file.Host).With("@path", file.Path).ExecuteReader();
        return reader.Read() ? new KnownFile(file.Path, Time(reader, 0), reader.IsDBNull(1) ? null : reader.GetInt64(1)) : null;
    }

    /// <summary>How many telemetry files of a host are to be read.</summary>
    internal long CountUnread(DbConnection connection, string host)
    {
        using var command = connection.Command($"SELECT count(*) {Unread}");
        return (long)command.With("@host", host).ExecuteScalar()!;
    }

    /// <summary>
    /// Telemetry files of a host that are to be read, by path: they have no ingest record of their own, or one that is older than they are.
    /// </summary>
    /// <param name="connection">Connection.</param>
    /// <param name="host">The host.</param>
    /// <param name="after">Only paths behind this one; empty: from the first on.</param>
    /// <param name="most">No more than these.</param>
    /// <remarks>Source: <c>telemetry</c> 10, D12.</remarks>
    internal IReadOnlyList<string> UnreadAfter(DbConnection connection, string host, string after, int most)
    {
        using var command = connection.Command($"SELECT o.origin_path {Unread} AND o.origin_path > @after ORDER BY o.origin_path LIMIT @most");
        using var reader = command.With("@host", host).With("@after", after).With("@most", most).ExecuteReader();
        var paths = new List<string>();
        while (reader.Read())
            paths.Add(reader.GetString(0));
        return paths;
    }

    /// <summary>Notes that a file was read. Of files with one start and device the first keeps the record: only its time is set, and never to an earlier one. Source: <c>telemetry</c> 10.</summary>
    internal void Record(DbTransaction transaction, IngestRecord record)
    {
        using var command = transaction.Connection!.Command(
            "INSERT INTO file_ingest_times (ts, device, ingested_at, origin_host, origin_path) VALUES (@ts, @device, @at, @host, @path) "
            + "ON CONFLICT (ts, device) DO UPDATE SET ingested_at = CASE WHEN file_ingest_times.ingested_at > excluded.ingested_at THEN file_ingest_times.ingested_at ELSE excluded.ingested_at END");
        command.Transaction = transaction;
        command.With("@ts", Value(record.Start)).With("@device", record.Device).With("@at", Value(record.IngestedAt)).With("@host", record.Host).With("@path", record.Path).ExecuteNonQuery();
    }

    /// <summary>The hosts by name: how many files, bytes, ingest records, and telemetry files that are to be read.</summary>
    internal string HostStatistics =>
        "SELECT o.origin_host, count(*), CAST(coalesce(sum(o.size_bytes), 0) AS bigint), count(i.origin_path), count(CASE WHEN "
        + $"{IsUnread} THEN 1 END) {FilesWithRecords} GROUP BY o.origin_host ORDER BY o.origin_host";

    /// <summary>What puts the rows of files into <c>telem</c>.</summary>
    /// <param name="connect">Gives a connection: at once the one that it keeps, and now and then a further one for a moment.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <exception cref="DbException">The database refused.</exception>
    internal abstract RowLoader Loader(Func<DbConnection> connect, TimeProvider? time = null);

    /// <summary>The condition that a path ends like this, in the spelling that matters.</summary>
    private protected abstract string EndsWith(string ending);

    /// <summary>A time as a value of a statement.</summary>
    private protected abstract object Value(long microseconds);

    /// <summary>A time of a row.</summary>
    private protected abstract long? Time(DbDataReader reader, int column);

    private string Unread => $"{FilesWithRecords} WHERE o.origin_host = @host AND {IsUnread}";

    private string IsUnread => $"({EndsWith(".bintel")} OR {EndsWith(".ndjson.gz")}) AND (i.origin_path IS NULL OR i.ingested_at < o.modification_time)";
}
