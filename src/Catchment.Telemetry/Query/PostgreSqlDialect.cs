using System.Data.Common;
using System.Globalization;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;
using Npgsql;

namespace Catchment.Telemetry.Query;

/// <summary>The SQL of PostgreSQL: the way to a value is a chain of operators whose operands are parameters.</summary>
internal sealed class PostgreSqlDialect : QueryDialect
{
    /// <inheritdoc/>
    internal override string Fence => " OFFSET 0";

    /// <inheritdoc/>
    internal override string Bucket => "date_bin(@width, ts, timestamptz 'epoch')";

    /// <inheritdoc/>
    internal override string Message => "msg::text";

    // Partitions are counted one by one: the parent's own estimate is made only when somebody analyses it.
    internal override string Size =>
        """
        SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint, true, (SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_catalog.pg_class WHERE relkind = 'r' AND (oid IN (SELECT relid FROM pg_partition_tree('telem')) OR oid IN ('telem'::regclass, 'file_origins'::regclass, 'file_ingest_times'::regclass, 'file_replicas'::regclass)))
        FROM pg_catalog.pg_class c WHERE c.relkind = 'r' AND (c.oid = 'telem'::regclass OR c.oid IN (SELECT relid FROM pg_partition_tree('telem')))
        """;

    /// <inheritdoc/>
    internal override IDisposable Begin(DbTransaction transaction, TimeSpan? limit, CancellationToken stop)
    {
        transaction.Execute("SET TRANSACTION READ ONLY");
        using var command = transaction.Connection!.Command("SELECT set_config('statement_timeout', @limit, true)");
        command.Transaction = transaction;
        command.With("@limit", (limit is { } l ? Math.Max(1, (long)l.TotalMilliseconds) : 0).ToString(CultureInfo.InvariantCulture)).ExecuteNonQuery();
        return default(CancellationTokenRegistration); // the command is cancelled by whoever has it
    }

    /// <inheritdoc/>
    internal override bool IsStopped(DbException error) => error is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException { InnerException: TimeoutException };

    /// <inheritdoc/>
    internal override void Bind(DbCommand command, IReadOnlyList<TelemetryKey> keys)
    {
        for (var k = 0; k < keys.Count; k++)
        {
            for (var p = 0; p < keys[k].Parts.Count; p++)
                command.With(Name(k, p), keys[k].Parts[p] is { Name: { } name } ? name : keys[k].Parts[p].Index);
        }
    }

    /// <inheritdoc/>
    internal override string Has(TelemetryKey key, int number) => $"jsonb_typeof({Path(key, number)}) <> 'null'";

    /// <inheritdoc/>
    internal override string Number(TelemetryKey key, int number) =>
        $"(SELECT CASE jsonb_typeof(j) WHEN 'number' THEN j::float8 WHEN 'boolean' THEN j::boolean::int::float8 END FROM (SELECT {Path(key, number)} AS j OFFSET 0) AS v)";

    /// <inheritdoc/>
    internal override string Columns(IReadOnlyList<TelemetryKey> keys) => string.Join(", ", keys.Select((key, i) => $"({Path(key, i)})::text"));

    /// <inheritdoc/>
    internal override IReadOnlyList<TelemetryValue?> Values(DbDataReader reader, int first, IReadOnlyList<TelemetryKey> keys)
    {
        var values = new TelemetryValue?[keys.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.IsDBNull(first + i) ? null : TelemetryValue.Of(reader.GetString(first + i));
        return values;
    }

    /// <inheritdoc/>
    internal override object Width(TimeSpan width) => width;

    /// <inheritdoc/>
    internal override DateTime BucketStart(DbDataReader reader, int column) => Time(reader, column);

    /// <inheritdoc/>
    internal override object Value(DateTime time) => time;

    /// <inheritdoc/>
    internal override DateTime Time(DbDataReader reader, int column) => reader.GetDateTime(column);

    private static string Path(TelemetryKey key, int number) => "msg" + string.Concat(key.Parts.Select((part, i) => $" -> {Name(number, i)}::{(part.Name is null ? "int" : "text")}"));
}
