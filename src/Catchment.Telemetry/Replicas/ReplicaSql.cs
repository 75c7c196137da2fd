using System.Globalization;

namespace Catchment.Telemetry.Replicas;

/// <summary>The statements of the questions about copies; they are the same in both systems.</summary>
internal static class ReplicaSql
{
    private const string WithOrigins = "FROM file_replicas r LEFT JOIN file_origins o ON o.origin_host = r.origin_host AND o.origin_path = r.origin_path";

    // Comparisons with what is not known are neither true nor false: the order of the branches says what then holds.
    private static readonly string State =
        $"CASE WHEN r.size_bytes IS NULL THEN {Number(ReplicaState.Gone)} WHEN o.origin_path IS NULL THEN {Number(ReplicaState.Unmatched)} "
        + $"WHEN r.origin_modification_time IS NULL THEN {Number(ReplicaState.Damaged)} "
        + $"WHEN r.origin_modification_time = o.modification_time AND r.size_bytes = o.size_bytes THEN {Number(ReplicaState.Current)} "
        + $"WHEN r.origin_modification_time = o.modification_time THEN {Number(ReplicaState.Incomplete)} "
        + $"WHEN r.origin_modification_time < o.modification_time THEN {Number(ReplicaState.Stale)} ELSE {Number(ReplicaState.Ahead)} END";

    /// <summary>The counts: host, place, state, files, bytes. Each table is read once or twice, whatever there is.</summary>
    internal static readonly string Counts =
        $"""
        WITH totals AS (
            SELECT origin_host, count(*) AS files, sum(coalesce(size_bytes, 0)) AS bytes FROM file_origins GROUP BY origin_host
        ), places AS (
            SELECT d.origin_host, d.hostname, count(*) AS files, sum(coalesce(o.size_bytes, 0)) AS bytes
            FROM (SELECT DISTINCT origin_host, origin_path, hostname FROM file_replicas) d
            JOIN file_origins o ON o.origin_host = d.origin_host AND o.origin_path = d.origin_path
            GROUP BY d.origin_host, d.hostname
        ), counts AS (
            SELECT coalesce(r.origin_host, '') AS origin_host, coalesce(r.hostname, '') AS hostname, {State} AS state, count(*) AS files, sum(coalesce(r.size_bytes, o.size_bytes, 0)) AS bytes
            {WithOrigins} GROUP BY 1, 2, 3
            UNION ALL
            SELECT p.origin_host, coalesce(p.hostname, ''), {Number(ReplicaState.Missing)}, t.files - p.files, t.bytes - p.bytes FROM places p JOIN totals t ON t.origin_host = p.origin_host WHERE t.files > p.files
            UNION ALL
            SELECT o.origin_host, NULL, {Number(ReplicaState.Missing)}, count(*), sum(coalesce(o.size_bytes, 0)) {Missing("")} GROUP BY o.origin_host
        )
        SELECT origin_host, hostname, state, files, CAST(bytes AS bigint) FROM counts ORDER BY origin_host, coalesce(hostname, ''), state
        """;

    /// <summary>The list: original's host, path, time, size, copy's place, path, time, size, state.</summary>
    internal static string Entries(ReplicaFilter filter)
    {
        var copies =
            $"SELECT coalesce(r.origin_host, '') AS host, coalesce(r.origin_path, '') AS path, o.modification_time AS modified, o.size_bytes AS size, coalesce(r.hostname, '') AS place, coalesce(r.replica_path, '') AS place_path, "
            + $"r.origin_modification_time AS place_modified, r.size_bytes AS place_size, {State} AS state {WithOrigins} WHERE true{Bounds("r")}{(filter.ReplicaHost is null ? "" : " AND r.hostname = @place")}";
        var missing =
            $"SELECT o.origin_host, o.origin_path, o.modification_time, o.size_bytes, NULL, NULL, NULL, NULL, {Number(ReplicaState.Missing)} {Missing(filter.ReplicaHost is null ? "" : " WHERE hostname = @place")}{Bounds("o")}";
        var rows = filter.State switch
        {
            null => $"{copies} UNION ALL {missing}",
            ReplicaState.Missing => $"{copies} AND false UNION ALL {missing}", // the first names and types the columns
            _ => copies,
        };
        return $"SELECT host, path, modified, size, place, place_path, place_modified, place_size, state FROM ({rows}) AS entries WHERE true{(filter.State is null ? "" : " AND state = @state")}"
            + $"{(filter.After is null ? "" : " AND (host, path, coalesce(place, ''), coalesce(place_path, '')) > (@after_host, @after_path, @after_place, @after_place_path)")}"
            + $" ORDER BY host, path, coalesce(place, ''), coalesce(place_path, ''){(filter.Limit is null ? "" : " LIMIT @limit")}";

        // Once more inside, where an index on the key can use it.
        string Bounds(string table) =>
            $"{(filter.OriginHost is null ? "" : $" AND {table}.origin_host = @host")}{(filter.After is null ? "" : $" AND ({table}.origin_host, {table}.origin_path) >= (@after_host, @after_path)")}";
    }

    /// <summary>A state as the statements have it.</summary>
    internal static int Value(ReplicaState state) => (int)state;

    // A join, not a search for each original: file_replicas has no index.
    private static string Missing(string where) =>
        $"FROM file_origins o LEFT JOIN (SELECT DISTINCT origin_host, origin_path FROM file_replicas{where}) c ON c.origin_host = o.origin_host AND c.origin_path = o.origin_path WHERE c.origin_path IS NULL";

    private static string Number(ReplicaState state) => Value(state).ToString(CultureInfo.InvariantCulture);
}
