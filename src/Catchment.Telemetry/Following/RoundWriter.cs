using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Telemetry.Schema;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Catchment.Telemetry.Following;

/// <summary>
/// Writes rounds: rows, files and positions in one transaction, over a connection that it keeps. Of rows of a device with one time the first stays.
/// For one thread. Source: <c>telemetry</c> 9, 11.5.
/// </summary>
/// <param name="database">The database of rows and files.</param>
/// <param name="positions">Where positions go.</param>
/// <param name="journal">Is told what the database does not take.</param>
/// <param name="time">The clock.</param>
internal sealed partial class RoundWriter(Database database, PositionStore positions, TelemetryJournal journal, TimeProvider time) : IDisposable
{
    private const int SmallRows = 1000;

    private const string Stage = "CREATE TEMPORARY TABLE IF NOT EXISTS catchment_live (ts timestamptz, device varchar(50), ec varchar(20), msg jsonb) ON COMMIT DELETE ROWS";
    private const string Copy = "COPY pg_temp.catchment_live (ts, device, ec, msg) FROM STDIN BINARY";

    // In the order of the key, so that two who write the same ones wait for each other in one order; of one key the first that was read.
    private const string TakeStaged =
        "INSERT INTO telem (ts, device, msg, ec) SELECT ts, device, msg, ec FROM pg_temp.catchment_live ORDER BY ts, device, ctid ON CONFLICT (ts, device) DO NOTHING";

    private static readonly BulkStatement<LiveRow> Few = new(
        "INSERT INTO telem (ts, device, ec, msg) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (ts, device) DO NOTHING",
        "INSERT INTO telem (ts, device, ec, msg) SELECT t::timestamptz, d, e, m::jsonb FROM unnest(@p0::text[], @p1::text[], @p2::text[], @p3::text[]) WITH ORDINALITY AS r (t, d, e, m, place) "
            + "ORDER BY t, d, place ON CONFLICT (ts, device) DO NOTHING",
        [],
        r => Instant.Text(r.Row.Microseconds),
        r => r.Device,
        r => r.Row.EventCode,
        r => r.Message);

    private readonly LogEpisode _refusals = new(time);
    private DbConnection? _connection;
    private MonthlyPartitions? _partitions;
    private readonly HashSet<int> _refusedRows = [];
    private int _refused;

    /// <summary>Told when rows and files are committed, and positions that are kept elsewhere are not yet.</summary>
    internal Action Stored { get; init; } = () => { };

    /// <summary>Rows of the last round that the database does not take, by their place in it.</summary>
    internal IReadOnlySet<int> RefusedRows => _refusedRows;

    /// <summary>Writes a round; it may be written again after a failure.</summary>
    /// <returns>Rows and files that the database does not take, whatever is tried.</returns>
    /// <exception cref="DbException">The database is away, or lets nobody write.</exception>
    /// <exception cref="TimeoutException">It is away.</exception>
    internal int Write(Round round)
    {
        _refused = 0;
        _refusedRows.Clear();
        try
        {
            if (_connection is null)
            {
                _connection = database.Connect();
                if (_connection is NpgsqlConnection connection)
                    Prepare(connection);
            }

            MakePartitions(round);
            try
            {
                Write(_connection, round, Rows, Files);
            }
            catch (DbException e) when (Database.IsOfTheData(e))
            {
                // One of them is what the database will not have: the others are written nonetheless.
                Write(_connection, round, RowByRow, FileByFile);
            }

            if (_refused == 0)
                journal.End(_refusals);
            return _refused;
        }
        catch
        {
            // What state the connection is in nobody knows: the next one is new.
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection?.Dispose();
        (_connection, _partitions) = (null, null);
    }

    private void Prepare(NpgsqlConnection connection)
    {
        Execute(connection, Stage);
        using var isParted = connection.Command(MonthlyPartitions.IsParted);
        _partitions = isParted.ExecuteScalar() is null ? null : new MonthlyPartitions(() => (NpgsqlConnection)database.Connect(), time);
    }

    /// <summary>Makes the partitions of the rows' months. Who may make none leaves the rows in the one for all others.</summary>
    private void MakePartitions(Round round)
    {
        if (_partitions is null)
            return;
        foreach (var row in round.Rows)
            _partitions.Meet(row.Row.Microseconds);
        try
        {
            if (!_partitions.Make())
                LogPartitionLater(journal.Log, MonthlyPartitions.Patience.TotalSeconds);
        }
        catch (DbException e) when (Database.IsForbidden(e))
        {
            LogNoPartitions(journal.Log, e.Message);
            _partitions = null;
        }
    }

    private void Write(DbConnection connection, Round round, Action<DbTransaction, Round> rows, Action<DbTransaction, Round> files)
    {
        var reached = round.Positions;
        if (!positions.IsWithRows && round.Begun.Count > 0)
            positions.Save(round.Begun);
        using (var transaction = connection.BeginTransaction())
        {
            rows(transaction, round);
            files(transaction, round);
            if (positions.IsWithRows)
                positions.Save(transaction, reached);
            transaction.Commit();
        }

        Stored();
        if (!positions.IsWithRows && reached.Count > 0)
            positions.Save(reached);
    }

    private static void Rows(DbTransaction transaction, Round round)
    {
        if (transaction.Connection is NpgsqlConnection connection && round.Rows.Count > SmallRows)
            CopyIn(connection, round.Rows);
        else
            Few.Execute(transaction, round.Rows);
    }

    private static void Files(DbTransaction transaction, Round round) => TelemetryTables.Add(transaction, round.Files);

    private static void CopyIn(NpgsqlConnection connection, IReadOnlyList<LiveRow> rows)
    {
        using (var import = connection.BeginBinaryImport(Copy))
        {
            foreach (var row in rows)
            {
                import.StartRow();
                import.Write(Instant.Of(row.Row.Microseconds), NpgsqlDbType.TimestampTz);
                import.Write(row.Device, NpgsqlDbType.Varchar);
                import.Write(row.Row.EventCode, NpgsqlDbType.Varchar);
                import.Write(row.Batch.MessageMemory(row.Row), NpgsqlDbType.Jsonb);
            }

            import.Complete();
        }

        Execute(connection, TakeStaged);
    }

    private void RowByRow(DbTransaction transaction, Round round)
    {
        for (var place = 0; place < round.Rows.Count; place++)
        {
            var row = round.Rows[place];
            if (!Alone(transaction, () => Few.Execute(transaction, [row]), $"{row.Device}, {Instant.Text(row.Row.Microseconds)}, {row.Row.EventCode}"))
                _refusedRows.Add(place);
        }
    }

    private void FileByFile(DbTransaction transaction, Round round)
    {
        foreach (var file in round.Files)
            Alone(transaction, () => TelemetryTables.Add(transaction, [file]), file.Path);
    }

    private bool Alone(DbTransaction transaction, Action work, string what)
    {
        transaction.Execute("SAVEPOINT one");
        try
        {
            work();
            transaction.Execute("RELEASE SAVEPOINT one");
            return true;
        }
        catch (DbException e) when (Database.IsOfTheData(e))
        {
            transaction.Execute("ROLLBACK TO SAVEPOINT one");
            _refused++;
            journal.Skip(SkipReason.Refused);
            journal.TellSkipped(_refusals, what, e.Message);
            return false;
        }
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        command.ExecuteNonQuery();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The partition of a new month cannot be made while somebody uses the one of no month, where its rows go until then; it is tried again in {Seconds} s")]
    private static partial void LogPartitionLater(ILogger logger, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No partition can be made for a new month, whose rows are stored with those of no month: {Reason}")]
    private static partial void LogNoPartitions(ILogger logger, string reason);
}
