using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;
using Microsoft.Data.Sqlite;

namespace Catchment.Telemetry.Query;

/// <summary>A question to the database, whose answer is taken row by row as it comes.</summary>
/// <param name="database">The database.</param>
/// <param name="dialect">Its SQL.</param>
/// <param name="limit">The longest time; null: none.</param>
internal sealed class TelemetryStatement(TelemetryDatabase database, QueryDialect dialect, TimeSpan? limit)
{
    /// <summary>Asks.</summary>
    /// <typeparam name="T">What a row is made into.</typeparam>
    /// <param name="sql">The statement, the program's own text.</param>
    /// <param name="bind">Adds its parameters.</param>
    /// <param name="read">Makes something of a row.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    internal IEnumerable<T> Ask<T>(string sql, Action<DbCommand> bind, Func<DbDataReader, T> read, CancellationToken stop)
    {
        using var connection = database.Connect();

        // Deferred: SQLite's driver otherwise takes the one lock of writers for who only reads.
        using var transaction = connection is SqliteConnection file ? file.BeginTransaction(deferred: true) : connection.BeginTransaction();
        using var watch = dialect.Begin(transaction, limit, stop);
        using var command = connection.Command(sql);
        command.Transaction = transaction;
        if (database.Kind == DatabaseKind.PostgreSql)
            command.CommandTimeout = 0; // the server's own limit holds, and a server that has vanished is noticed by keepalives
        bind(command);
        using var ended = database.Kind == DatabaseKind.PostgreSql ? stop.Register(command.Cancel) : default;
        using var reader = Guard(command.ExecuteReader, stop);
        var isAtEnd = false;
        try
        {
            while (Guard(reader.Read, stop))
                yield return read(reader);
            isAtEnd = true;
        }
        finally
        {
            // Whoever goes before the end does not wait for the rest: the driver would read it all.
            if (!isAtEnd)
                command.Cancel();
        }
    }

    private T Guard<T>(Func<T> step, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            return step();
        }
        catch (DbException e) when (dialect.IsStopped(e))
        {
            stop.ThrowIfCancellationRequested();
            throw new TimeoutException($"The database took longer than the {limit?.TotalSeconds:0.###} s that a question may take; ask for less, or allow more time.", e);
        }
    }
}
