using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Tests.Tables;

/// <summary>The original's tables in a database of their own, in SQLite or PostgreSQL.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal TestDatabase(DatabaseKind kind, bool isSetUp = true)
        : this(kind == DatabaseKind.Sqlite ? null : PostgresServer.Shared.CreateDatabase($"files_{Guid.NewGuid():N}"), isSetUp)
    {
    }

    internal TestDatabase(string? url, bool isSetUp = true)
    {
        Url = url ?? $"sqlite:///{_folder["files.db"]}";
        Settings = new FilesDatabaseSettings
        {
            Url = DatabaseUrl.Parse(Url, "/"),
            Files = new TableName(null, "files"),
            Events = new TableName(null, "file_events"),
        };
        if (isSetUp)
            FilesSetup.Run(Settings);
    }

    internal string Url { get; }

    internal string Folder => _folder.FullPath;

    internal FilesDatabaseSettings Settings { get; }

    internal FilesDatabase Open(TimeProvider? clock = null) => FilesDatabase.Open(Settings, Folder, clock ?? TimeProvider.System);

    /// <summary>Executes SQL as a person would.</summary>
    internal void Execute(string sql)
    {
        using var database = Database.Open(Settings.Url, new DatabaseOptions { OwnsFile = false });
        using var connection = database.Connect();
        using var command = connection.Command(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>The statuses of a file, oldest first.</summary>
    internal string History(string name)
    {
        using var database = Open();
        using var connection = database.Original.Connect();
        var file = database.Tables.Matching(connection, [new FoundFile(new FilePath(FilePath.Top, name), "", 0)]).Single();
        return string.Join(' ', database.Tables.History(connection, file.Id).Select(e => FileStatusText.Of(e.Status)));
    }

    public void Dispose() => _folder.Dispose();
}
