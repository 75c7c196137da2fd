using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.State;

/// <summary>
/// What outlives a restart, in one SQLite file: points, last values, mappings, and documents by name. Each call is one transaction, which is durable against the end of
/// the process when it returns. Without a file all is kept in memory. Safe on any thread. Source: <c>tags</c> 12, 13.
/// </summary>
public sealed partial class GatewayState : IPointJournal, IDocumentStore, IDisposable
{
    private readonly Database? _database;
    private readonly ILogger _logger;
    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);

    // One writer at a time waits here, and not within SQLite, which sleeps between its tries.
    private readonly Lock _writing = new();

    private GatewayState(Database? database, ILogger logger) => (_database, _logger) = (database, logger);

    /// <summary>Nothing outlives the process.</summary>
    public bool IsInMemory => _database is null;

    /// <summary>Opens the file, or makes it. One that is damaged is moved aside and told of; a new one takes its place.</summary>
    /// <param name="path">The file; null or empty: nothing outlives the process.</param>
    /// <param name="time">The clock that names a damaged file.</param>
    /// <param name="logger">Told what is damaged.</param>
    /// <exception cref="IOException">It cannot be opened or made.</exception>
    /// <exception cref="DatabaseVersionException">A newer program made it.</exception>
    public static GatewayState Open(string? path, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new GatewayState(string.IsNullOrEmpty(path) ? null : GatewayFile.Open(path, time, logger), logger);
    }

    /// <inheritdoc/>
    public void Save(IReadOnlyList<PointDefinition> definitions) => Write(transaction => SavePoints.Execute(transaction, definitions));

    /// <inheritdoc/>
    void IPointJournal.Remove(string key) => Execute("DELETE FROM points WHERE key = @a", key);

    /// <summary>All points in the order of their registration, with their last values.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public IReadOnlyList<RestoredPoint> LoadPoints() => Read(
        "SELECT key, definition, quality, written_us, changed_us, value FROM points LEFT JOIN point_values USING (number) ORDER BY number",
        row => new RestoredPoint(PointDefinitionJson.Read(row.GetString(0), row.GetString(1)), row.IsDBNull(5) ? null : StateOf(row)));

    /// <inheritdoc/>
    public byte[]? Load(string name)
    {
        lock (_documents)
        {
            if (_database is null)
                return _documents.GetValueOrDefault(name);
        }

        return Guard(() =>
        {
            using var connection = _database.Connect();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT document FROM settings WHERE name = @name";
            return command.With("@name", name).ExecuteScalar() as byte[];
        });
    }

    /// <inheritdoc/>
    public void Save(string name, ReadOnlySpan<byte> json)
    {
        var document = json.ToArray();
        if (_database is null)
        {
            lock (_documents)
                _documents[name] = document;
        }

        Execute("INSERT INTO settings (name, document) VALUES (@a, @b) ON CONFLICT (name) DO UPDATE SET document = excluded.document", name, document);
    }

    /// <inheritdoc/>
    public void Remove(string name)
    {
        if (_database is null)
        {
            lock (_documents)
                _documents.Remove(name);
        }

        Execute("DELETE FROM settings WHERE name = @a", name);
    }

    /// <inheritdoc/>
    public void Dispose() => _database?.Dispose();

    /// <summary>Keeps the last values of points, all or none; those of points that are not registered any more are left out.</summary>
    /// <param name="values">Points and what they have.</param>
    /// <exception cref="IOException">They could not be kept.</exception>
    internal void SaveValues(IReadOnlyList<(string Key, PointState State)> values) => Write(transaction => SaveValue.Execute(transaction, values));

    /// <summary>Carries out statements in one transaction.</summary>
    /// <exception cref="IOException">That could not be.</exception>
    internal void Write(Action<DbTransaction> write)
    {
        if (_database is null)
            return;
        Guard(() =>
        {
            lock (_writing)
            {
                using var connection = _database.Connect();
                using var transaction = connection.BeginTransaction();
                write(transaction);
                transaction.Commit();
            }

            return true;
        });
    }

    /// <summary>Reads rows; one that nobody can understand is left out and told of.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    internal IReadOnlyList<T> Read<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<string> parameters)
    {
        if (_database is null)
            return [];
        var values = parameters.ToArray();
        return Guard(() =>
        {
            using var connection = _database.Connect();
            using var command = Command(connection, sql, values);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                try
                {
                    rows.Add(read(reader));
                }
                catch (Exception e) when (IsUnreadable(e))
                {
                    LogRow(_logger, e, $"{reader.GetValue(0)}");
                }
            }

            return rows;
        });
    }

    /// <summary>Carries out one statement.</summary>
    /// <exception cref="IOException">That could not be.</exception>
    internal void Execute(string sql, params object[] parameters) => Write(transaction =>
    {
        using var command = Command(transaction.Connection!, sql, parameters);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    });

    private static BulkStatement<PointDefinition> SavePoints { get; } = new(
        "INSERT INTO points (key, definition) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET definition = excluded.definition",
        "",
        [],
        static definition => definition.Key,
        PointDefinitionJson.Write);

    private static BulkStatement<(string Key, PointState State)> SaveValue { get; } = new(
        "INSERT OR REPLACE INTO point_values (number, quality, written_us, changed_us, value) SELECT number, ?1, ?2, ?3, ?5 FROM points WHERE key = ?4",
        "",
        [static value => (long)value.State.Quality, static value => Microseconds(value.State.Timestamp), static value => Microseconds(value.State.LastChange)],
        static value => value.Key,
        static value => PointDefinitionJson.Write(value.State.Value));

    /// <summary>A last value; null: nobody can understand it, and the point comes back without it.</summary>
    private PointState? StateOf(DbDataReader row)
    {
        try
        {
            var quality = (TagQuality)row.GetByte(2);
            return new(PointDefinitionJson.ReadValue(row.GetString(5)), Enum.IsDefined(quality) ? quality : TagQuality.Bad, row.GetInt64(3) / 1e6, row.GetInt64(4) / 1e6);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            LogRow(_logger, e, $"the last value of {row.GetString(0)}");
            return null;
        }
    }

    // SQLite keeps any type in any column.
    private static bool IsUnreadable(Exception e) => e is System.Text.Json.JsonException or InvalidCastException or FormatException or OverflowException or InvalidOperationException;

    private static long? Microseconds(double seconds) => (long)Math.Round(seconds * 1e6);

    private static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<object> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // the program's own texts; what varies is a parameter
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters.Length; i++)
            command.With($"@{(char)('a' + i)}", parameters[i]);
        return command;
    }

    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            throw new IOException($"The gateway's state could not be read or kept: {e.Message}", e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What was kept of {Name} cannot be understood and is left out")]
    private static partial void LogRow(ILogger logger, Exception exception, string name);
}
