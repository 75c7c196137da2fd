using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Catchment.Telemetry.Schema;

/// <summary>Loads rows into SQLite: one statement, prepared once and stepped for each row, the texts as the bytes that they are.</summary>
internal sealed class SqliteLoader : RowLoader
{
    private const string Insert = "INSERT INTO telem (ts, device, msg, ec) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (ts, device) DO NOTHING";

    private readonly SqliteConnection _connection;
    private readonly TelemetryTables _tables;
    private readonly sqlite3_stmt _insert;
    private SqliteTransaction? _transaction;
    private long _stored;

    /// <summary>Takes a connection over.</summary>
    internal SqliteLoader(SqliteConnection connection, TelemetryTables tables)
    {
        _connection = connection;
        _tables = tables;
        try
        {
            Check(raw.sqlite3_prepare_v2(connection.Handle, Insert, out _insert));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override void Begin(string device)
    {
        Batch.Clear();
        _stored = 0;
        _transaction = _connection.BeginTransaction();
        Check(raw.sqlite3_bind_text(_insert, 2, device));
    }

    /// <inheritdoc/>
    internal override void Send()
    {
        Span<byte> time = stackalloc byte[Instant.TextLength];
        foreach (var row in Batch.Rows)
        {
            Instant.Write(row.Microseconds, time);
            Check(raw.sqlite3_bind_text(_insert, 1, time));
            Check(raw.sqlite3_bind_text(_insert, 3, Batch.Message(row)));
            Check(raw.sqlite3_bind_text(_insert, 4, row.EventCode));
            var result = raw.sqlite3_step(_insert);
            _stored += result == raw.SQLITE_DONE ? raw.sqlite3_changes(_connection.Handle) : 0;
            var reset = raw.sqlite3_reset(_insert); // tells of the step's error once more
            Check(result == raw.SQLITE_DONE ? reset : result);
        }

        Batch.Clear();
    }

    /// <inheritdoc/>
    internal override long Finish(IngestRecord? record)
    {
        Send();
        if (record is not null)
            _tables.Record(_transaction!, record);
        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
        return _stored;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _insert.Dispose();
        try
        {
            _transaction?.Dispose();
        }
        catch (SqliteException)
        {
            // A full disk or the like has taken it back already.
        }

        _connection.Dispose();
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection.Handle);
}
