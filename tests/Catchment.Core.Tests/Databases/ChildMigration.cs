using Catchment.Core.Databases;

namespace Catchment.Core.Tests.Databases;

/// <summary>A process that migrates a database; several of them do so at once.</summary>
internal static class ChildMigration
{
    /// <summary>The word that asks for it.</summary>
    public const string Word = "migrate";

    public const string Component = "children";

    /// <summary>So many that two processes meet.</summary>
    public const int Count = 40;

    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        .. Enumerable.Range(1, Count).Select(static i => new Migration(
            i, $"table {i}", $"CREATE TABLE t{i} (a)", $"CREATE TABLE catchment.t{i} (); SELECT pg_sleep(0.005)")),
    ];

    /// <summary>Migrates and tells how many migrations ran.</summary>
    public static async Task<int> RunAsync(string url)
    {
        using var database = Database.Open(DatabaseUrl.Parse(url, "/"));
        await Console.Out.WriteLineAsync($"migrated {database.Migrate(Component, Migrations)}");
        return 0;
    }
}
