using System.Data.Common;
using System.Globalization;
using Catchment.Core.Databases;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.State;

/// <summary>Opens the gateway's file, and moves a damaged one out of the way: it never holds up a start, and is never lost.</summary>
internal static partial class GatewayFile
{
    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NoDatabase = 26; // SQLITE_NOTADB

    private static readonly string[] Files = ["", "-wal", "-shm"];

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="IOException">It cannot be opened or made.</exception>
    /// <exception cref="DatabaseVersionException">A newer program made it.</exception>
    internal static Database Open(string path, TimeProvider time, ILogger logger)
    {
        try
        {
            if (TryOpen(path, out var found) is { } database)
                return database;
            var aside = $"{path}.damaged-{time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}";
            foreach (var file in Files.Where(file => File.Exists(path + file)))
                File.Move(path + file, aside + file, overwrite: true);
            LogDamaged(logger, path, found, aside);
            return TryOpen(path, out found) ?? throw new IOException($"The gateway's state cannot be kept in {path}: {found}");
        }
        catch (Exception e) when (e is DbException or MigrationException or TimeoutException or UnauthorizedAccessException)
        {
            throw new IOException($"The gateway's state in {path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Opens the file if it is whole.</summary>
    /// <returns>Null: it is damaged.</returns>
    private static Database? TryOpen(string path, out string damage)
    {
        damage = "";
        var database = Database.Open(DatabaseUrl.Parse($"sqlite:///{path}", "/"), new DatabaseOptions { PoolSize = 2 });
        try
        {
            damage = Check(database);
            if (damage.Length == 0)
            {
                database.Migrate(GatewaySchema.Component, GatewaySchema.Migrations);
                return database;
            }
        }
        catch (Exception e) when (IsDamage(e))
        {
            damage = e.Message;
        }
        catch
        {
            database.Dispose();
            throw;
        }

        database.Dispose();
        return null;
    }

    private static string Check(Database database)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        return command.ExecuteScalar() is string found && found != "ok" ? found : "";
    }

    private static bool IsDamage(Exception? error) =>
        error is not null && (error is SqliteException { SqliteErrorCode: Corrupt or NoDatabase } || IsDamage(error.InnerException));

    [LoggerMessage(Level = LogLevel.Error, Message = "The gateway's state {Path} is damaged ({Found}): it lies as {Aside} now, and the gateway begins with an empty one. Registrations, mappings and configuration have to be made again, or the file brought back from a copy.")]
    private static partial void LogDamaged(ILogger logger, string path, string found, string aside);
}
