using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Catchment.Core.Databases;

/// <summary>Connections to an SQLite file, from the driver's pool, which this one bounds.</summary>
internal sealed class SqliteConnections : ConnectionSource
{
    private const int JournalSizeLimit = 64 * 1024 * 1024; // a WAL that one long transaction has blown up is cut to this

    // The driver pools by connection string, for the whole process: what a physical connection was set to is kept with it.
    private static readonly ConditionalWeakTable<sqlite3, string> Settings = [];

    // So is whether its statements are told: the next one who has it may not want that.
    private static readonly ConditionalWeakTable<sqlite3, ILogger> Told = [];

    private readonly string _connectionString;
    private readonly string _path;
    private readonly string _pragmas;
    private readonly SemaphoreSlim _places;
    private volatile bool _isDisposed;

    /// <summary>Makes the folder of an own file; opens nothing.</summary>
    public SqliteConnections(DatabaseUrl url, DatabaseOptions options)
        : base(options)
    {
        SqliteLibrary.Load();
        _path = url.FilePath!;
        if (options.OwnsFile)
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var busy = url.BusyTimeout ?? options.BusyTimeout;
        _places = new SemaphoreSlim(options.PoolSize);
        _pragmas = Pragmas(busy, options);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = options.OwnsFile ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = options.IsPooled,
            DefaultTimeout = Seconds(busy), // the driver repeats a busy command for this long by itself
        }.ToString();
    }

    /// <inheritdoc/>
    public override DbConnection Connect()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(Database));
        if (!_places.Wait(Options.ConnectTimeout))
            throw AllInUse();
        return OpenInPlace();
    }

    /// <inheritdoc/>
    public override async Task<DbConnection> ConnectAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(Database));
        if (!await _places.WaitAsync(Options.ConnectTimeout, cancellation))
            throw AllInUse();
        return OpenInPlace();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _isDisposed = true;
        using var any = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(any);
    }

    private static string Pragmas(TimeSpan busy, DatabaseOptions options)
    {
        // The wait for locks first: the change to WAL needs one.
        var pragmas = $"PRAGMA busy_timeout={(long)busy.TotalMilliseconds}; PRAGMA foreign_keys={(options.OwnsFile ? "ON" : "OFF")}; PRAGMA journal_size_limit={JournalSizeLimit};";
        if (!options.OwnsFile)
            return pragmas;
        var synchronous = options.Durability == Storage.Durability.Synced ? "FULL" : "NORMAL";
        return $"{pragmas} PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};";
    }

    private SqliteConnection OpenInPlace()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            Prepare(connection);
            connection.StateChange += GiveBackPlace;
            return connection;
        }
        catch
        {
            connection.Dispose();
            _places.Release();
            throw;
        }
    }

    private void Prepare(SqliteConnection connection)
    {
        var handle = connection.Handle!;
        Tell(handle, Options.StatementLog);
        if (Settings.TryGetValue(handle, out var pragmas) && string.Equals(pragmas, _pragmas, StringComparison.Ordinal))
        {
            // Whoever wrote BEGIN as text and failed has left it open; the driver only knows its own transactions.
            if (raw.sqlite3_get_autocommit(handle) == 0)
                Run(connection, "ROLLBACK");
            return;
        }

        Run(connection, _pragmas);
        Settings.AddOrUpdate(handle, _pragmas);
    }

    private static void Tell(sqlite3 handle, ILogger? log)
    {
        if (Told.TryGetValue(handle, out var before) ? ReferenceEquals(before, log) : log is null)
            return;
        if (log is null)
        {
            raw.sqlite3_trace(handle, (strdelegate_trace?)null, null);
            Told.Remove(handle);
            return;
        }

        raw.sqlite3_trace(handle, (_, statement) => StatementLog.Tell(log, statement), null);
        Told.AddOrUpdate(handle, log);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is made of constants and numbers
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private void GiveBackPlace(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState != ConnectionState.Closed)
            return;
        ((SqliteConnection)sender).StateChange -= GiveBackPlace;
        _places.Release();
    }

    private TimeoutException AllInUse() => new(
        $"All {Options.PoolSize} connections to {_path} have been in use for {Options.ConnectTimeout.TotalSeconds} s.");
}
