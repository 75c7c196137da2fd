using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tables;

/// <summary>
/// The database of a component: the original's tables, and what Catchment keeps beside them: in PostgreSQL in the schema
/// <c>catchment</c>, for an SQLite file in a file beside it (<c>x.db.catchment</c>), and without the right to make that schema in
/// an SQLite file in the state folder. Safe for many threads.
/// </summary>
public sealed class FilesDatabase : IDisposable
{
    private const int PooledConnections = 8;

    // Source: files 2.2.
    private const string StatementLogger = "sqlalchemy.engine.Engine";

    private FilesDatabase(Database original, Database own, OriginalTables tables, TimeProvider clock)
    {
        Original = original;
        Own = own;
        Tables = tables;
        Clock = clock;
        Ledger = new Ledger(own.Kind);
    }

    /// <summary>Whether what Catchment keeps lies where other machines do not see it, although the database does: one ingester and one finder at a time may then work on the tables.</summary>
    public bool KeepsToItself => Original.Kind == DatabaseKind.PostgreSql && Own.Kind == DatabaseKind.Sqlite;

    internal Database Original { get; }

    internal Database Own { get; }

    internal OriginalTables Tables { get; }

    internal Ledger Ledger { get; }

    internal TimeProvider Clock { get; }

    /// <summary>Both are one database, with common transactions.</summary>
    internal bool IsOneStore => ReferenceEquals(Original, Own);

    /// <summary>Opens it, and makes what Catchment keeps beside the original's tables when that is missing.</summary>
    /// <param name="settings">Where it is, and its tables' names.</param>
    /// <param name="stateFolder">The component's state folder; made when needed.</param>
    /// <param name="clock">The clock; its local zone is that of the tables.</param>
    /// <param name="loggers">Where statements are told if the settings want that; null: nowhere.</param>
    /// <param name="durability">What our own SQLite file survives, when there is one: with <see cref="Durability.Synced"/> a note is on the medium before what it announces.</param>
    /// <exception cref="FilesDatabaseException">The original's tables, or the SQLite file, are not there.</exception>
    /// <exception cref="DbException">It is away (<see cref="Database.IsAway"/>), or refused.</exception>
    /// <exception cref="MigrationException">Our own tables could not be made.</exception>
    public static FilesDatabase Open(FilesDatabaseSettings settings, string stateFolder, TimeProvider clock, ILoggerFactory? loggers = null, Durability durability = Durability.Written)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Url.FilePath is { } file && !File.Exists(file))
            throw new FilesDatabaseException($"database.engine: there is no file {file}. Make it with its tables with: catchment files setup FILE");
        var options = new DatabaseOptions
        {
            PoolSize = PooledConnections,
            IsPooled = !settings.IsUnpooled,
            StatementLog = settings.Echo ? loggers?.CreateLogger(StatementLogger) : null,
        };
        var original = Database.Open(settings.Url, options with { OwnsFile = false });
        Database? own = null;
        try
        {
            OriginalTables tables;
            using (var connection = original.Connect())
                tables = OriginalTables.Find(connection, original.Kind, settings);
            own = OwnDatabase(original, settings, stateFolder, options with { Durability = durability });
            return new FilesDatabase(original, own, tables, clock);
        }
        catch (DatabaseVersionException e)
        {
            original.Dispose();
            throw new FilesDatabaseException(e.Message);
        }
        catch
        {
            own?.Dispose();
            original.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!IsOneStore)
            Own.Dispose();
        Original.Dispose();
    }

    private static string CurrentRole(Database original)
    {
        using var connection = original.Connect();
        using var command = connection.Command("SELECT pg_catalog.quote_ident(current_user)");
        return (string)command.ExecuteScalar()!;
    }

    private static Database OwnDatabase(Database original, FilesDatabaseSettings settings, string stateFolder, DatabaseOptions options)
    {
        if (original.Kind == DatabaseKind.PostgreSql)
        {
            try
            {
                original.Migrate(LedgerSchema.Component, LedgerSchema.Migrations);
                return original;
            }
            catch (MigrationException e) when (Database.IsForbidden(e))
            {
                // The operator lets nobody make a schema: beside the state then.
            }
            catch (DbException e) when (Database.IsForbidden(e))
            {
                // Another role made it. To keep one's own notes elsewhere would part what the two have to share.
                var role = CurrentRole(original);
                throw new FilesDatabaseException(
                    $"database.engine: the schema catchment is another role's, and this one may not use it ({e.Message}). Let its owner execute: "
                    + $"GRANT USAGE ON SCHEMA catchment TO {role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA catchment TO {role};");
            }
        }

        var path = settings.Url.FilePath is { } file ? $"{file}.catchment" : Path.Combine(stateFolder, "files.db");
        var own = Database.Open(DatabaseUrl.Parse($"sqlite:///{path}", "/"), options);
        try
        {
            own.Migrate(LedgerSchema.Component, LedgerSchema.Migrations);
            return own;
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }
}
