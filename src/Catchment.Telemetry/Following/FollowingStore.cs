using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Following;

/// <summary>Where the live process writes to, and where it ended before.</summary>
internal sealed class FollowingStore : IDisposable
{
    /// <summary>A round is small: a server that takes longer stands still, or waits for somebody; that is told, and it is tried again.</summary>
    private static readonly TimeSpan RoundLimit = TimeSpan.FromSeconds(30);

    private FollowingStore(TelemetryDatabase files, Database rounds, PositionStore positions, IReadOnlyList<FollowedPosition> known) =>
        (Files, Rounds, Positions, Known) = (files, rounds, positions, known);

    /// <summary>The database as the inventory uses it.</summary>
    internal TelemetryDatabase Files { get; }

    /// <summary>The same as rounds use it.</summary>
    internal Database Rounds { get; }

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
        var files = TelemetryDatabase.Open(url);
        var rounds = Database.Open(url, new DatabaseOptions { PoolSize = 2, CommandTimeout = RoundLimit, OwnsFile = false, ApplicationName = "dbIngest" });
        PositionStore? positions = null;
        try
        {
            positions = PositionStore.Open(rounds, settings.Telemetry.Hostname, settings.TelemDir, stateFolder);
            return new FollowingStore(files, rounds, positions, positions.Load(rounds));
        }
        catch
        {
            positions?.Dispose();
            rounds.Dispose();
            files.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Positions.Dispose();
        Rounds.Dispose();
        Files.Dispose();
    }
}
