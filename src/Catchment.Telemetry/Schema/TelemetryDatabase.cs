using System.Data.Common;
using Catchment.Core.Databases;

namespace Catchment.Telemetry.Schema;

/// <summary>The database with the telemetry and the inventory: PostgreSQL 14 or newer, or an SQLite file. Safe for many threads.</summary>
public sealed class TelemetryDatabase : IDisposable
{
    /// <summary>Longer than a file of any size takes to be stored on a small machine; a server that has vanished is noticed by keepalives.</summary>
    private static readonly TimeSpan StatementLimit = TimeSpan.FromMinutes(30);

    private const int MostConnections = 64;

    private readonly Database _database;

    private TelemetryDatabase(Database database)
    {
        _database = database;
        Tables = database.Kind == DatabaseKind.Sqlite ? new SqliteTables() : new PostgreSqlTables();
    }

    /// <summary>Which system it is.</summary>
    public DatabaseKind Kind => _database.Kind;

    /// <summary>Where it is.</summary>
    public DatabaseUrl Url => _database.Url;

    /// <summary>The statements on its tables.</summary>
    internal TelemetryTables Tables { get; }

    /// <summary>Opens a database that has its tables.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="connections">Connections at once, 1 or more; a backfill needs two for each of its workers and one more. They are made as they are needed.</param>
    /// <exception cref="TelemetryDatabaseException">Tables, or the SQLite file, are missing.</exception>
    /// <exception cref="DbException">It is away (<see cref="Database.IsAway"/>), or refused.</exception>
    public static TelemetryDatabase Open(DatabaseUrl url, int connections = MostConnections)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.FilePath is { } file && !File.Exists(file))
            throw new TelemetryDatabaseException($"There is no file {file}. Make it with its tables with: xtelemdb setup");
        var database = new TelemetryDatabase(Connect(url, connections, ownsFile: false));
        try
        {
            using var connection = database.Connect();
            var missing = database.Tables.Missing(connection);
            return missing.Count == 0
                ? database
                : throw new TelemetryDatabaseException($"The database {url} has no table {string.Join(", ", missing)}. Make what is missing with: xtelemdb setup");
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The connections to a database whose tables need not be there.</summary>
    internal static Database Connect(DatabaseUrl url, int connections, bool ownsFile) =>
        Database.Open(url, new DatabaseOptions { PoolSize = connections, CommandTimeout = StatementLimit, OwnsFile = ownsFile, ApplicationName = "xtelemdb" });

    /// <summary>An open connection from the pool.</summary>
    internal DbConnection Connect() => _database.Connect();

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
