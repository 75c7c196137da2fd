using System.Data.Common;
using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Catchment.Telemetry.Query;

/// <summary>
/// The SQL of SQLite: the way to a value is a path that is a parameter. Values are taken from the message here, as SQLite would tell truth as
/// numbers and numbers with fewer digits.
/// </summary>
internal sealed class SqliteDialect : QueryDialect
{
    private const int StepsBetweenLooks = 10_000; // of SQLite's machine: a fraction of a millisecond

    // Times before 1970 go into the bucket that begins before them, too: SQLite's division is rounded to zero.
    private const string Micros = "(CAST(strftime('%s', substr(ts, 1, 19)) AS integer) * 1000000 + CAST(substr(ts, 21, 6) AS integer))";

    /// <inheritdoc/>
    internal override string Fence => " LIMIT -1 OFFSET 0";

    /// <inheritdoc/>
    internal override string Bucket => $"{Micros} - ({Micros} % @width + @width) % @width";

    /// <inheritdoc/>
    internal override string Message => "msg";

    /// <inheritdoc/>
    internal override string Size => "SELECT (SELECT count(*) FROM telem), 0, (SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())";

    /// <inheritdoc/>
    internal override IDisposable Begin(DbTransaction transaction, TimeSpan? limit, CancellationToken stop) => new Watch(((SqliteConnection)transaction.Connection!).Handle!, limit, stop);

    /// <inheritdoc/>
    internal override bool IsStopped(DbException error) => error is SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT };

    /// <inheritdoc/>
    internal override void Bind(DbCommand command, IReadOnlyList<TelemetryKey> keys)
    {
        for (var k = 0; k < keys.Count; k++)
            command.With(Name(k, 0), keys[k].SqlitePath());
    }

    /// <inheritdoc/>
    internal override string Has(TelemetryKey key, int number) => $"json_type(msg, {Name(number, 0)}) <> 'null'";

    /// <inheritdoc/>
    internal override string Number(TelemetryKey key, int number) =>
        $"CASE json_type(msg, {Name(number, 0)}) WHEN 'integer' THEN CAST(json_extract(msg, {Name(number, 0)}) AS real) WHEN 'real' THEN json_extract(msg, {Name(number, 0)}) WHEN 'true' THEN 1.0 WHEN 'false' THEN 0.0 END";

    /// <inheritdoc/>
    internal override string Columns(IReadOnlyList<TelemetryKey> keys) => "msg";

    /// <inheritdoc/>
    internal override IReadOnlyList<TelemetryValue?> Values(DbDataReader reader, int first, IReadOnlyList<TelemetryKey> keys)
    {
        using var message = JsonDocument.Parse(reader.GetString(first), MessageJson.Options);
        var values = new TelemetryValue?[keys.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = keys[i].Find(message.RootElement) is { } value ? TelemetryValue.Of(value) : null;
        return values;
    }

    /// <inheritdoc/>
    internal override object Width(TimeSpan width) => width.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <inheritdoc/>
    internal override DateTime BucketStart(DbDataReader reader, int column) => Instant.Of(reader.GetInt64(column));

    /// <inheritdoc/>
    internal override object Value(DateTime time) => Instant.Text(Instant.Of(time));

    /// <inheritdoc/>
    internal override DateTime Time(DbDataReader reader, int column) => Instant.Of(Instant.Parse(reader.GetString(column)));

    /// <summary>SQLite has no limit of time: it is asked now and then whether to go on.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly sqlite3 _handle;
        private readonly delegate_progress _isOver; // native code holds it

        internal Watch(sqlite3 handle, TimeSpan? limit, CancellationToken stop)
        {
            _handle = handle;
            var start = TimeProvider.System.GetTimestamp();
            _isOver = _ => stop.IsCancellationRequested || (limit is { } l && TimeProvider.System.GetElapsedTime(start) > l) ? 1 : 0;
            raw.sqlite3_progress_handler(handle, StepsBetweenLooks, _isOver, null);
        }

        public void Dispose() => raw.sqlite3_progress_handler(_handle, 0, null, null);
    }
}
