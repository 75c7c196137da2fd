using System.Data.Common;
using Catchment.Core.Databases;
using Microsoft.Data.Sqlite;

namespace Catchment.Telemetry.Schema;

/// <summary>The statements in SQLite.</summary>
internal sealed class SqliteTables : TelemetryTables
{
    /// <inheritdoc/>
    internal override IReadOnlyList<string> Missing(DbConnection connection)
    {
        var missing = new List<string>();
        foreach (var name in Names)
        {
            using var command = connection.Command("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = @name");
            if (command.With("@name", name).ExecuteScalar() is null)
                missing.Add(name);
        }

        return missing;
    }

    /// <inheritdoc/>
    internal override RowLoader Loader(Func<DbConnection> connect, TimeProvider? time = null) => new SqliteLoader((SqliteConnection)connect(), this);

    /// <inheritdoc/>
    private protected override string EndsWith(string ending) => $"o.origin_path GLOB '*{ending}'";

    /// <inheritdoc/>
    private protected override object Value(long microseconds) => Instant.Text(microseconds);

    /// <inheritdoc/>
    private protected override long? Time(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : Instant.Parse(reader.GetString(column));
}
