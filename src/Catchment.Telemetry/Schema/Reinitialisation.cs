using System.Data.Common;
using Catchment.Core.Databases;
using Microsoft.Data.Sqlite;

namespace Catchment.Telemetry.Schema;

/// <summary>
/// Takes away what can be made again from the files, at three levels; afterwards inventory and backfill on every computer make it. Nothing
/// here asks: who calls has asked. Source: <c>telemetry</c> 14, D17, D18.
/// </summary>
public static class Reinitialisation
{
    private static readonly string[] DependentsFirst = ["telem", "file_ingest_times", "file_replicas", "file_origins"];
    private static readonly string[] SqliteFiles = ["", "-wal", "-shm", "-journal"];

    /// <summary>The roles of the original's provisioning.</summary>
    public static IReadOnlyList<string> UsualRoles { get; } = ["xsup", "xtelem"];

    /// <summary>
    /// Level 1: takes out telemetry, inventory and ingest records. What is known of replicas, which no file tells, stays; until the inventory
    /// knows their originals again their foreign key holds for new rows only, and a later setup puts it back for all.
    /// </summary>
    /// <param name="url">The database.</param>
    /// <exception cref="TelemetryDatabaseException">Tables are missing, or the role does not own them.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public static ReinitialisationReport Data(DatabaseUrl url)
    {
        using var database = TelemetryDatabase.Open(url, connections: 1);
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        return Refused(url, () =>
        {
            var replicas = (long)transaction.Value("SELECT count(*) FROM file_replicas")!;
            if (url.Kind == DatabaseKind.Sqlite)
            {
                // Without enforced keys, as files of others are opened: the replicas' rows stay.
                transaction.Execute("DELETE FROM telem; DELETE FROM file_ingest_times; DELETE FROM file_origins");
            }
            else
            {
                // Every one, or TRUNCATE would empty it, too.
                while (replicas > 0 && PostgreSqlSchema.KeyOfFiles(transaction, "file_replicas") is { } key)
                    transaction.Execute($"ALTER TABLE file_replicas DROP CONSTRAINT {key.Name}");
                transaction.Execute("TRUNCATE telem CASCADE; TRUNCATE file_origins CASCADE; TRUNCATE file_ingest_times");
                if (replicas > 0)
                    transaction.Execute(PostgreSqlSchema.AddReplicasKey(isForLaterRows: true));
            }

            transaction.Commit();
            return new ReinitialisationReport(1) { ReplicasKept = replicas };
        });
    }

    /// <summary>Level 2: takes all four tables and the view away and makes them anew, empty. What is known of replicas is lost.</summary>
    /// <param name="url">The database.</param>
    /// <exception cref="TelemetryDatabaseException">The role does not own the tables, or may not make any.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public static ReinitialisationReport Tables(DatabaseUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        using var database = TelemetryDatabase.Connect(url, connections: 1, ownsFile: url.FilePath is { } file && !File.Exists(file));
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        var isSqlite = url.Kind == DatabaseKind.Sqlite;
        return Refused(url, () =>
        {
            var hasReplicas = transaction.Value(isSqlite ? "SELECT 1 FROM sqlite_master WHERE name = 'file_replicas'" : "SELECT to_regclass('file_replicas')::oid::bigint") is not null;
            var lost = hasReplicas ? (long)transaction.Value("SELECT count(*) FROM file_replicas")! : 0;
            var isPartitioned = !isSqlite && transaction.Value(MonthlyPartitions.IsParted) is not null;
            transaction.Execute("DROP VIEW IF EXISTS observations");
            foreach (var table in DependentsFirst)
                transaction.Execute($"DROP TABLE IF EXISTS {table}{(isSqlite ? "" : " CASCADE")}");
            TelemetrySetup.Run(transaction, url, isPartitioned);
            transaction.Commit();
            return new ReinitialisationReport(2) { ReplicasLost = lost };
        });
    }

    /// <summary>The statements of level 3, for a superuser who is connected to another database.</summary>
    /// <param name="database">The database's name.</param>
    /// <param name="roles">The roles to take away with it.</param>
    public static IReadOnlyList<string> DatabaseStatements(string database, IReadOnlyList<string> roles) =>
        [$"DROP DATABASE {Quoted(database)}", .. roles.Select(static role => $"DROP ROLE IF EXISTS {Quoted(role)}")];

    /// <summary>
    /// Level 3: takes the whole database and its roles away; provisioning and setup make them anew. A role that owns something elsewhere stays.
    /// </summary>
    /// <param name="administrator">Another database of the same server, as a superuser.</param>
    /// <param name="database">The name of the database that goes.</param>
    /// <param name="roles">The roles that go with it.</param>
    /// <exception cref="TelemetryDatabaseException">It is the database that one is connected to, others are connected to it, or the role may not.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public static ReinitialisationReport Database(DatabaseUrl administrator, string database, IReadOnlyList<string> roles)
    {
        ArgumentNullException.ThrowIfNull(administrator);
        if (administrator.Kind == DatabaseKind.Sqlite)
            throw new TelemetryDatabaseException("An SQLite database is its file; it has no roles, and nothing above it to connect to.");
        if (administrator.DatabaseName == database)
            throw new TelemetryDatabaseException($"PostgreSQL does not drop the database that one is connected to: connect to another than {database}, such as postgres.");
        using var server = TelemetryDatabase.Connect(administrator, connections: 1, ownsFile: false);
        using var connection = server.Connect();
        RefuseSessions(connection, database);
        var kept = new List<string>();
        Refused(administrator, () =>
        {
            var statements = DatabaseStatements(database, roles);
            Run(connection, statements[0]);
            foreach (var (role, statement) in roles.Zip(statements.Skip(1)))
            {
                try
                {
                    Run(connection, statement);
                }
                catch (Npgsql.PostgresException e) when (e.SqlState == Npgsql.PostgresErrorCodes.DependentObjectsStillExist)
                {
                    kept.Add($"{role}: {e.MessageText}");
                }
            }

            return kept;
        });
        return new ReinitialisationReport(3) { RolesKept = kept };
    }

    /// <summary>Level 3 of a personal copy: removes the SQLite file.</summary>
    /// <param name="url">The database.</param>
    /// <exception cref="TelemetryDatabaseException">There is no such file, or it has not the tables of telemetry: it is another's.</exception>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="DbException">It is no database.</exception>
    public static ReinitialisationReport PersonalCopy(DatabaseUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var file = url.FilePath ?? throw new TelemetryDatabaseException($"{url} is no SQLite file.");
        long lost;
        using (var database = TelemetryDatabase.Open(url, connections: 1))
        using (var connection = (SqliteConnection)database.Connect())
        using (var command = connection.Command("SELECT count(*) FROM file_replicas"))
            lost = (long)command.ExecuteScalar()!;
        foreach (var ending in SqliteFiles)
            File.Delete(file + ending);
        return new ReinitialisationReport(3) { ReplicasLost = lost };
    }

    private static void RefuseSessions(DbConnection connection, string database)
    {
        using var command = connection.Command("SELECT coalesce(usename, '?') || ' (' || coalesce(nullif(application_name, ''), 'process ' || pid) || ')' FROM pg_catalog.pg_stat_activity WHERE datname = @database AND pid <> pg_backend_pid() AND backend_type = 'client backend' LIMIT 10");
        using var reader = command.With("@database", database).ExecuteReader();
        var sessions = new List<string>();
        while (reader.Read())
            sessions.Add(reader.GetString(0));
        if (sessions.Count > 0)
            throw new TelemetryDatabaseException($"The database {database} is in use by {string.Join(", ", sessions)}. Stop these first.");
    }

    private static void Run(DbConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        command.ExecuteNonQuery();
    }

    private static T Refused<T>(DatabaseUrl url, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException e) when (Core.Databases.Database.IsForbidden(e))
        {
            throw new TelemetryDatabaseException($"The role {url.User ?? "of this process"} may not do that to {url}: {e.Message} Only their owner or a superuser may empty or drop tables and databases.", e);
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
