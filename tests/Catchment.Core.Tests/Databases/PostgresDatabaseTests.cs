using Catchment.Core.Databases;
using Npgsql;

namespace Catchment.Core.Tests.Databases;

/// <summary>What works, and what is refused, with a server that is well.</summary>
public sealed class PostgresDatabaseTests
{
    private static readonly PostgresServer Server = PostgresServer.Shared;

    [Fact]
    public async Task A_database_is_reached_over_TCP_and_over_the_socket()
    {
        string[] urls =
        [
            Server.CreateDatabase("reached"),
            Server.UrlOf("reached") + "?target_session_attrs=read-write",
            $"postgresql+psycopg2:///reached?host={Server.SocketFolder}&port={Server.Port}&user=postgres",
            $"postgresql://postgres@127.0.0.1,localhost:{Server.Port}/reached?target_session_attrs=primary",
        ];
        foreach (var url in urls)
        {
            using var database = Open(url);
            await using var connection = await database.ConnectAsync(CancellationToken.None);
            Sql.Scalar(connection, "SELECT current_database() || ' ' || current_setting('application_name')").ShouldBe("reached catchment", url);
        }

        using var named = Open(urls[0] + "?application_name=watcher&options=-c%20search_path%3Dnight");
        using var other = named.Connect();
        Sql.Scalar(other, "SELECT current_setting('application_name') || ' ' || current_setting('search_path')").ShouldBe("watcher night");
    }

    [Fact]
    public async Task The_pool_is_bounded_and_connections_are_used_again()
    {
        using var database = Open(Server.CreateDatabase("bounded"), new DatabaseOptions { PoolSize = 1, ConnectTimeout = TimeSpan.FromSeconds(1) });
        object? process;
        using (var connection = database.Connect())
        {
            process = Sql.Scalar(connection, "SELECT pg_backend_pid()");
            Database.IsAway(Should.Throw<NpgsqlException>(database.Connect)).ShouldBeTrue();
        }

        await using var again = await database.ConnectAsync(CancellationToken.None);
        Sql.Scalar(again, "SELECT pg_backend_pid()").ShouldBe(process);
    }

    [Fact]
    public void Errors_are_told_apart()
    {
        Server.CreateDatabase("errors");
        Server.Execute("CREATE ROLE reader LOGIN; CREATE ROLE single LOGIN CONNECTION LIMIT 1");
        Refused(Server.UrlOf("nowhere"), null).ShouldBe((false, false), "no such database");
        Refused(Server.UrlOf("errors", "nobody"), null).ShouldBe((false, false), "no such role");
        Refused(Server.UrlOf("errors") + "?sslmode=require", null).ShouldBe((false, false), "no TLS there");
        Refused(Server.UrlOf("errors"), "SELECT nothing").ShouldBe((false, false), "wrong SQL");
        Refused(Server.UrlOf("errors", "reader"), "CREATE SCHEMA mine").ShouldBe((false, true), "no right");
        Refused(Server.UrlOf("errors"), "SET transaction_read_only = on; CREATE TABLE t ()").ShouldBe((false, true), "a standby, or a read-only role");
        Refused("postgresql://127.0.0.1:1/x", null).ShouldBe((true, false), "nobody listens");
        Refused("postgresql:///x?host=/nowhere", null).ShouldBe((true, false), "no socket");
        Refused("postgresql://nohost.invalid/x", null).ShouldBe((true, false), "no such host");
        Refused(Server.UrlOf("errors"), "SELECT pg_sleep(60)").ShouldBe((true, false), "too slow");

        using var single = Open(Server.UrlOf("errors", "single"));
        using (single.Connect())
            Refused(Server.UrlOf("errors", "single"), null).ShouldBe((true, false), "too many connections");
    }

    [Fact]
    public void Of_several_hosts_one_that_suits_is_taken_and_none_is_away()
    {
        using (var database = Open($"postgresql://postgres@nohost.invalid,127.0.0.1:{Server.Port}/postgres?target_session_attrs=primary"))
        using (var connection = database.Connect())
            Sql.Scalar(connection, "SELECT 1").ShouldBe(1);
        Refused($"postgresql://postgres@nohost.invalid,127.0.0.1:{Server.Port}/postgres?target_session_attrs=standby", null).ShouldBe((true, false), "no standby");
        Refused(Server.Url + "?target_session_attrs=standby", null).ShouldBe((true, false), "no standby, one host");
        Refused("postgresql://postgres@nohost.invalid,127.0.0.1:1/postgres", null).ShouldBe((true, false), "nobody listens");
        Refused($"postgresql://postgres@127.0.0.1,localhost:{Server.Port}/nowhere", null).ShouldBe((false, false), "no such database");
    }

    [Fact]
    public void A_lock_that_is_not_to_be_had_is_away()
    {
        using var database = Open(Server.CreateDatabase("locks"));
        using var first = database.Connect();
        using var second = database.Connect();
        Sql.Run(first, "CREATE TABLE t ()");
        Sql.Run(first, "BEGIN; LOCK TABLE t");
        Database.IsAway(Should.Throw<PostgresException>(() => Sql.Run(second, "BEGIN; LOCK TABLE t NOWAIT"))).ShouldBeTrue();
    }

    /// <summary>Whether what a connection, or a statement on it, throws is away, and forbidden.</summary>
    private static (bool Away, bool Forbidden) Refused(string url, string? sql)
    {
        using var database = Open(url, new DatabaseOptions { CommandTimeout = TimeSpan.FromSeconds(1) });
        var error = Should.Throw<NpgsqlException>(() =>
        {
            using var connection = database.Connect();
            if (sql is not null)
                Sql.Run(connection, sql);
        });
        return (Database.IsAway(error), Database.IsForbidden(error));
    }

    private static Database Open(string url, DatabaseOptions? options = null) => Database.Open(DatabaseUrl.Parse(url, "/"), options);
}
