using System.Data.Common;
using Catchment.Core.Databases;
using Npgsql;

namespace Catchment.Telemetry.Schema;

/// <summary>The statements in PostgreSQL.</summary>
internal sealed class PostgreSqlTables : TelemetryTables
{
    /// <inheritdoc/>
    internal override IReadOnlyList<string> Missing(DbConnection connection)
    {
        using var command = connection.Command("SELECT name FROM unnest(@names) AS n (name) WHERE to_regclass(name) IS NULL");
        using var reader = command.With("@names", Names).ExecuteReader();
        var missing = new List<string>();
        while (reader.Read())
            missing.Add(reader.GetString(0));
        return missing;
    }

    /// <inheritdoc/>
    internal override RowLoader Loader(Func<DbConnection> connect, TimeProvider? time = null) => new PostgreSqlLoader(() => (NpgsqlConnection)connect(), this, time ?? TimeProvider.System);

    /// <inheritdoc/>
    private protected override string EndsWith(string ending) => $"o.origin_path LIKE '%{ending}'";

    /// <inheritdoc/>
    private protected override object Value(long microseconds) => Instant.Of(microseconds);

    /// <inheritdoc/>
    private protected override long? Time(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : Instant.Of(reader.GetDateTime(column));
}
