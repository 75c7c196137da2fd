using Catchment.Core.Databases;
using Catchment.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Catchment.Core.Tests.Databases;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Durability.Written, 1)]
    [InlineData(Durability.Queued, 1)]
    [InlineData(Durability.Synced, 2)]
    public void An_own_file_is_made_with_its_folder_and_is_in_WAL_mode(Durability durability, long synchronous)
    {
        using var database = Database.Open(Url("deep/down/x.db"), new DatabaseOptions { Durability = durability });
        File.Exists(_folder["deep/down/x.db"]).ShouldBeFalse("nothing is connected yet");
        using var connection = database.Connect();
        Pragma(connection, "journal_mode").ShouldBe("wal");
        Pragma(connection, "synchronous").ShouldBe(synchronous);
        Pragma(connection, "foreign_keys").ShouldBe(1L);
        Pragma(connection, "busy_timeout").ShouldBe(5000L);
        Pragma(connection, "journal_size_limit").ShouldBe(64L << 20);
        Sql.Run(connection, "CREATE TABLE t (a)");
        File.Exists(_folder["deep/down/x.db-wal"]).ShouldBeTrue();
    }

    [Fact]
    public void The_systems_library_is_used_where_it_is_newer_and_knows_upserts_that_return()
    {
        using var database = Database.Open(Url("x.db"));
        using var connection = database.Connect();
        var maps = File.ReadAllText("/proc/self/maps");
        if (new[] { "/lib", "/usr/lib" }.SelectMany(static root => Directory.GetFiles(root, "libsqlite3.so.0", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })).Any())
            maps.ShouldContain("/libsqlite3.so.0");
        else
            maps.ShouldContain("/libe_sqlite3.so");
        new Version(SqliteLibrary.Load()).ShouldBeGreaterThanOrEqualTo(new Version(3, 35, 5));
        Sql.Run(connection, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
        const string upsert = "INSERT INTO t VALUES (1, 'new') ON CONFLICT (a) DO UPDATE SET b = 'again' RETURNING b";
        Sql.Scalar(connection, upsert).ShouldBe("new");
        Sql.Scalar(connection, upsert).ShouldBe("again");
    }

    [Fact]
    public void A_foreign_file_keeps_its_journal_mode()
    {
        using (var theirs = Plain("their.db"))
            Sql.Run(theirs, "CREATE TABLE t (a)");
        using var database = Database.Open(Url("their.db"), new DatabaseOptions { OwnsFile = false });
        using var connection = database.Connect();
        Sql.Run(connection, "INSERT INTO t VALUES (1)");
        Pragma(connection, "journal_mode").ShouldBe("delete");
        Pragma(connection, "synchronous").ShouldBe(2L);
        Pragma(connection, "foreign_keys").ShouldBe(0L);
    }

    [Fact]
    public void A_foreign_file_that_is_not_there_is_not_made()
    {
        using var database = Database.Open(Url("none/their.db"), new DatabaseOptions { OwnsFile = false });
        var error = Should.Throw<SqliteException>(database.Connect);
        (Database.IsAway(error), Database.IsForbidden(error)).ShouldBe((false, false));
        Directory.Exists(_folder["none"]).ShouldBeFalse();
    }

    [Fact]
    public void Connections_are_used_again_and_prepared_once()
    {
        using var database = Database.Open(Url("x.db"));
        using (var first = database.Connect())
            Sql.Run(first, "PRAGMA cache_size = -1234");
        using var second = database.Connect();
        Pragma(second, "cache_size").ShouldBe(-1234L);
    }

    [Fact]
    public void Two_uses_of_a_file_keep_their_own_settings()
    {
        using var written = Database.Open(Url("x.db"));
        using var synced = Database.Open(Url("x.db"), new DatabaseOptions { Durability = Durability.Synced });
        for (var i = 0; i < 3; i++)
        {
            using (var connection = written.Connect())
                Pragma(connection, "synchronous").ShouldBe(1L);
            using (var connection = synced.Connect())
                Pragma(connection, "synchronous").ShouldBe(2L);
        }
    }

    [Fact]
    public async Task The_pool_is_bounded_and_a_place_comes_back_once()
    {
        using var database = Database.Open(Url("x.db"), new DatabaseOptions { PoolSize = 2, ConnectTimeout = TimeSpan.FromMilliseconds(50) });
        var first = database.Connect();
        using (database.Connect())
        {
            Database.IsAway(Should.Throw<TimeoutException>(database.Connect)).ShouldBeTrue();
            await Should.ThrowAsync<TimeoutException>(() => database.ConnectAsync(CancellationToken.None));
            first.Close();
            first.Dispose();
            await using (await database.ConnectAsync(CancellationToken.None))
                Should.Throw<TimeoutException>(database.Connect);
        }

        await Should.ThrowAsync<OperationCanceledException>(() => database.ConnectAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_transaction_left_open_is_not_handed_on()
    {
        using var database = Database.Open(Url("x.db"));
        using (var careless = database.Connect())
            Sql.Run(careless, "CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)");
        using var next = database.Connect();
        Sql.Scalar(next, "SELECT count(*) FROM t").ShouldBe(0L);
        Sql.Run(next, "BEGIN; COMMIT");
    }

    [Fact]
    public void A_writer_of_another_process_is_waited_for_and_then_it_is_away()
    {
        using var database = Database.Open(Url("x.db"), new DatabaseOptions { BusyTimeout = TimeSpan.FromMilliseconds(100) });
        using var connection = database.Connect();
        Sql.Run(connection, "CREATE TABLE t (a)");
        using (new SqliteLockHolder(_folder["x.db"]))
        {
            var error = Should.Throw<SqliteException>(() => Sql.Run(connection, "INSERT INTO t VALUES (1)"));
            (Database.IsAway(error), Database.IsForbidden(error)).ShouldBe((true, false));
            Sql.Scalar(connection, "SELECT count(*) FROM t").ShouldBe(0L, "readers go on in WAL mode");
        }

        Sql.Run(connection, "INSERT INTO t VALUES (1)").ShouldBe(1);
    }

    [Fact]
    public void A_write_that_is_not_allowed_is_forbidden()
    {
        using var database = Database.Open(Url("x.db"));
        using var connection = database.Connect();
        Sql.Run(connection, "PRAGMA query_only = ON");
        var error = Should.Throw<SqliteException>(() => Sql.Run(connection, "CREATE TABLE t (a)"));
        (Database.IsAway(error), Database.IsForbidden(error)).ShouldBe((false, true));
    }

    [Fact]
    public void A_full_disk_is_away_and_wrong_SQL_is_not()
    {
        using var database = Database.Open(Url("x.db"));
        using var connection = database.Connect();
        Sql.Run(connection, "CREATE TABLE t (a); PRAGMA max_page_count = 3");
        Database.IsAway(Should.Throw<SqliteException>(() => Sql.Run(connection, "INSERT INTO t VALUES (zeroblob(100000))"))).ShouldBeTrue();
        Database.IsAway(Should.Throw<SqliteException>(() => Sql.Run(connection, "SELECT * FROM nowhere"))).ShouldBeFalse();
    }

    [Fact]
    public void Disposing_closes_the_file()
    {
        var database = Database.Open(Url("x.db"));
        var late = database.Connect();
        using (var connection = database.Connect())
            Sql.Run(connection, "CREATE TABLE t (a)");
        OpenFiles().ShouldBe(["x.db", "x.db-shm", "x.db-wal"]);
        database.Dispose();
        Should.Throw<ObjectDisposedException>(database.Connect);
        late.Dispose();
        OpenFiles().ShouldBeEmpty();
        Directory.GetFiles(_folder.FullPath).ShouldBe([_folder["x.db"]], "the last one to close writes the log into the file");
    }

    private static object? Pragma(System.Data.Common.DbConnection connection, string name) => Sql.Scalar(connection, "PRAGMA " + name);

    private DatabaseUrl Url(string path) => DatabaseUrl.Parse("sqlite:///" + path, _folder.FullPath);

    private SqliteConnection Plain(string name)
    {
        SqliteLibrary.Load();
        var connection = new SqliteConnection($"Data Source={_folder[name]};Pooling=False");
        connection.Open();
        return connection;
    }

    private string[] OpenFiles() =>
    [
        .. Directory.GetFiles("/proc/self/fd").Select(static fd => new FileInfo(fd).LinkTarget ?? string.Empty)
            .Where(target => target.StartsWith(_folder.FullPath + "/", StringComparison.Ordinal))
            .Select(static target => Path.GetFileName(target)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
