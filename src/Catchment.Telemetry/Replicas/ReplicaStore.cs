using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Replicas;

/// <summary>
/// Writes <c>file_replicas</c>. The table has no key that would keep a copy from being recorded twice, so whoever writes holds it for himself;
/// and no index, so rows come in batches, each of which reads it a few times. Source: <c>telemetry</c> 13.
/// </summary>
internal static class ReplicaStore
{
    private const string Key = "origin_host, origin_path, hostname, replica_path";
    private const string OfRow = "r.origin_host, r.origin_path, r.hostname, r.replica_path";
    private const string IsSame = "s.origin_host = r.origin_host AND s.origin_path = r.origin_path AND s.hostname = r.hostname AND s.replica_path = r.replica_path";

    // Readers go on; whoever else writes waits, of whatever program he is.
    private const string OneAtATime = "LOCK TABLE file_replicas IN SHARE ROW EXCLUSIVE MODE";

    // Of several copies the newest tells of the original.
    private const string AddOrigins =
        "INSERT INTO file_origins (origin_host, origin_path, modification_time, creation_time, size_bytes) "
        + "SELECT origin_host, origin_path, modified, created, size_bytes FROM staged_replicas WHERE created IS NOT NULL ORDER BY origin_host, origin_path, modified DESC ON CONFLICT (origin_host, origin_path) DO NOTHING";

    // Drives with a coarse clock cut the time that a copy was given: of one size, and by no more than its clock's tick before the original's, it is that.
    private const string TakeOriginalsTime =
        "UPDATE staged_replicas AS s SET modified = o.modification_time FROM file_origins o WHERE o.origin_host = s.origin_host AND o.origin_path = s.origin_path "
        + "AND s.is_compared = 0 AND o.size_bytes = s.size_bytes AND o.modification_time > s.modified AND o.modification_time < s.until";

    // What a comparison found (no time) is not taken back by a look at the outside.
    private const string DropUnchanged =
        $"DELETE FROM staged_replicas WHERE ({Key}) IN (SELECT {OfRow} FROM file_replicas r JOIN staged_replicas s ON {IsSame} "
        + "WHERE (r.size_bytes = s.size_bytes OR (r.size_bytes IS NULL AND s.size_bytes IS NULL)) "
        + "AND (r.origin_modification_time = s.modified OR (r.origin_modification_time IS NULL AND (s.modified IS NULL OR s.is_compared = 0))))";

    private const string CountAhead = "SELECT count(*) FROM staged_replicas s JOIN file_origins o ON o.origin_host = s.origin_host AND o.origin_path = s.origin_path WHERE s.modified > o.modification_time";
    private const string Update = $"UPDATE file_replicas AS r SET origin_modification_time = s.modified, size_bytes = s.size_bytes FROM staged_replicas s WHERE {IsSame}";
    private const string DropUpdated = $"DELETE FROM staged_replicas WHERE ({Key}) IN (SELECT {OfRow} FROM file_replicas r JOIN staged_replicas s ON {IsSame})";
    private const string DropUnmatched = "DELETE FROM staged_replicas WHERE (origin_host, origin_path) NOT IN (SELECT s.origin_host, s.origin_path FROM staged_replicas s JOIN file_origins o ON o.origin_host = s.origin_host AND o.origin_path = s.origin_path)";
    private const string Insert = $"INSERT INTO file_replicas ({Key}, origin_modification_time, size_bytes) SELECT {Key}, modified, size_bytes FROM staged_replicas ORDER BY {Key}";
    private const string Delete = $"DELETE FROM file_replicas WHERE ({Key}) IN (SELECT {Key} FROM staged_replicas)";

    private static readonly long[] CoarseTicks = [2_000_000, 1_000_000, 10_000]; // microseconds: FAT; many older systems; exFAT

    private static readonly BulkStatement<ReplicaRow> Stage = new(
        $"INSERT INTO staged_replicas (size_bytes, is_compared, {Key}, modified, until, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
        $"INSERT INTO staged_replicas (size_bytes, is_compared, {Key}, modified, until, created) SELECT b, i, h, p, n, q, m::timestamptz, u::timestamptz, c::timestamptz "
            + "FROM unnest(@p0::bigint[], @p1::bigint[], @p2::text[], @p3::text[], @p4::text[], @p5::text[], @p6::text[], @p7::text[], @p8::text[]) AS f (b, i, h, p, n, q, m, u, c) ON CONFLICT DO NOTHING",
        [r => r.Size, r => r.IsCompared ? 1 : 0],
        r => r.OriginHost,
        r => r.OriginPath,
        r => r.Hostname,
        r => r.Path,
        r => r.Modified is { } modified ? Instant.Text(modified) : null,
        r => r.Modified is { } modified ? Instant.Text(modified + CoarseTicks.FirstOrDefault(tick => modified % tick == 0)) : null,
        r => r.Created is { } created ? Instant.Text(created) : null);

    /// <summary>Records copies, one row for each; where <see cref="ReplicaRow.Created"/> is given, their originals as well when the inventory does not have them.</summary>
    /// <exception cref="DbException">The database refused; the transaction is to be given up.</exception>
    internal static ReplicasSaved Save(DbTransaction transaction, IReadOnlyList<ReplicaRow> rows)
    {
        Begin(transaction, rows);
        var origins = transaction.Execute(AddOrigins);
        transaction.Execute(TakeOriginalsTime);
        var ahead = (int)(long)transaction.Value(CountAhead)!;
        var unchanged = transaction.Execute(DropUnchanged);
        var updated = transaction.Execute(Update);
        transaction.Execute(DropUpdated);
        var unmatched = transaction.Execute(DropUnmatched);
        var added = transaction.Execute(Insert);
        transaction.Execute("DROP TABLE staged_replicas");
        return new ReplicasSaved(added, updated, unchanged, unmatched, origins, ahead);
    }

    /// <summary>Removes the rows of copies.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="DbException">The database refused; the transaction is to be given up.</exception>
    internal static int Forget(DbTransaction transaction, IReadOnlyList<ReplicaRow> rows)
    {
        Begin(transaction, rows);
        var removed = transaction.Execute(Delete);
        transaction.Execute("DROP TABLE staged_replicas");
        return removed;
    }

    private static void Begin(DbTransaction transaction, IReadOnlyList<ReplicaRow> rows)
    {
        var time = "text";
        if (transaction is Npgsql.NpgsqlTransaction)
        {
            transaction.Execute(OneAtATime);
            time = "timestamptz";
        }

        transaction.Execute(
            $"CREATE TEMP TABLE staged_replicas (size_bytes bigint, is_compared bigint, origin_host text, origin_path text, hostname text, replica_path text, modified {time}, until {time}, created {time}, PRIMARY KEY ({Key}))");
        Stage.Execute(transaction, rows);
        if (transaction is Npgsql.NpgsqlTransaction)
            transaction.Execute("ANALYZE staged_replicas"); // or the planner takes a handful for granted, and searches the other table for each
    }
}
