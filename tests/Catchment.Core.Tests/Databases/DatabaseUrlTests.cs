using System.Text.Json;
using Catchment.Core.Databases;
using Npgsql;

namespace Catchment.Core.Tests.Databases;

public sealed class DatabaseUrlTests
{
    private const string Folder = "/srv/data";

    [Theory]
    [InlineData("sqlite:///rel.db", "/srv/data/rel.db")]
    [InlineData("sqlite:///./data/x.db", "/srv/data/data/x.db")]
    [InlineData("sqlite:///../x.db", "/srv/x.db")]
    [InlineData("sqlite:////var/lib/x.db", "/var/lib/x.db")]
    [InlineData("sqlite+pysqlite:////abs/x.db", "/abs/x.db")]
    [InlineData("sqlite:///a b%20c;d=\"e\"@f:g.db", "/srv/data/a b%20c;d=\"e\"@f:g.db")]
    public void Three_slashes_are_a_relative_path_and_four_an_absolute_one(string text, string path)
    {
        var url = Parse(text);
        (url.Kind, url.FilePath, url.HasPassword).ShouldBe((DatabaseKind.Sqlite, path, false));
        url.ToString().ShouldBe("sqlite:///" + path);
        Parse(url.ToString()).ShouldBe(url);
    }

    [Fact]
    public void The_wait_for_locks_may_stand_in_the_URL() =>
        Parse("sqlite:///x.db?timeout=2.5&check_same_thread=false").BusyTimeout.ShouldBe(TimeSpan.FromSeconds(2.5));

    [Theory]
    [InlineData("postgresql://u:p@h:1/d")]
    [InlineData("postgres://u:p@h:1/d")]
    [InlineData("postgresql+psycopg2://u:p@h:1/d")]
    [InlineData("postgresql+psycopg://u:p@h:1/d")]
    [InlineData("postgresql+asyncpg://u:p@h:1/d")]
    [InlineData("postgresql+pg8000://u:p@h:1/d")]
    [InlineData("postgresql://x:y@z:2/w?user=u&password=p&host=h&port=1&dbname=d")]
    public void Pythons_drivers_and_the_query_name_the_same_place(string text)
    {
        var url = Parse(text);
        (url.Kind, url.Host, url.Port, url.User, url.DatabaseName, url.HasPassword).ShouldBe((DatabaseKind.PostgreSql, "h", 1, "u", "d", true));
        url.ShouldBe(Parse("postgresql://u:p@h:1/d"));
        url.GetHashCode().ShouldBe(Parse("postgresql://u:p@h:1/d").GetHashCode());
        url.ToString().ShouldBe("postgresql://u:***@h:1/d");
    }

    [Fact]
    public void What_is_missing_is_what_libpq_takes()
    {
        var url = Parse("postgresql://");
        (url.Host, url.Port, url.User, url.DatabaseName, url.HasPassword)
            .ShouldBe(("/var/run/postgresql", 5432, Environment.UserName, Environment.UserName, false));
        Parse("postgresql://u@").DatabaseName.ShouldBe("u");
    }

    [Fact]
    public void The_environment_goes_before_libpqs_defaults_and_behind_the_URL()
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["PGHOST"] = "data1",
            ["PGPORT"] = "6543",
            ["PGUSER"] = "eva",
            ["PGDATABASE"] = "night",
        };
        var url = DatabaseUrl.Parse("postgresql:///", Folder, environment.GetValueOrDefault);
        (url.Host, url.Port, url.User, url.DatabaseName).ShouldBe(("data1", 6543, "eva", "night"));
        DatabaseUrl.Parse("postgresql://u@h:1/d", Folder, environment.GetValueOrDefault).ShouldBe(Parse("postgresql://u@h:1/d"));
    }

    [Theory]
    [InlineData("postgresql://[::1]:5433/d", "::1", "postgresql://u@[::1]:5433/d")]
    [InlineData("postgresql://[fe80::1%25eth0]:5433/d", "fe80::1%eth0", null)]
    [InlineData("postgresql:///d?host=/run/pg&port=5433", "/run/pg", "postgresql://u@/d?host=%2Frun%2Fpg&port=5433")]
    [InlineData("postgresql://%2Frun%2Fpg:5433/d", "/run/pg", "postgresql://u@/d?host=%2Frun%2Fpg&port=5433")]
    [InlineData("postgresql://a,b:5433/d?target_session_attrs=primary", "a,b", "postgresql://u@a%2Cb:5433/d?target_session_attrs=primary")]
    public void A_host_is_a_name_an_address_a_socket_folder_or_several(string text, string host, string? shown)
    {
        var url = DatabaseUrl.Parse(text, Folder, static name => name == "PGUSER" ? "u" : null);
        (url.Host, url.Port, url.DatabaseName).ShouldBe((host, 5433, "d"));
        if (shown is not null)
            url.ToString().ShouldBe(shown);
    }

    [Fact]
    public void The_querys_keys_reach_the_driver()
    {
        var url = Parse(
            "postgresql://u@h/d?sslmode=verify-full&sslrootcert=ca.pem&sslcert=/c.pem&sslkey=/k.pem&passfile=p&gssencmode=prefer"
            + "&options=-c%20search_path%3Dnight&application_name=a+b&connect_timeout=7&target_session_attrs=any");
        var connection = new NpgsqlConnectionStringBuilder(url.ConnectionString);
        (connection.SslMode, connection.GssEncryptionMode, connection.Options, connection.TargetSessionAttributes)
            .ShouldBe((SslMode.VerifyFull, GssEncryptionMode.Prefer, "-c search_path=night", "any"));
        (connection.RootCertificate, connection.SslCertificate, connection.SslKey, connection.Passfile)
            .ShouldBe(("/srv/data/ca.pem", "/c.pem", "/k.pem", "/srv/data/p"));
        (url.ApplicationName, url.ConnectTimeout).ShouldBe(("a b", TimeSpan.FromSeconds(7)));
        Parse(url.ToString()).ShouldBe(url);
        Parse("postgresql://h/?connect_timeout=0").ConnectTimeout.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "no scheme")]
    [InlineData("/just/a/path", "no scheme:// (\"/just/a/path\"); allowed: sqlite:///relative/file.db")]
    [InlineData("postgresql:/x", "no scheme")]
    [InlineData("mysql://u:secret@h/d", "the scheme 'mysql'; allowed: sqlite:///relative/file.db")]
    [InlineData("se://cret:secret@h://d", "the scheme 'se'")]
    [InlineData("secret@x", "no scheme:// (not shown)")]
    [InlineData("sqlite://", "no file: a database in memory")]
    [InlineData("sqlite:///", "no file")]
    [InlineData("sqlite:///:memory:", "no file")]
    [InlineData("sqlite://rel.db", "two slashes")]
    [InlineData("sqlite:////folder/", "the folder")]
    [InlineData("sqlite:///file:x?uri=true", "a file: name")]
    [InlineData("sqlite:///x.db?mode=ro", "the key 'mode'; allowed: for sqlite: check_same_thread, timeout")]
    [InlineData("sqlite:///x.db?timeout=-1", "timeout=-1")]
    [InlineData("sqlite:///x.db?timeout=1e99", "timeout=1e99")]
    [InlineData("postgresql://u:secret@h:99999/d", "a port")]
    [InlineData("postgresql://u:secret@h:0/d", "a port")]
    [InlineData("postgresql://u:p@secret@h/d", "'@' in a user or password as %40")]
    [InlineData("postgresql://u:secret@h/d?sslmod=require", "the key 'sslmod'; allowed: for postgresql: application_name")]
    [InlineData("postgresql://u:secret@h/d?sslmode=yes", "sslmode=yes; allowed: allow, disable, prefer")]
    [InlineData("postgresql://u:secret@h/d?target_session_attrs=first", "target_session_attrs=first")]
    [InlineData("postgresql://u:secret@h/d?connect_timeout=soon", "connect_timeout=soon")]
    [InlineData("postgresql://u:secret@h/d?port=1&port=2", "the key 'port' twice")]
    [InlineData("postgresql://u:secret@h/d?port", "a key or a value missing")]
    [InlineData("postgresql://u:secret@[::1/d", "the host \"[\"")]
    [InlineData("postgresql://u:secret@a b/d", "the host \"a b\"")]
    [InlineData("postgresql://u:secret%00@h/d", "an encoded control character")]
    [InlineData("postgresql://u:secret\n@h/d", "a control character")]
    public void What_cannot_be_used_is_said_with_what_is_allowed_and_without_a_password(string text, string said)
    {
        var error = Should.Throw<FormatException>(() => Parse(text));
        error.Message.ShouldContain(said);
        error.Message.ShouldNotContain("secret");
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void SQLAlchemys_reading_is_ours(string text)
    {
        var vector = Document().Single(v => v.GetProperty("url").GetString() == text);
        var database = vector.TryGetProperty("database", out var name) ? name.GetString() : null;
        var host = vector.TryGetProperty("host", out var written) ? written.GetString() : null;
        if (vector.TryGetProperty("error", out _) || text.StartsWith("mysql", StringComparison.Ordinal) || host == "ss@h"
            || text is "sqlite://" or "sqlite:///:memory:")
        {
            Should.Throw<FormatException>(() => Parse(text)); // theirs fail later: no such driver, host, or tables
            return;
        }

        var url = Parse(text);
        if (url.Kind == DatabaseKind.Sqlite)
        {
            url.FilePath.ShouldBe(Path.GetFullPath(database!, Folder));
            return;
        }

        url.User.ShouldBe(vector.GetProperty("user").GetString() ?? Environment.UserName);
        url.Host.ShouldBe(host ?? "/var/run/postgresql");
        url.Port.ShouldBe(vector.GetProperty("port") is { ValueKind: JsonValueKind.Number } port ? port.GetInt32() : 5432);
        url.DatabaseName.ShouldBe(database ?? url.User);
        new NpgsqlConnectionStringBuilder(url.ConnectionString).Password.ShouldBe(vector.GetProperty("password").GetString());
    }

    [Theory]
    [InlineData("postgresql://a:b@db.example:6000/telem?sslmode=require&connect_timeout=3", "postgresql://post%20gres@db.example:6000/postgres?sslmode=require&connect_timeout=3")]
    [InlineData("postgresql:///telem?host=/run/db&port=6000&user=a&dbname=x", "postgresql://post%20gres@/postgres?host=%2Frun%2Fdb&port=6000")]
    public void Another_database_of_the_server_is_reached_in_the_same_way(string url, string expected) =>
        Parse(url).OnSameServer("post gres", "postgres").ToString().ShouldBe(Parse(expected).ToString());

    public static TheoryData<string> Vectors() => [.. Document().Select(static v => v.GetProperty("url").GetString()!)];

    private static DatabaseUrl Parse(string text) => DatabaseUrl.Parse(text, Folder, static _ => null);

    private static JsonElement[] Document() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Databases", "Vectors", "urls.json"))).RootElement.EnumerateArray()];
}
