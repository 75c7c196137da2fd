using System.Data.Common;
using System.Globalization;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Query;

/// <summary>
/// Questions about telemetry. Answers come row by row as the database sends them and are never held as a whole; each takes a connection
/// until its last row, or until it is given up. Safe for many threads. Source: <c>telemetry</c> 4.2, 15.
/// </summary>
public sealed class TelemetryQueries
{
    private readonly TimeProvider _clock;
    private readonly QueryDialect _dialect;
    private readonly TelemetryStatement _statement;
    private readonly TelemetryDatabase _database;

    /// <summary>Questions to a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="clock">The clock of ages.</param>
    /// <param name="limit">The longest time that a question may take, the time to take its rows included; null: as long as it takes.</param>
    public TelemetryQueries(TelemetryDatabase database, TimeProvider clock, TimeSpan? limit)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        _clock = clock;
        _dialect = QueryDialect.Of(database.Kind);
        _statement = new TelemetryStatement(database, _dialect, limit);
    }

    /// <summary>The devices that have entries, by name: one look into an index for each, however many entries there are.</summary>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IEnumerable<DeviceSummary> Devices(CancellationToken stop) => _statement.Ask(
        """
        WITH RECURSIVE names (device) AS (
            SELECT min(device) FROM telem
            UNION ALL
            SELECT (SELECT min(t.device) FROM telem t WHERE t.device > n.device) FROM names n WHERE n.device IS NOT NULL
        )
        SELECT n.device, (SELECT min(t.ts) FROM telem t WHERE t.device = n.device), (SELECT max(t.ts) FROM telem t WHERE t.device = n.device),
            (SELECT t.ec FROM telem t WHERE t.device = n.device ORDER BY t.ts DESC LIMIT 1)
        FROM names n WHERE n.device IS NOT NULL
        """,
        static _ => { },
        reader => new DeviceSummary(reader.GetString(0), _dialect.Time(reader, 1), _dialect.Time(reader, 2), Text(reader, 3), Age(_dialect.Time(reader, 2))),
        stop);

    /// <summary>Whether a device has an entry.</summary>
    /// <param name="device">Its name.</param>
    /// <param name="stop">Ends it.</param>
    public bool HasDevice(string device, CancellationToken stop) =>
        _statement.Ask("SELECT 1 FROM telem WHERE device = @device LIMIT 1", command => command.With("@device", device), static _ => true, stop).Any();

    /// <summary>The keys that a device's newest entries have, with their newest values; those of an entry in its order, newest entries first.</summary>
    /// <param name="device">The device.</param>
    /// <param name="entries">So many entries are looked at, 1 or more.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IReadOnlyList<KeySummary> Keys(string device, int entries, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, 1);
        var survey = new KeySurvey();
        foreach (var (time, code, message) in _statement.Ask(
            $"SELECT ts, ec, {_dialect.Message} FROM telem WHERE device = @device AND msg IS NOT NULL ORDER BY ts DESC LIMIT @entries",
            command => command.With("@device", device).With("@entries", entries),
            reader => (_dialect.Time(reader, 0), Text(reader, 1), reader.GetString(2)),
            stop))
        {
            survey.Add(time, code, message);
        }

        return survey.Result(_clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>The newest value of a key, however long ago it was.</summary>
    /// <param name="device">The device.</param>
    /// <param name="key">The key.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Null: there is none.</returns>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public TelemetryRow? Newest(string device, TelemetryKey key, CancellationToken stop) => Rows(new TelemetrySpan(device, [key]) { Limit = 1 }, "DESC", stop).SingleOrDefault();

    /// <summary>Entries that have one of the keys, oldest first.</summary>
    /// <param name="span">Which.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IEnumerable<TelemetryRow> Rows(TelemetrySpan span, CancellationToken stop) => Rows(span, "ASC", stop);

    /// <summary>What the keys' numbers were like, bucket by bucket; the database computes it. Buckets without a number are left out.</summary>
    /// <param name="span">Of which entries.</param>
    /// <param name="width">A bucket's width, whole microseconds.</param>
    /// <param name="withEnds">Whether the first and the last value of each is wanted, for which it is read once more.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IEnumerable<TelemetryBucket> Buckets(TelemetrySpan span, TimeSpan width, bool withEnds, CancellationToken stop)
    {
        Check(span);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, TimeSpan.FromMicroseconds(1));
        var columns = withEnds ? 6 : 4;
        return _statement.Ask(
            BucketSql.Of(_dialect, span, withEnds),
            command =>
            {
                Bind(command, span);
                command.With("@width", _dialect.Width(width));
            },
            reader => new TelemetryBucket(
                _dialect.BucketStart(reader, 0),
                [.. span.Keys.Select((_, i) => Values(reader, 1 + (i * columns), withEnds))]),
            stop);
    }

    /// <summary>Observations that touch a span of time, newest first.</summary>
    /// <param name="from">Its begin, UTC; null: it has none.</param>
    /// <param name="to">Its end, UTC; null: it has none.</param>
    /// <param name="limit">So many at most; null: all.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IEnumerable<ObservationSpan> Observations(DateTime? from, DateTime? to, long? limit, CancellationToken stop) => _statement.Ask(
        "SELECT start_ts, end_ts, email, obsname FROM observations WHERE true"
            + $"{(from is null ? "" : " AND (end_ts IS NULL OR end_ts >= @from)")}{(to is null ? "" : " AND start_ts <= @to")} ORDER BY start_ts DESC{Limit(limit)}",
        command => BindSpan(command, from, to, limit),
        reader => new ObservationSpan(_dialect.Time(reader, 0), reader.IsDBNull(1) ? null : _dialect.Time(reader, 1), Text(reader, 2), Text(reader, 3)),
        stop);

    /// <summary>How much there is.</summary>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TimeoutException">A part of it took longer than it may.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public TelemetryStatistics Statistics(CancellationToken stop)
    {
        var (entries, isEstimate, bytes) = _statement.Ask(_dialect.Size, static _ => { }, static r => (r.GetInt64(0), r.GetBoolean(1), r.GetInt64(2)), stop).Single();
        var (first, last) = _statement.Ask(
            "SELECT (SELECT min(ts) FROM telem), (SELECT max(ts) FROM telem)",
            static _ => { },
            reader => (TimeOrNull(reader, 0), TimeOrNull(reader, 1)),
            stop).Single();
        return new TelemetryStatistics(_database.Kind, entries, isEstimate, bytes, first, last, [.. Hosts(stop)]);
    }

    /// <summary>The inventory, host by host, by name.</summary>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IEnumerable<HostStatistics> Hosts(CancellationToken stop) => _statement.Ask(
        _database.Tables.HostStatistics,
        static _ => { },
        static r => new HostStatistics(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4)),
        stop);

    /// <summary>The limit's clause.</summary>
    internal static string Limit(long? limit) => limit is null ? "" : " LIMIT @limit";

    /// <summary>The condition of a span.</summary>
    internal static string Condition(QueryDialect dialect, TelemetrySpan span) =>
        $"device = @device{(span.From is null ? "" : " AND ts >= @from")}{(span.To is null ? "" : " AND ts <= @to")}{(span.EventCode is null ? "" : " AND ec = @ec")}"
        + $" AND ({string.Join(" OR ", span.Keys.Select(dialect.Has))})";

    private IEnumerable<TelemetryRow> Rows(TelemetrySpan span, string order, CancellationToken stop)
    {
        Check(span);
        return _statement.Ask(
            $"SELECT ts, ec, {_dialect.Columns(span.Keys)} FROM telem WHERE {Condition(_dialect, span)} ORDER BY ts {order}{Limit(span.Limit)}",
            command => Bind(command, span),
            reader => new TelemetryRow(_dialect.Time(reader, 0), Text(reader, 1), _dialect.Values(reader, 2, span.Keys)),
            stop);
    }

    private static void Check(TelemetrySpan span)
    {
        ArgumentNullException.ThrowIfNull(span);
        ArgumentOutOfRangeException.ThrowIfLessThan(span.Keys.Count, 1, nameof(span));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span.Keys.Count, TelemetrySpan.MostKeys, nameof(span));
    }

    private void Bind(DbCommand command, TelemetrySpan span)
    {
        command.With("@device", span.Device);
        BindSpan(command, span.From, span.To, span.Limit);
        if (span.EventCode is { } code)
            command.With("@ec", code);
        _dialect.Bind(command, span.Keys);
    }

    private void BindSpan(DbCommand command, DateTime? from, DateTime? to, long? limit)
    {
        if (from is { } f)
            command.With("@from", _dialect.Value(f));
        if (to is { } t)
            command.With("@to", _dialect.Value(t));
        if (limit is { } l)
            command.With("@limit", l);
    }

    private static BucketValues Values(DbDataReader reader, int first, bool withEnds) =>
        new(reader.GetInt64(first), Number(reader, first + 1), Number(reader, first + 2), Number(reader, first + 3), withEnds ? Number(reader, first + 4) : null, withEnds ? Number(reader, first + 5) : null);

    private static double? Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : Convert.ToDouble(reader.GetValue(column), CultureInfo.InvariantCulture);

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private DateTime? TimeOrNull(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : _dialect.Time(reader, column);

    private TimeSpan Age(DateTime time) => _clock.GetUtcNow().UtcDateTime - time;
}
