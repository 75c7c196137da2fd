using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Catchment.Core.Databases;
using Catchment.Core.Plugins;
using Catchment.Files.Tables;

namespace Catchment.Files.Plugins.Fits;

/// <summary>The table of headers. Names in its statements are checked and quoted; everything that comes from a file is a parameter.</summary>
internal sealed partial class FitsTable
{
    private const int RowsBetweenLooks = 100;

    private readonly Database _database;
    private readonly string[] _parts;
    private readonly string _name;
    private readonly IReadOnlyList<FitsColumn> _columns;
    private readonly string _delete;
    private readonly string _insert;

    private FitsTable(Database database, string table, IReadOnlyList<FitsColumn> columns)
    {
        _parts = table.Split('.');
        var name = string.Join('.', _parts.Select(part => $"\"{part}\""));
        (_database, _name, _columns) = (database, name, columns);
        _delete = $"DELETE FROM {name} WHERE \"path\" = @path";
        _insert = $"INSERT INTO {name} ({string.Join(", ", columns.Select(c => c.Quoted))}) VALUES ({string.Join(", ", columns.Select((c, i) => c.Parameter(database.Kind, i)))})";
    }

    /// <summary>Opens a table; makes it, or the columns that it lacks.</summary>
    /// <param name="database">Where; stays open as long as the table is used.</param>
    /// <param name="table">Its name, in PostgreSQL with a schema in front if that is not the default one.</param>
    /// <param name="columns">Its columns.</param>
    /// <exception cref="PluginException">The name is none.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public static FitsTable Open(Database database, string table, IReadOnlyList<FitsColumn> columns)
    {
        if (!Name().IsMatch(table) || (database.Kind == DatabaseKind.Sqlite && table.Contains('.', StringComparison.Ordinal)))
            throw new PluginException($"plugin.config.table: found \"{table}\"; allowed: letters, digits and underscores, at most 63, in PostgreSQL with a schema and a dot in front.");
        var opened = new FitsTable(database, table, columns);
        opened.Prepare();
        return opened;
    }

    /// <summary>A row's values as the database takes them: what a header takes in memory is many times that.</summary>
    public object?[] Values(FitsRow row) => [.. _columns.Select(column => column.Sent(row, _database.Kind))];

    /// <summary>Puts a file's rows in the place of those that it had.</summary>
    /// <param name="path">The file's path as it stands in the rows.</param>
    /// <param name="rows">Their <see cref="Values"/>.</param>
    /// <param name="cancellation">Ends it; nothing was changed.</param>
    /// <exception cref="DbException">The database is away, or refused; nothing was changed.</exception>
    public void Replace(string path, IReadOnlyList<object?[]> rows, CancellationToken cancellation)
    {
        using var connection = _database.Connect();
        using var transaction = connection.BeginTransaction(Isolation);
        using (var delete = connection.Command(_delete).With("@path", path))
        {
            delete.Transaction = transaction;
            delete.ExecuteNonQuery();
        }

        foreach (var (row, place) in rows.Select((row, place) => (row, place)))
        {
            if (place % RowsBetweenLooks == 0)
                cancellation.ThrowIfCancellationRequested();
            using var insert = connection.Command(_insert);
            insert.Transaction = transaction;
            for (var c = 0; c < _columns.Count; c++)
                insert.With($"@p{c}", row[c]);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    // In SQLite the one that takes the lock at the start, so that nobody fails half-way.
    private IsolationLevel Isolation => _database.Kind == DatabaseKind.Sqlite ? IsolationLevel.Serializable : IsolationLevel.ReadCommitted;

    private void Prepare()
    {
        using var connection = _database.Connect();
        if (Missing(connection) is { Count: 0 })
            return; // Only then: whoever may not make anything can still fill what is there.
        using var transaction = connection.BeginTransaction(Isolation);
        void Run(string sql)
        {
            using var command = connection.Command(sql);
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }

        // Several ingesters may start at once.
        if (_database.Kind == DatabaseKind.PostgreSql)
            Run("SELECT pg_catalog.pg_advisory_xact_lock(7310579620834)");
        var missing = Missing(connection);
        if (missing is null)
        {
            Run($"CREATE TABLE {_name} ({string.Join(", ", _columns.Select(c => $"{c.Quoted} {c.Declared(_database.Kind)}"))}, PRIMARY KEY (\"path\", \"hdu\"))");
            foreach (var column in new[] { "observed_at", "object" })
                Run($"CREATE INDEX {IndexName(column)} ON {_name} (\"{column}\")");
        }
        else
        {
            foreach (var column in missing)
                Run($"ALTER TABLE {_name} ADD COLUMN {column.Quoted} {column.Declared(_database.Kind)}");
        }

        transaction.Commit();
    }

    // PostgreSQL finds a name by itself, and one that is not too long.
    private string IndexName(string column) => _database.Kind == DatabaseKind.Sqlite ? $"\"{_parts[0]}_{column}\"" : "";

    /// <summary>The columns that the table lacks; null: there is no table.</summary>
    private List<FitsColumn>? Missing(DbConnection connection)
    {
        // A query, not to_regclass: that answers from what the session has kept, and may not know a table that another has just made.
        using (var find = connection.Command(_database.Kind == DatabaseKind.PostgreSql
            ? "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = coalesce(@schema, current_schema()) AND c.relname = @table"
            : "SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(@table)"))
        {
            find.With("@table", _parts[^1]);
            if (_database.Kind == DatabaseKind.PostgreSql)
                find.With("@schema", _parts.Length > 1 ? _parts[0] : null);
            if (Convert.ToInt64(find.ExecuteScalar(), CultureInfo.InvariantCulture) == 0)
                return null;
        }

        using var look = connection.Command($"SELECT * FROM {_name} LIMIT 0");
        using var reader = look.ExecuteReader();
        var there = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToHashSet(_database.Kind == DatabaseKind.Sqlite ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        return [.. _columns.Where(column => !there.Contains(column.Name))];
    }

    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_]{0,62}\.)?[A-Za-z_][A-Za-z0-9_]{0,62}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
