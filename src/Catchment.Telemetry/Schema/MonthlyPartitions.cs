using Npgsql;

namespace Catchment.Telemetry.Schema;

/// <summary>
/// The partitions of a <c>telem</c> that is parted by months (UTC). They lie in the schema <c>catchment</c>, where a list of tables does not show
/// them, and are made when the first row of a month comes. Until then, and for times that no instrument can have meant, there is one for
/// all others. For one thread.
/// </summary>
/// <param name="connect">Gives a connection of its own: a partition is made beside the transaction that needs it, so that none who loads waits for it.</param>
/// <param name="time">The clock.</param>
internal sealed class MonthlyPartitions(Func<NpgsqlConnection> connect, TimeProvider time)
{
    /// <summary>Makes a new <c>telem</c> that is parted.</summary>
    internal const string Table =
        """
        CREATE TABLE telem (ts timestamptz, device varchar(50), msg jsonb, prio varchar(8), ec varchar(20), CONSTRAINT telem_pkey PRIMARY KEY (ts, device)) PARTITION BY RANGE (ts);
        CREATE SCHEMA IF NOT EXISTS catchment;
        CREATE TABLE catchment.telem_others PARTITION OF telem DEFAULT
        """;

    /// <summary>The further index of such a table: small, as the rows of a month come about in the order of their times.</summary>
    internal const string BrinName = "telem_ts_brin";

    /// <inheritdoc cref="BrinName"/>
    internal const string Brin = $"CREATE INDEX {BrinName} ON telem USING brin (ts)";

    /// <summary>Whether <c>telem</c> is parted.</summary>
    internal const string IsParted = "SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass('telem') AND relkind = 'p'";

    private const int FirstYear = 2000;
    private const int LastYear = 2106; // of a flatlog
    private const string OneAtATime = "SELECT pg_advisory_xact_lock(hashtext('catchment telemetry partitions'))";

    // Whoever comes behind the one who waits for a lock waits as well.
    private const string NotForLong = "SET LOCAL lock_timeout = '1s'";

    /// <summary>How long a partition is left alone that was not to be had.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HashSet<DateTime> _known = [];
    private readonly HashSet<DateTime> _met = [];
    private long _start; // of the month that was met last
    private long _end;
    private long? _refused;

    /// <summary>Takes note of a row's time.</summary>
    internal void Meet(long microseconds)
    {
        if (microseconds >= _start && microseconds < _end)
            return;
        var row = Instant.Of(microseconds);
        var month = new DateTime(row.Year, row.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        if (month.Year is < FirstYear or > LastYear)
            return;
        (_start, _end) = (Instant.Of(month), Instant.Of(month.AddMonths(1)));
        if (!_known.Contains(month))
            _met.Add(month);
    }

    /// <summary>
    /// Makes the partitions for the times that were met, where there are none. Who reads or writes the rows of all others keeps them from being made: those
    /// of the new months are stored with them then, and move at a later try.
    /// </summary>
    /// <returns>False: it was tried, and somebody was in the way.</returns>
    /// <exception cref="NpgsqlException">The database refused.</exception>
    internal bool Make()
    {
        if (_refused is { } refused && time.GetElapsedTime(refused) < Patience)
            return true;
        _refused = null;
        foreach (var month in _met.ToArray())
        {
            try
            {
                using var connection = connect();
                using var transaction = connection.BeginTransaction();
                var isThere = Make(transaction, month);
                transaction.Commit();
                if (!isThere)
                {
                    _refused = time.GetTimestamp(); // its time may come
                    continue;
                }
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                _refused = time.GetTimestamp();
                return false;
            }

            _known.Add(month);
            _met.Remove(month);
        }

        return true;
    }

    /// <summary>Makes one.</summary>
    /// <returns>Whether it is there; false: its month is too far away.</returns>
    private static bool Make(NpgsqlTransaction transaction, DateTime month)
    {
        var name = $"catchment.telem_{month:yyyy_MM}";
        var (start, end) = ($"'{Instant.Text(Instant.Of(month))}'", $"'{Instant.Text(Instant.Of(month.AddMonths(1)))}'");
        transaction.Execute(NotForLong);
        transaction.Execute(OneAtATime);

        // A clock that has gone wild would make a partition a month of its future.
        if (transaction.Value($"SELECT to_regclass('{name}')::text") is string)
            return true;
        if (transaction.Value($"SELECT 1 WHERE {start}::timestamptz < now() + interval '1 month'") is null)
            return false;

        // To attach a table locks less than to make it a partition: who loads other months does not wait. What the others' partition has of this month moves.
        transaction.Execute(
            $"""
            LOCK TABLE catchment.telem_others IN ACCESS EXCLUSIVE MODE;
            CREATE TABLE {name} (LIKE telem INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
            WITH moved AS (DELETE FROM catchment.telem_others WHERE ts >= {start} AND ts < {end} RETURNING ts, device, msg, prio, ec)
            INSERT INTO {name} (ts, device, msg, prio, ec) SELECT ts, device, msg, prio, ec FROM moved;
            ALTER TABLE telem ATTACH PARTITION {name} FOR VALUES FROM ({start}) TO ({end})
            """);
        return true;
    }
}
