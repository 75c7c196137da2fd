using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Catchment.Core.Databases;

/// <summary>Runs the migrations of one component.</summary>
internal sealed class Migrator
{
    // "catchmen" in ASCII: one lock for all components, as they share the table and the schema.
    private const long AdvisoryLock = 0x636174_63686D_656E;

    private readonly string _component;
    private readonly IReadOnlyList<Migration> _migrations;
    private readonly int _timeout;

    /// <summary>Checks the migrations.</summary>
    /// <exception cref="ArgumentException">The component has no name, or the versions do not rise from 1 or more.</exception>
    public Migrator(string component, IReadOnlyList<Migration> migrations, DatabaseOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(component);
        var last = 0;
        foreach (var migration in migrations)
        {
            if (migration.Version <= last)
                throw new ArgumentException($"Migration {migration.Version} of {component} comes after {last}.", nameof(migrations));
            last = migration.Version;
        }

        _component = component;
        _migrations = migrations;
        _timeout = ConnectionSource.Seconds(options.MigrationTimeout);
    }

    private int Newest => _migrations.Count == 0 ? 0 : _migrations[^1].Version;

    /// <summary>Runs what is missing.</summary>
    /// <returns>How many ran.</returns>
    public int Run(Database database)
    {
        using var connection = database.Connect();
        Dialect dialect = database.Kind == DatabaseKind.Sqlite ? Dialect.Sqlite : Dialect.PostgreSql;
        if (connection is SqliteConnection sqlite)
            sqlite.DefaultTimeout = _timeout; // also that of BEGIN IMMEDIATE, which waits for another process's migration

        // Without a lock and without a write, so that a role that may only read can start too.
        var version = Version(connection, null, dialect);
        return _migrations.Where(migration => migration.Version > version).Count(migration => Apply(connection, dialect, migration));
    }

    /// <summary>Whether nothing is missing; it only reads.</summary>
    public bool IsDone(Database database)
    {
        using var connection = database.Connect();
        return Version(connection, null, database.Kind == DatabaseKind.Sqlite ? Dialect.Sqlite : Dialect.PostgreSql) >= Newest;
    }

    private bool Apply(DbConnection connection, Dialect dialect, Migration migration)
    {
        try
        {
            using var transaction = connection.BeginTransaction(dialect.Isolation);
            if (dialect.Lock is not null)
                Execute(connection, transaction, dialect.Lock);
            if (Version(connection, transaction, dialect) >= migration.Version)
                return false; // another process was faster
            if (!Exists(connection, transaction, dialect))
                Create(connection, transaction, dialect);
            Execute(connection, transaction, dialect.Script(migration));
            Record(connection, transaction, dialect, migration);
            transaction.Commit();
            return true;
        }
        catch (DbException e)
        {
            throw new MigrationException(_component, migration, e);
        }
    }

    /// <summary>The version in the database; zero when there is none.</summary>
    private int Version(DbConnection connection, DbTransaction? transaction, Dialect dialect)
    {
        if (!Exists(connection, transaction, dialect))
            return 0;
        using var command = Command(connection, transaction, $"SELECT max(version) FROM {dialect.Table} WHERE component = @component");
        Add(command, "@component", _component);
        var version = command.ExecuteScalar() is var found and not (null or DBNull) ? Convert.ToInt32(found) : 0;
        return version <= Newest ? version : throw new DatabaseVersionException(_component, version, Newest);
    }

    private bool Exists(DbConnection connection, DbTransaction? transaction, Dialect dialect)
    {
        using var command = Command(connection, transaction, dialect.Exists);
        return command.ExecuteScalar() is not (null or DBNull);
    }

    private void Create(DbConnection connection, DbTransaction transaction, Dialect dialect)
    {
        // CREATE SCHEMA IF NOT EXISTS wants the right to create one even when it is there.
        if (dialect.SchemaExists is not null)
        {
            using var command = Command(connection, transaction, dialect.SchemaExists);
            if (command.ExecuteScalar() is null)
                Execute(connection, transaction, "CREATE SCHEMA catchment");
        }

        Execute(connection, transaction, dialect.Create);
    }

    private void Record(DbConnection connection, DbTransaction transaction, Dialect dialect, Migration migration)
    {
        using var command = Command(
            connection, transaction, $"INSERT INTO {dialect.Table} (component, version, name) VALUES (@component, @version, @name)");
        Add(command, "@component", _component);
        Add(command, "@version", migration.Version);
        Add(command, "@name", migration.Name);
        command.ExecuteNonQuery();
    }

    private void Execute(DbConnection connection, DbTransaction transaction, string sql)
    {
        using var command = Command(connection, transaction, sql);
        command.ExecuteNonQuery();
    }

    private DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = _timeout;
#pragma warning disable CA2100 // the program's own texts; what varies is a parameter
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    /// <summary>What differs between the two.</summary>
    /// <param name="Table">The table of what has run.</param>
    /// <param name="Exists">Tells whether it is there.</param>
    /// <param name="Create">Makes it.</param>
    /// <param name="SchemaExists">Tells whether its schema is there; null: there are no schemas.</param>
    /// <param name="Lock">Keeps other migrations out until the transaction ends; null: its beginning does.</param>
    /// <param name="Isolation">The transaction's level; SQLite takes the file's lock at once with Serializable.</param>
    /// <param name="Script">The script of a migration.</param>
    private sealed record Dialect(
        string Table, string Exists, string Create, string? SchemaExists, string? Lock, IsolationLevel Isolation, Func<Migration, string> Script)
    {
        public static readonly Dialect Sqlite = new(
            "catchment_migrations",
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'catchment_migrations'",
            """
            CREATE TABLE catchment_migrations (
                component TEXT NOT NULL,
                version INTEGER NOT NULL,
                name TEXT NOT NULL,
                applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
                PRIMARY KEY (component, version)
            ) WITHOUT ROWID
            """,
            null,
            null,
            IsolationLevel.Serializable,
            static migration => migration.Sqlite);

        public static readonly Dialect PostgreSql = new(
            "catchment.catchment_migrations",
            "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'catchment' AND tablename = 'catchment_migrations'",
            """
            CREATE TABLE catchment.catchment_migrations (
                component text NOT NULL,
                version integer NOT NULL,
                name text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (component, version)
            )
            """,
            "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'catchment'",
            $"SELECT pg_catalog.pg_advisory_xact_lock({AdvisoryLock})",
            IsolationLevel.ReadCommitted,
            static migration => migration.PostgreSql);
    }
}
