using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Telemetry.Query;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Replicas;

/// <summary>
/// Questions about copies of files. Answers come row by row as the database sends them and are never held as a whole; each takes a connection
/// until its last row, or until it is given up. Safe for many threads. Source: <c>telemetry</c> 13.
/// </summary>
public sealed class ReplicaQueries
{
    private readonly QueryDialect _dialect;
    private readonly TelemetryStatement _statement;

    /// <summary>Questions to a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="limit">The longest time that a question may take, the time to take its rows included; null: as long as it takes.</param>
    public ReplicaQueries(TelemetryDatabase database, TimeSpan? limit)
    {
        ArgumentNullException.ThrowIfNull(database);
        _dialect = QueryDialect.Of(database.Kind);
        _statement = new TelemetryStatement(database, _dialect, limit);
    }

    /// <summary>How many copies there are, by host of the originals, place of the copies and state, in this order; originals without any copy before the places.</summary>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IEnumerable<ReplicaCount> Counts(CancellationToken stop) => _statement.Ask(
        ReplicaSql.Counts,
        static _ => { },
        static reader => new ReplicaCount(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), (ReplicaState)reader.GetInt32(2), reader.GetInt64(3), reader.GetInt64(4)),
        stop);

    /// <summary>Copies, and originals without one, by host, path, place and path there.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IEnumerable<ReplicaEntry> Entries(ReplicaFilter filter, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(filter.Limit ?? 1, 1, nameof(filter));
        return _statement.Ask(ReplicaSql.Entries(filter), command => Bind(command, filter), Read, stop);
    }

    private static void Bind(DbCommand command, ReplicaFilter filter)
    {
        if (filter.State is { } state)
            command.With("@state", ReplicaSql.Value(state));
        if (filter.OriginHost is { } host)
            command.With("@host", host);
        if (filter.ReplicaHost is { } place)
            command.With("@place", place);
        if (filter.After is { } after)
            command.With("@after_host", after.OriginHost).With("@after_path", after.OriginPath).With("@after_place", after.ReplicaHost).With("@after_place_path", after.ReplicaPath);
        if (filter.Limit is { } limit)
            command.With("@limit", limit);
    }

    private ReplicaEntry Read(DbDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), Time(reader, 2), Number(reader, 3), Text(reader, 4), Text(reader, 5), Time(reader, 6), Number(reader, 7), (ReplicaState)reader.GetInt32(8));

    private DateTime? Time(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : _dialect.Time(reader, column);

    private static long? Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
