using System.Data.Common;

namespace Catchment.Core.Databases;

/// <summary>
/// A database and its pool of connections; safe for many threads. A connection is for one thread at a time and goes back with
/// its <c>Dispose</c>.
/// </summary>
public sealed class Database : IDisposable
{
    private readonly ConnectionSource _source;

    private Database(DatabaseUrl url, ConnectionSource source)
    {
        Url = url;
        _source = source;
    }

    /// <summary>Where it is.</summary>
    public DatabaseUrl Url { get; }

    /// <summary>What it is.</summary>
    public DatabaseKind Kind => Url.Kind;

    /// <summary>Prepares the use of a database; connects nothing yet. The folder of an own SQLite file is made when missing.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="options">How it is used; null: the defaults.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be made.</exception>
    public static Database Open(DatabaseUrl url, DatabaseOptions? options = null)
    {
        options ??= new DatabaseOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PoolSize, 1, nameof(options));
        return new Database(url, url.Kind == DatabaseKind.Sqlite ? new SqliteConnections(url, options) : new PostgreSqlConnections(url, options));
    }

    /// <summary>An open connection from the pool.</summary>
    /// <exception cref="DbException">The database refused, or is away (<see cref="IsAway"/>).</exception>
    /// <exception cref="TimeoutException">Every connection stayed in use for too long; <see cref="IsAway"/> too.</exception>
    public DbConnection Connect() => _source.Connect();

    /// <summary>An open connection from the pool; the wait for it blocks no thread.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DbException">As with <see cref="Connect"/>.</exception>
    /// <exception cref="TimeoutException">As with <see cref="Connect"/>.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public Task<DbConnection> ConnectAsync(CancellationToken cancellation) => _source.ConnectAsync(cancellation);

    /// <summary>
    /// Whether trying again later may help: the server cannot be reached, was shut down, starts, lacks resources, or the connection
    /// broke or took too long; a lock was not to be had (deadlocks too); an SQLite file is locked, or its disk is full.
    /// </summary>
    /// <param name="error">What was thrown; its inner exceptions count too.</param>
    public static bool IsAway(Exception error) => DatabaseErrors.IsAway(error);

    /// <summary>Whether it is the values of a statement that are refused, so that other values may be taken: PostgreSQL's classes 22 and 23, SQLite's constraints.</summary>
    /// <param name="error">What was thrown; its inner exceptions count too.</param>
    public static bool IsOfTheData(Exception error) => DatabaseErrors.IsOfTheData(error);

    /// <summary>Whether the right is missing, so that trying again does not help: PostgreSQL's 42501 and 25006, a read-only SQLite file or folder.</summary>
    /// <param name="error">What was thrown; its inner exceptions count too.</param>
    public static bool IsForbidden(Exception error) => DatabaseErrors.IsForbidden(error);

    /// <summary>
    /// Brings a component's tables to the newest version: each migration that is missing, in order, each in a transaction with its
    /// record in <c>catchment_migrations</c> (PostgreSQL: in the schema <c>catchment</c>, made when missing). When several processes
    /// do so at once, one works and the others wait. When nothing is missing it only reads.
    /// </summary>
    /// <param name="component">Whose tables, for example <c>cameras</c>.</param>
    /// <param name="migrations">All of the component's migrations, oldest first.</param>
    /// <returns>How many ran.</returns>
    /// <exception cref="DatabaseVersionException">The database has a newer version than the last of these.</exception>
    /// <exception cref="MigrationException">One failed; the earlier ones stay.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public int Migrate(string component, IReadOnlyList<Migration> migrations) => new Migrator(component, migrations, _source.Options).Run(this);

    /// <summary>Whether a component's tables are there in their newest version; it only reads.</summary>
    /// <param name="component">Whose tables.</param>
    /// <param name="migrations">All of the component's migrations, oldest first.</param>
    /// <exception cref="DatabaseVersionException">The database has a newer version than the last of these.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public bool IsMigrated(string component, IReadOnlyList<Migration> migrations) => new Migrator(component, migrations, _source.Options).IsDone(this);

    /// <summary>Closes the pool and its files; connections still in use are closed when they come back.</summary>
    public void Dispose() => _source.Dispose();
}
