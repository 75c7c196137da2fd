using Catchment.Core.Databases;

namespace Catchment.Core.Tests.Databases;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_own_file_is_made_with_its_folder_and_is_in_WAL_mode()
    {
        using var database = Database.Open(Url("deep/down/x.db"));
        using var connection = database.Connect();
        Sql.Scalar(connection, "PRAGMA journal_mode").ShouldBe("wal");
        Sql.Scalar(connection, "PRAGMA synchronous").ShouldBe(1L);
        Sql.Scalar(connection, "PRAGMA foreign_keys").ShouldBe(1L);
        Sql.Scalar(connection, "PRAGMA busy_timeout").ShouldBe(5000L);
        Sql.Run(connection, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
        Sql.Scalar(connection, "INSERT INTO t VALUES (1, 'x') ON CONFLICT (a) DO UPDATE SET b = 'y' RETURNING b").ShouldBe("x");
        Sql.Scalar(connection, "INSERT INTO t VALUES (1, 'x') ON CONFLICT (a) DO UPDATE SET b = 'y' RETURNING b").ShouldBe("y");
        File.Exists(_folder["deep/down/x.db-wal"]).ShouldBeTrue();
    }

    [Fact]
    public void Disposing_closes_the_file()
    {
        var database = Database.Open(Url("x.db"));
        for (var i = 0; i < 3; i++)
        {
            using var connection = database.Connect();
            Sql.Run(connection, $"CREATE TABLE t{i} (a)");
        }

        OpenFiles().ShouldBe(["x.db", "x.db-shm", "x.db-wal"]);
        database.Dispose();
        OpenFiles().ShouldBeEmpty();
        Should.Throw<ObjectDisposedException>(database.Connect);
    }

    private DatabaseUrl Url(string path) => DatabaseUrl.Parse("sqlite:///" + path, _folder.FullPath);

    private string[] OpenFiles() =>
        [.. Directory.GetFiles("/proc/self/fd").Select(static fd => File.ResolveLinkTarget(fd, returnFinalTarget: false)?.FullName ?? string.Empty)
            .Where(target => target.StartsWith(_folder.FullPath + "/", StringComparison.Ordinal)).Select(Path.GetFileName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)!];
}
