using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Following;

/// <summary>Where the live process writes to, and where it ended before.</summary>
internal sealed class FollowingStore : IDisposable
{
    private const int Connections = 4; // the rounds', the inventory's two, and one over

    private FollowingStore(TelemetryDatabase database, PositionStore positions, IReadOnlyList<FollowedPosition> known) => (Database, Positions, Known) = (database, positions, known);

    /// <summary>The rows and files.</summary>
    internal TelemetryDatabase Database { get; }

    /// <summary>The positions.</summary>
    internal PositionStore Positions { get; }

    /// <summary>Those of an earlier run.</summary>
    internal IReadOnlyList<FollowedPosition> Known { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="TelemetryDatabaseException">Tables, or the SQLite file, are missing.</exception>
    /// <exception cref="MigrationException">The table of positions could not be made.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    internal static FollowingStore Open(LiveSettings settings, string stateFolder)
    {
        var url = settings.Telemetry.Database;
        var database = TelemetryDatabase.Open(url, Connections);
        PositionStore? positions = null;
        try
        {
            positions = PositionStore.Open(url, settings.Telemetry.Hostname, settings.TelemDir, stateFolder);
            return new FollowingStore(database, positions, positions.Load(database));
        }
        catch
        {
            positions?.Dispose();
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Positions.Dispose();
        Database.Dispose();
    }
}
