using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Catchment.Core.Databases;

/// <summary>Tells the databases' errors apart.</summary>
internal static class DatabaseErrors
{
    /// <summary>Whether trying again later may help.</summary>
    public static bool IsAway(Exception error) => Chain(error).Any(static e => e switch
    {
        PostgresException refusal => IsAway(refusal.SqlState),
        SqliteException sqlite => sqlite.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL or raw.SQLITE_FULL,
        SocketException or TimeoutException => true,
        NpgsqlException { IsTransient: true } => true,
        _ => false,
    });

    /// <summary>Whether the right is missing.</summary>
    public static bool IsForbidden(Exception error) => Chain(error).Any(static e => e switch
    {
        PostgresException refusal => refusal.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction,
        SqliteException sqlite => sqlite.SqliteErrorCode is raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH,
        UnauthorizedAccessException => true,
        _ => false,
    });

    /// <summary>Whether it is the values that are refused.</summary>
    public static bool IsOfTheData(Exception error) => Chain(error).Any(static e => e switch
    {
        PostgresException refusal => refusal.SqlState.StartsWith("22", StringComparison.Ordinal) || refusal.SqlState.StartsWith("23", StringComparison.Ordinal)
            || refusal.SqlState is PostgresErrorCodes.DatatypeMismatch,
        SqliteException sqlite => sqlite.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG,
        _ => false,
    });

    private static bool IsAway(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) // connection
        || state.StartsWith("53", StringComparison.Ordinal) // resources: memory, disk, connections
        || state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.IdleSessionTimeout or PostgresErrorCodes.IoError
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
            yield return e;
    }
}
