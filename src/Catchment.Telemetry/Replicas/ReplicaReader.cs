using System.Data.Common;
using System.Text;
using Catchment.Core.Databases;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Query;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Replicas;

/// <summary>Reads rows of <c>file_replicas</c> in parts, each in a transaction of its own that is over before anything is done with them.</summary>
/// <param name="database">The database.</param>
/// <param name="retry">Repeats a question when the database is away.</param>
internal sealed class ReplicaReader(TelemetryDatabase database, TransactionRetry retry)
{
    private const string IsCurrent = "r.origin_modification_time = o.modification_time AND r.size_bytes = o.size_bytes";

    private readonly QueryDialect _dialect = QueryDialect.Of(database.Kind);

    /// <summary>Copies in a place, by path.</summary>
    /// <param name="place">The place.</param>
    /// <param name="after">Only those behind this one; null: from the first on.</param>
    /// <param name="most">No more than these.</param>
    /// <param name="stop">Ends it.</param>
    internal IReadOnlyList<ReplicaRow> Copies(string place, ReplicaRow? after, int most, CancellationToken stop) => Ask(
        $"SELECT coalesce(r.origin_host, ''), coalesce(r.origin_path, ''), r.hostname, coalesce(r.replica_path, ''), r.origin_modification_time, r.size_bytes FROM file_replicas r WHERE r.hostname = @place"
            + $"{(after is null ? "" : " AND (coalesce(r.replica_path, ''), coalesce(r.origin_host, ''), coalesce(r.origin_path, '')) > (@path, @host, @origin)")} ORDER BY 4, 1, 2 LIMIT @most",
        command =>
        {
            command.With("@place", place).With("@most", most);
            if (after is not null)
                command.With("@path", after.Path).With("@host", after.OriginHost).With("@origin", after.OriginPath);
        },
        Row,
        stop);

    /// <summary>The time and size that the rows of a host's copies in a place have, by <see cref="Key(string, string)"/>: 48 bytes each.</summary>
    /// <param name="host">The host.</param>
    /// <param name="place">The place.</param>
    /// <param name="pathOf">Where an original's copy is to be; copies elsewhere and of other hosts, but for those that are gone, keep their paths to themselves.</param>
    /// <param name="stop">Ends it.</param>
    internal (IReadOnlyDictionary<PathDigest, (long? Modified, long? Size)> Rows, IReadOnlySet<PathDigest> Taken) Known(string host, string place, Func<string, string?> pathOf, CancellationToken stop)
    {
        var (known, taken) = (new Dictionary<PathDigest, (long? Modified, long? Size)>(), new HashSet<PathDigest>());
        foreach (var (key, facts, other) in Ask(
            "SELECT r.origin_path, r.replica_path, r.origin_modification_time, r.size_bytes, r.origin_host FROM file_replicas r WHERE r.origin_host IS NOT NULL AND r.hostname = @place AND r.origin_path IS NOT NULL AND r.replica_path IS NOT NULL",
            command => command.With("@place", place),
            reader =>
            {
                var (origin, path, isOwn) = (reader.GetString(0), reader.GetString(1), reader.GetString(4) == host);
                (long? Modified, long? Size) facts = (Time(reader, 2), reader.IsDBNull(3) ? null : reader.GetInt64(3));
                return (Key: isOwn ? Key(origin, path) : (PathDigest?)null, Facts: facts, Other: isOwn && pathOf(origin) == path ? (PathDigest?)null : Key(path));
            },
            stop))
        {
            if (key is { } own)
                known[own] = facts;
            if (other is { } taker && facts.Size is not null)
                taken.Add(taker);
        }

        return (known, taken);
    }

    /// <summary>Stands for a copy's path.</summary>
    internal static PathDigest Key(string path) => PathDigest.Of(Encoding.UTF8.GetBytes(path));

    /// <summary>Stands for a copy and its original.</summary>
    internal static PathDigest Key(string originPath, string path) => PathDigest.Of(Encoding.UTF8.GetBytes($"{originPath}\0{path}"));

    /// <summary>Current copies, in a place, of telemetry files of a host that have not been read.</summary>
    internal IReadOnlyList<ReplicaRow> CurrentUnread(string host, string place, CancellationToken stop) => Ask(
        "SELECT r.origin_host, r.origin_path, r.hostname, r.replica_path, r.origin_modification_time, r.size_bytes FROM file_replicas r JOIN file_origins o ON o.origin_host = r.origin_host AND o.origin_path = r.origin_path "
            + $"LEFT JOIN file_ingest_times i ON i.origin_host = o.origin_host AND i.origin_path = o.origin_path WHERE o.origin_host = @host AND r.hostname = @place AND r.replica_path IS NOT NULL AND {IsCurrent} "
            + "AND (i.origin_path IS NULL OR i.ingested_at < o.modification_time) AND (o.origin_path LIKE '%.bintel' OR o.origin_path LIKE '%.ndjson.gz')",
        command => command.With("@host", host).With("@place", place),
        Row,
        stop);

    /// <summary>Files of a host, by path.</summary>
    internal IReadOnlyList<KnownFile> Originals(string host, string after, int most, CancellationToken stop) => Ask(
        "SELECT origin_path, modification_time, size_bytes FROM file_origins WHERE origin_host = @host AND origin_path > @after ORDER BY origin_path LIMIT @most",
        command => command.With("@host", host).With("@after", after).With("@most", most),
        reader => new KnownFile(reader.GetString(0), Time(reader, 1), reader.IsDBNull(2) ? null : reader.GetInt64(2)),
        stop);

    /// <summary>How many copies in a place are below a path, but for those that are gone.</summary>
    internal long CountBelow(string place, string path, CancellationToken stop) => Ask(
        "SELECT count(*) FROM file_replicas WHERE hostname = @place AND size_bytes IS NOT NULL AND substr(replica_path, 1, length(@below)) = @below",
        command => command.With("@place", place).With("@below", path + "/"),
        static reader => reader.GetInt64(0),
        stop)[0];

    /// <summary>How many files of a host there are, and how many bytes.</summary>
    internal (long Files, long Bytes) CountOriginals(string host, CancellationToken stop) => Ask(
        "SELECT count(*), CAST(coalesce(sum(size_bytes), 0) AS bigint) FROM file_origins WHERE origin_host = @host",
        command => command.With("@host", host),
        static reader => (reader.GetInt64(0), reader.GetInt64(1)),
        stop)[0];

    private List<T> Ask<T>(string sql, Action<DbCommand> bind, Func<DbDataReader, T> read, CancellationToken stop) => retry.Run(
        () =>
        {
            using var connection = database.Connect();
            using var command = connection.Command(sql);
            bind(command);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        },
        stop);

    private ReplicaRow Row(DbDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), Time(reader, 4), reader.IsDBNull(5) ? null : reader.GetInt64(5));

    private long? Time(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : Instant.Of(_dialect.Time(reader, column));
}
