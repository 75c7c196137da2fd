using Catchment.Core.Databases;
using Npgsql;

namespace Catchment.Core.Tests.Databases;

/// <summary>A server that is stopped, killed, restarted and paused under open connections.</summary>
public sealed class PostgresOutageTests : IDisposable
{
    private const int Connections = 4;

    private static readonly DatabaseOptions Options = new()
    {
        CommandTimeout = TimeSpan.FromSeconds(1),
        ConnectTimeout = TimeSpan.FromSeconds(1),
        PoolSize = Connections,
    };

    private readonly PostgresServer _server = PostgresServer.Start();
    private readonly Database _database;

    public PostgresOutageTests() => _database = Database.Open(DatabaseUrl.Parse(_server.Url, "/"), Options);

    public void Dispose()
    {
        _database.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_restart_at_most_one_use_fails_however_many_connections_lay_in_the_pool(bool killed)
    {
        FillPool();
        if (killed)
        {
            _server.Kill();
            _server.Start();
        }
        else
        {
            _server.Restart();
        }

        var errors = Enumerable.Range(0, 2 * Connections).Select(_ => Used()).OfType<Exception>().ToArray();
        errors.Length.ShouldBeLessThanOrEqualTo(1);
        errors.ShouldAllBe(static error => Database.IsAway(error));
        FillPool();
    }

    [Fact]
    public void A_stopped_server_is_away_until_it_is_back()
    {
        FillPool();
        _server.Stop();
        for (var i = 0; i < 3; i++)
            Database.IsAway(Used().ShouldNotBeNull()).ShouldBeTrue();
        _server.Start();
        Used().ShouldBeNull();
    }

    [Fact]
    public void A_killed_session_is_away_and_the_next_connection_works()
    {
        using (var connection = _database.Connect())
        {
            var process = Sql.Scalar(connection, "SELECT pg_backend_pid()");
            _server.Execute($"SELECT pg_terminate_backend({process}, 30000)").ShouldBe("t");
            Database.IsAway(Should.Throw<NpgsqlException>(() => Sql.Scalar(connection, "SELECT 1"))).ShouldBeTrue();
        }

        Used().ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_stands_still_fails_a_command_and_a_connection_in_the_stated_time()
    {
        var stated = Options.CommandTimeout + Options.CancelTimeout + Options.ConnectTimeout;
        var slack = TimeSpan.FromSeconds(20); // of a busy machine
        FillPool();
        using var connection = _database.Connect();
        _server.Pause();
        try
        {
            foreach (var use in new Func<Exception?>[] { () => Failure(() => Sql.Scalar(connection, "SELECT 1")), Used, Used })
            {
                var began = TimeProvider.System.GetTimestamp();
                Database.IsAway((await Task.Run(use).InTimeAsync()).ShouldNotBeNull()).ShouldBeTrue();
                TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(stated + slack);
            }
        }
        finally
        {
            _server.Continue();
        }

        Used().ShouldBeNull();
    }

    [Fact]
    public void A_wrong_password_is_neither_away_nor_forbidden()
    {
        _server.Execute("CREATE ROLE eva LOGIN PASSWORD 'right one'");
        _server.LetInAfterRestart("local all all trust", "host all all 127.0.0.1/32 scram-sha-256");
        _server.Restart();
        using (var right = Database.Open(DatabaseUrl.Parse($"postgresql://eva:right%20one@127.0.0.1:{_server.Port}/postgres", "/"), Options))
        using (var connection = right.Connect())
            Sql.Scalar(connection, "SELECT current_user::text").ShouldBe("eva");
        foreach (var url in new[] { $"postgresql://eva:wrong@127.0.0.1:{_server.Port}/postgres", _server.UrlOf("postgres", "eva") })
        {
            using var wrong = Database.Open(DatabaseUrl.Parse(url, "/"), Options);
            var error = Should.Throw<NpgsqlException>(wrong.Connect);
            (Database.IsAway(error), Database.IsForbidden(error)).ShouldBe((false, false), url);
        }
    }

    [Fact]
    public async Task A_migration_that_the_server_dies_under_is_away_and_leaves_nothing()
    {
        Migration[] migrations = [new(1, "slow", "", "CREATE TABLE catchment.t (); SELECT pg_sleep(60)")];
        var migrating = Task.Run(() => Failure(() => _database.Migrate("test", migrations)));
        await Task.Run(() => SpinWait.SpinUntil(
            () => _server.Execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "1", Patience.Limit)).InTimeAsync();
        _server.Kill();
        var error = (await migrating.InTimeAsync()).ShouldBeOfType<MigrationException>();
        Database.IsAway(error).ShouldBeTrue();
        _server.Start();
        _server.Execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'catchment'").ShouldBe("0");
    }

    private void FillPool()
    {
        var connections = Enumerable.Range(0, Connections).Select(_ => _database.Connect()).ToArray();
        foreach (var connection in connections)
        {
            Sql.Scalar(connection, "SELECT 1").ShouldBe(1);
            connection.Dispose();
        }
    }

    private Exception? Used() => Failure(() =>
    {
        using var connection = _database.Connect();
        Sql.Scalar(connection, "SELECT 1").ShouldBe(1);
    });

    private static Exception? Failure(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e) when (e is NpgsqlException or MigrationException)
        {
            return e;
        }
    }
}
