using System.Data.Common;
using Catchment.Core.Databases;

namespace Catchment.Telemetry.Schema;

/// <summary>
/// Makes what is missing in the database: tables, indexes, the view, keys. What is there stays as it is; when nothing is missing nothing
/// is changed, and no right but that to read is needed. Source: <c>telemetry</c> 4.3, 14.
/// </summary>
public static class TelemetrySetup
{
    /// <summary>Makes what is missing, in one transaction. An SQLite file that is not there is made, for us alone to write.</summary>
    /// <param name="url">The database.</param>
    /// <param name="isPartitioned">
    /// Whether <c>telem</c>, if it is missing, is made with a partition for each month and a BRIN index on its times; of PostgreSQL only.
    /// </param>
    /// <returns>What was made.</returns>
    /// <exception cref="TelemetryDatabaseException">The role may not make tables, or partitions are wanted where there can be none.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public static SetupReport Run(DatabaseUrl url, bool isPartitioned = false)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (isPartitioned && url.Kind == DatabaseKind.Sqlite)
            throw new TelemetryDatabaseException("SQLite has no partitions.");
        using var database = TelemetryDatabase.Connect(url, connections: 1, ownsFile: url.FilePath is { } file && !File.Exists(file));
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        var report = Run(transaction, url, isPartitioned);
        transaction.Commit();
        return report;
    }

    /// <summary>Makes what is missing, as a part of a transaction.</summary>
    internal static SetupReport Run(DbTransaction transaction, DatabaseUrl url, bool isPartitioned)
    {
        try
        {
            return url.Kind == DatabaseKind.Sqlite ? SqliteSchema.Complete(transaction) : PostgreSqlSchema.Complete(transaction, isPartitioned);
        }
        catch (DbException e) when (Database.IsForbidden(e))
        {
            throw new TelemetryDatabaseException(
                url.Kind == DatabaseKind.Sqlite
                    ? $"The file {url.FilePath} cannot be written: {e.Message}"
                    : $"""
                       The role {url.User} may not make tables in the database {url.DatabaseName}: {e.Message}
                       From PostgreSQL 15 on only the owner of a database may do so in its schema public; "all privileges on the database" are not enough.
                       Let a superuser say: ALTER DATABASE "{url.DatabaseName}" OWNER TO "{url.User}"
                       or, connected to that database: GRANT CREATE ON SCHEMA public TO "{url.User}"
                       Tables that are there already can be changed by their owner only.
                       """,
                e);
        }
    }
}
