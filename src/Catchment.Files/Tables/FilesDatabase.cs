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

    private readonly string? _temporary;

    private FilesDatabase(Database original, Database own, OriginalTables tables, TimeProvider clock, string? temporary)
    {
        _temporary = temporary;
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
    public static FilesDatabase Open(FilesDatabaseSettings settings, string stateFolder, TimeProvider clock, ILoggerFactory? loggers = null, Durability durability = Durability.Written) =>
        Open(settings, clock, loggers, (original, options) => (OwnDatabase(original, settings, stateFolder, options with { Durability = durability }), null));

    /// <summary>
    /// Opens it for one who only looks: what Catchment keeps beside the original's tables is used when it is there. When it is not, nothing
    /// is made; what the events come to is kept in a temporary file until this is disposed.
    /// </summary>
    /// <param name="settings">Where it is, and its tables' names.</param>
    /// <param name="stateFolders">Where a component's state may be.</param>
    /// <param name="clock">The clock; its local zone is that of the tables.</param>
    /// <exception cref="FilesDatabaseException">The original's tables, or the SQLite file, are not there.</exception>
    /// <exception cref="DbException">It is away (<see cref="Database.IsAway"/>), or refused.</exception>
    /// <exception cref="MigrationException">Our own tables could not be made.</exception>
    public static FilesDatabase View(FilesDatabaseSettings settings, IEnumerable<string> stateFolders, TimeProvider clock) =>
        Open(settings, clock, null, (original, options) => ViewedDatabase(original, settings, stateFolders, options));

    private static FilesDatabase Open(
        FilesDatabaseSettings settings, TimeProvider clock, ILoggerFactory? loggers, Func<Database, DatabaseOptions, (Database Own, string? Temporary)> openOwn)
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
        try
        {
            OriginalTables tables;
            using (var connection = original.Connect())
                tables = OriginalTables.Find(connection, original.Kind, settings);
            var (own, temporary) = openOwn(original, options);
            return new FilesDatabase(original, own, tables, clock, temporary);
        }
        catch (DatabaseVersionException e)
        {
            original.Dispose();
            throw new FilesDatabaseException(e.Message);
        }
        catch
        {
            original.Dispose();
            throw;
        }
    }

    /// <summary>The storage folder that a finder of ours noted for the files table; null: none did.</summary>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public string? StorageOfFinder()
    {
        using var own = Own.Connect();
        return Ledger.Storage(own, Tables.FilesName);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!IsOneStore)
            Own.Dispose();
        Original.Dispose();
        if (_temporary is not null)
            Directory.Delete(_temporary, recursive: true);
    }

    private static (Database Own, string? Temporary) ViewedDatabase(Database original, FilesDatabaseSettings settings, IEnumerable<string> stateFolders, DatabaseOptions options)
    {
        if (original.Kind == DatabaseKind.PostgreSql && original.IsMigrated(LedgerSchema.Component, LedgerSchema.Migrations))
            return (original, null);
        var kept = settings.Url.FilePath is { } file ? [Beside(file)] : stateFolders.Select(InState);
        if (kept.FirstOrDefault(File.Exists) is { } there)
            return (OwnFile(there, options), null);
        var temporary = Directory.CreateTempSubdirectory("catchment-").FullName;
        try
        {
            return (OwnFile(InState(temporary), options), temporary);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }
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

        if (settings.Url.FilePath is not { } file)
            return OwnFile(InState(stateFolder), options);
        try
        {
            SharedFile.MakeLike(Beside(file), file); // Whoever may write the one may write the other, also after a command of root's.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FilesDatabaseException($"database.engine: the file '{Beside(file)}', which holds what is known beside the tables, cannot be made: {e.Message} Let this user write in its folder, or run this as the database's owner.");
        }

        return OwnFile(Beside(file), options);
    }

    private static string Beside(string file) => $"{file}.catchment";

    private static string InState(string folder) => Path.Combine(folder, "files.db");

    private static Database OwnFile(string path, DatabaseOptions options)
    {
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
