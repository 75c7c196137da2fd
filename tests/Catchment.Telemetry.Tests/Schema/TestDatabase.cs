using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Tests.Schema;

/// <summary>A database of its own, in SQLite or PostgreSQL.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal TestDatabase(DatabaseKind kind, bool isSetUp = true)
    {
        Url = DatabaseUrl.Parse(kind == DatabaseKind.Sqlite ? $"sqlite:///{_folder["telemetry.db"]}" : PostgresServer.Shared.CreateDatabase($"telemetry_{Guid.NewGuid():N}"), "/");
        if (isSetUp)
            TelemetrySetup.Run(Url);
    }

    internal DatabaseUrl Url { get; }

    /// <summary>Executes SQL as a person would.</summary>
    internal void Execute(string sql)
    {
        using var database = Database.Open(Url, new DatabaseOptions { OwnsFile = false });
        using var connection = database.Connect();
        using var command = connection.Command(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>Rows, their values as texts with a bar between them; times are those of <see cref="Instant.Text"/> in both systems.</summary>
    internal List<string> Rows(string sql) => SqlRows.Of(Url, sql);

    internal long Count(string what) => long.Parse(Rows($"SELECT count(*) FROM {what}").Single());

    public void Dispose() => _folder.Dispose();
}
