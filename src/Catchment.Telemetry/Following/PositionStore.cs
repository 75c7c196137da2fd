using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Following;

/// <summary>
/// Where positions are kept: in PostgreSQL beside the rows, in one transaction with them; for an SQLite file in one beside it
/// (<c>x.db.catchment</c>), and without the right to make the schema <c>catchment</c> in one in the state folder. There they are written behind the rows: what a
/// crash between leaves is read once more, and its rows are there already. For one thread.
/// </summary>
internal sealed class PositionStore : IDisposable
{
    private const string Conflict = "ON CONFLICT (host, folder, device) DO UPDATE SET position = excluded.position, file = excluded.file";

    private readonly Database? _own;
    private readonly string _table;
    private readonly string _host;
    private readonly string _folder;
    private readonly BulkStatement<FollowedPosition> _save;

    private PositionStore(Database? own, string host, string folder)
    {
        (_own, _host, _folder) = (own, host, folder);
        _table = own is null ? "catchment.telemetry_positions" : "telemetry_positions";
        _save = new BulkStatement<FollowedPosition>(
            $"INSERT INTO telemetry_positions (position, host, folder, device, file) VALUES (?1, ?2, ?3, ?4, ?5) {Conflict}",
            "INSERT INTO catchment.telemetry_positions (position, host, folder, device, file) "
                + $"SELECT p, h, f, d, n FROM unnest(@p0::bigint[], @p1::text[], @p2::text[], @p3::text[], @p4::text[]) AS r (p, h, f, d, n) ORDER BY d {Conflict}",
            [p => p.Offset],
            _ => _host,
            _ => _folder,
            p => p.Device,
            p => p.File);
    }

    /// <summary>They are in the database of the rows.</summary>
    internal bool IsWithRows => _own is null;

    /// <summary>Opens it, and makes its table when that is missing.</summary>
    /// <param name="rows">The database of the rows.</param>
    /// <param name="host">The computer that is followed on.</param>
    /// <param name="folder">The folder that is followed in.</param>
    /// <param name="stateFolder">Where it is when the database lets nobody make a schema.</param>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    /// <exception cref="MigrationException">The table could not be made.</exception>
    internal static PositionStore Open(Database rows, string host, string folder, string stateFolder)
    {
        if (rows.Kind == DatabaseKind.PostgreSql)
        {
            try
            {
                rows.Migrate(PositionSchema.Component, PositionSchema.Migrations);
                return new PositionStore(null, host, folder);
            }
            catch (Exception e) when (Database.IsForbidden(e))
            {
                // The operator lets nobody make a schema: beside the state then.
            }
        }

        var path = rows.Url.FilePath is { } file ? $"{file}.catchment" : Path.Combine(stateFolder, "positions.db");
        var own = Database.Open(DatabaseUrl.Parse($"sqlite:///{path}", "/"), new DatabaseOptions { PoolSize = 1 });
        try
        {
            own.Migrate(PositionSchema.Component, PositionSchema.Migrations);
            return new PositionStore(own, host, folder);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>All that are known.</summary>
    /// <param name="rows">The database of the rows.</param>
    internal IReadOnlyList<FollowedPosition> Load(Database rows)
    {
        using var connection = _own is null ? rows.Connect() : _own.Connect();
        using var command = connection.Command($"SELECT device, file, position FROM {_table} WHERE host = @host AND folder = @folder");
        using var reader = command.With("@host", _host).With("@folder", _folder).ExecuteReader();
        var positions = new List<FollowedPosition>();
        while (reader.Read())
            positions.Add(new FollowedPosition(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        return positions;
    }

    /// <summary>Notes positions in the transaction of their rows; only when <see cref="IsWithRows"/>.</summary>
    internal void Save(DbTransaction transaction, IReadOnlyList<FollowedPosition> positions) => _save.Execute(transaction, positions);

    /// <summary>Notes positions whose rows are committed.</summary>
    internal void Save(IReadOnlyList<FollowedPosition> positions)
    {
        using var connection = _own!.Connect();
        using var transaction = connection.BeginTransaction();
        _save.Execute(transaction, positions);
        transaction.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();
}
