using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Catalog;

/// <summary>Reads what Catchment keeps beside the original's tables. It locks nothing: no ingester ever waits for it.</summary>
/// <param name="kind">Where it is kept.</param>
internal sealed class LedgerReader(DatabaseKind kind)
{
    private readonly bool _isSqlite = kind == DatabaseKind.Sqlite;
    private readonly string _schema = kind == DatabaseKind.Sqlite ? "" : "catchment.";

    private string In => _isSqlite ? "IN (SELECT value FROM json_each(@values))" : "= ANY (@values)";

    /// <summary>Whether an ingester of ours has given a sign of life since a time, UTC microseconds.</summary>
    public bool HasIngester(DbConnection connection, long scope, long since)
    {
        using var command = connection.Command($"SELECT 1 FROM {_schema}file_workers WHERE scope = @scope AND renewed >= @since LIMIT 1");
        return command.With("@scope", scope).With("@since", since).ExecuteScalar() is not null;
    }

    /// <summary>How files stand; those that have no event are left out.</summary>
    public Dictionary<long, FileStanding> Standings(DbConnection connection, long scope, IReadOnlyCollection<long> files)
    {
        using var command = connection.Command($"SELECT file, status, since, worker IS NOT NULL FROM {_schema}file_states WHERE scope = @scope AND file {In}");
        using var reader = command.With("@scope", scope).With("@values", _isSqlite ? JsonSerializer.Serialize(files) : files.ToArray()).ExecuteReader();
        var standings = new Dictionary<long, FileStanding>();
        while (reader.Read())
            standings[reader.GetInt64(0)] = Standing(reader);
        return standings;
    }

    /// <summary>Files with a status, in the order of their numbers.</summary>
    public List<(long File, FileStanding Standing)> WithStatus(DbConnection connection, long scope, FileStatus status, FileOrder order, long? after, int most)
    {
        using var command = connection.Command(
            $"SELECT file, status, since, worker IS NOT NULL FROM {_schema}file_states WHERE scope = @scope AND status = {(int)status}{(after is null ? "" : $" AND file {order.Beyond} @after")} ORDER BY file {order.Direction} LIMIT @most");
        command.With("@scope", scope).With("@most", most);
        if (after is not null)
            command.With("@after", after);
        using var reader = command.ExecuteReader();
        var files = new List<(long, FileStanding)>();
        while (reader.Read())
            files.Add((reader.GetInt64(0), Standing(reader)));
        return files;
    }

    /// <summary>How many files have which status, and how many of them an ingester has.</summary>
    public (Dictionary<FileStatus, long> ByStatus, long Taken) Counts(DbConnection connection, long scope)
    {
        var counts = new Dictionary<FileStatus, long>();
        using (var command = connection.Command($"SELECT status, count(*) FROM {_schema}file_states WHERE scope = @scope GROUP BY status"))
        {
            using var reader = command.With("@scope", scope).ExecuteReader();
            while (reader.Read())
                counts[(FileStatus)reader.GetInt64(0)] = reader.GetInt64(1);
        }

        using var taken = connection.Command($"SELECT count(*) FROM {_schema}file_states WHERE scope = @scope AND worker IS NOT NULL");
        return (counts, Convert.ToInt64(taken.With("@scope", scope).ExecuteScalar(), CultureInfo.InvariantCulture));
    }

    /// <summary>The file that has waited longest with a status; null: none waits with it.</summary>
    public (long File, FileStanding Standing)? OldestWaiting(DbConnection connection, long scope, FileStatus status)
    {
        // The last condition is that of the index.
        using var command = connection.Command(
            $"SELECT file, status, since, worker IS NOT NULL FROM {_schema}file_states WHERE scope = @scope AND status = {(int)status} AND worker IS NULL AND status <> {(int)FileStatus.Success} ORDER BY since, file LIMIT 1");
        using var reader = command.With("@scope", scope).ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), Standing(reader)) : null;
    }

    /// <summary>Which files of a range of numbers have a status.</summary>
    public HashSet<long> Between(DbConnection connection, long scope, long least, long greatest)
    {
        using var command = connection.Command($"SELECT file FROM {_schema}file_states WHERE scope = @scope AND file >= @least AND file <= @greatest");
        return [.. command.With("@scope", scope).With("@least", least).With("@greatest", greatest).ReadNumbers()];
    }

    /// <summary>The greatest number of a file that has a status; 0: none has.</summary>
    public long Greatest(DbConnection connection, long scope)
    {
        using var command = connection.Command($"SELECT coalesce(max(file), 0) FROM {_schema}file_states WHERE scope = @scope");
        return Convert.ToInt64(command.With("@scope", scope).ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static FileStanding Standing(DbDataReader reader) => new((FileStatus)reader.GetInt64(1), reader.GetInt64(2), reader.GetBoolean(3));
}
