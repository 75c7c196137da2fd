using System.Buffers.Binary;
using System.Text;
using Catchment.Core.Databases;
using Npgsql;
using NpgsqlTypes;

namespace Catchment.Telemetry.Schema;

/// <summary>
/// Loads rows into PostgreSQL: those of a small file as arrays in one statement, all others by binary COPY into a temporary table and from
/// there with one statement, which passes over what is there. The bytes of COPY are written here, without an object for a row.
/// </summary>
internal sealed class PostgreSqlLoader : RowLoader
{
    private const int SmallRows = 1000;
    private const int ColumnCount = 3;
    private const byte JsonbVersion = 1;
    private const int MostHeadBytes = 23 + (4 * ColumnWidths.EventCode); // of a row, up to its message

    private const string Stage = "CREATE TEMPORARY TABLE IF NOT EXISTS catchment_rows (ts timestamptz, ec varchar(20), msg jsonb) ON COMMIT DELETE ROWS";
    private const string Copy = "COPY pg_temp.catchment_rows (ts, ec, msg) FROM STDIN BINARY";
    private const string TakeStaged = "INSERT INTO telem (ts, device, msg, ec) SELECT ts, @device, msg, ec FROM pg_temp.catchment_rows ON CONFLICT (ts, device) DO NOTHING";

    // By time, so that two who load the same keys wait for each other in one order; of one time the first of the file.
    private const string TakeStagedInOrder =
        "INSERT INTO telem (ts, device, msg, ec) SELECT ts, @device, msg, ec FROM pg_temp.catchment_rows ORDER BY ts, ctid ON CONFLICT (ts, device) DO NOTHING";

    private const string TakeGiven =
        "INSERT INTO telem (ts, device, msg, ec) SELECT t, @device, m, e FROM unnest(@times, @messages, @codes) WITH ORDINALITY AS r (t, m, e, place) "
        + "ORDER BY t, place ON CONFLICT (ts, device) DO NOTHING";

    // PostgreSQL counts from 2000.
    private static readonly long Epoch = Instant.Of(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    // Signature, flags, length of the header's extension.
    private static readonly byte[] CopyHeader = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] CopyTrailer = [0xFF, 0xFF];

    private readonly NpgsqlConnection _connection;
    private readonly TelemetryTables _tables;
    private MonthlyPartitions? _partitions;
    private NpgsqlTransaction? _transaction;
    private NpgsqlRawCopyStream? _copy;
    private string _device = "";
    private long _newest; // of the rows that were sent
    private bool _isInOrder;

    /// <summary>Makes a loader.</summary>
    /// <param name="connect">Gives connections.</param>
    /// <param name="tables">The other statements.</param>
    /// <param name="time">The clock.</param>
    internal PostgreSqlLoader(Func<NpgsqlConnection> connect, TelemetryTables tables, TimeProvider time)
    {
        _tables = tables;
        _connection = connect();
        try
        {
            using var stage = Command(Stage);
            stage.ExecuteNonQuery();
            using var isParted = Command(MonthlyPartitions.IsParted);
            _partitions = isParted.ExecuteScalar() is null ? null : new MonthlyPartitions(connect, time);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override void Begin(string device)
    {
        Batch.Clear();
        _device = device;
        (_newest, _isInOrder) = (long.MinValue, true);
        _transaction = _connection.BeginTransaction();
    }

    /// <inheritdoc/>
    internal override void Send()
    {
        if (_copy is null)
        {
            _copy = _connection.BeginRawBinaryCopy(Copy);
            _copy.Write(CopyHeader);
        }

        Span<byte> head = stackalloc byte[MostHeadBytes];
        foreach (var row in Batch.Rows)
        {
            _isInOrder &= row.Microseconds >= _newest;
            _newest = row.Microseconds;
            _partitions?.Meet(row.Microseconds);
            var message = Batch.Message(row);
            _copy.Write(head[..WriteHead(head, row, message.Length)]);
            _copy.Write(message);
        }

        Batch.Clear();
    }

    /// <inheritdoc/>
    internal override long Finish(IngestRecord? record)
    {
        long stored = 0;
        if (_copy is not null || Batch.Rows.Count > SmallRows)
            stored = FinishCopy();
        else if (Batch.Rows.Count > 0)
            stored = InsertFew();
        if (record is not null)
            _tables.Record(_transaction!, record);
        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
        return stored;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        try
        {
            if (_copy is not null)
            {
                _copy.Cancel();
                _copy.Dispose();
            }

            _transaction?.Dispose();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException or OperationCanceledException)
        {
            // The connection is broken, or the COPY was refused: what was not committed is taken back by the server.
        }

        _connection.Dispose();
    }

    /// <summary>A row in COPY's binary form up to its message: each value has its length in front.</summary>
    private static int WriteHead(Span<byte> head, RowBatch.Row row, int messageLength)
    {
        BinaryPrimitives.WriteInt16BigEndian(head, ColumnCount);
        BinaryPrimitives.WriteInt32BigEndian(head[2..], sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(head[6..], row.Microseconds - Epoch);
        var code = Encoding.UTF8.GetBytes(row.EventCode, head[18..]);
        BinaryPrimitives.WriteInt32BigEndian(head[14..], code);
        var place = 18 + code;
        BinaryPrimitives.WriteInt32BigEndian(head[place..], messageLength + 1);
        head[place + 4] = JsonbVersion;
        return place + 5;
    }

    private long FinishCopy()
    {
        Send();
        _copy!.Write(CopyTrailer);
        _copy.Dispose();
        _copy = null;
        MakePartitions();
        using var command = Command(_isInOrder ? TakeStaged : TakeStagedInOrder);
        command.Parameters.AddWithValue("device", _device);
        return command.ExecuteNonQuery();
    }

    private long InsertFew()
    {
        var rows = Batch.Rows;
        var times = new DateTime[rows.Count];
        var messages = new string[rows.Count];
        var codes = new string[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            _partitions?.Meet(rows[i].Microseconds);
            (times[i], messages[i], codes[i]) = (Instant.Of(rows[i].Microseconds), Encoding.UTF8.GetString(Batch.Message(rows[i])), rows[i].EventCode);
        }

        MakePartitions();
        using var command = Command(TakeGiven);
        command.Parameters.AddWithValue("device", _device);
        command.Parameters.AddWithValue("times", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, times);
        command.Parameters.AddWithValue("messages", NpgsqlDbType.Array | NpgsqlDbType.Jsonb, messages);
        command.Parameters.AddWithValue("codes", NpgsqlDbType.Array | NpgsqlDbType.Text, codes);
        Batch.Clear();
        return command.ExecuteNonQuery();
    }

    /// <summary>Makes the partitions of the rows' months. Who may make none leaves the rows in the one for all others.</summary>
    private void MakePartitions()
    {
        try
        {
            _partitions?.Make();
        }
        catch (PostgresException e) when (Database.IsForbidden(e))
        {
            _partitions = null;
        }
    }

    private NpgsqlCommand Command(string sql) => (NpgsqlCommand)Statements.Command(_connection, sql);
}
