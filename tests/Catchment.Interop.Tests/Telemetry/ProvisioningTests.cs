using System.Diagnostics;
using System.Runtime.Versioning;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>The provisioning scripts against a server of their own.</summary>
[SupportedOSPlatform("linux")]
public sealed class ProvisioningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PostgresServer _server = PostgresServer.Start();
    private readonly PostgresFolder _space = new();

    public void Dispose()
    {
        _server.Dispose();
        _space.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void One_run_is_enough_and_a_second_changes_nothing()
    {
        Configure();
        var rules = PostgresFolder.Run("/bin/cat", Ask("SHOW hba_file"));
        rules.ShouldContain("host    all             all             192.168.0.0/16            scram-sha-256\n");
        var secret = File.ReadAllText(_folder["secrets/xtelemdb_password"]);
        secret.Length.ShouldBe(48);
        new FileInfo(_folder["secrets/xtelemdb_password"]).UnixFileMode.ShouldBe(UnixFileMode.UserRead);
        State().ShouldBe("xtelem|data_array|t|t|t");
        var password = Ask("SELECT rolpassword FROM pg_authid WHERE rolname = 'xtelem'");
        password.ShouldStartWith("SCRAM-SHA-256$");

        Configure();
        PostgresFolder.Run("/bin/cat", Ask("SHOW hba_file")).ShouldBe(rules);
        File.ReadAllText(_folder["secrets/xtelemdb_password"]).ShouldBe(secret);
        State().ShouldBe("xtelem|data_array|t|t|t");

        // As in the document: the owner makes the tables, the reader reads them, and writes nothing.
        File.WriteAllText(_folder["x.toml"], $"[database]\nhost = \"127.0.0.1\"\nport = {_server.Port}\npassword_file = \"{_folder["secrets/xtelemdb_password"]}\"\n");
        CommandLine.Run(_folder.FullPath, "xtelemdb", "setup", "-c", "x.toml");
        var reader = _server.UrlOf("xtelem", "xsup");
        Psql(reader, "SELECT count(*) FROM observations").ShouldBe("0");
        Should.Throw<InvalidOperationException>(() => Psql(reader, "DELETE FROM telem"));
        Psql(_server.UrlOf("xtelem"), "SELECT string_agg(tablename || ' ' || tableowner, ',' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'")
            .ShouldBe("file_ingest_times xtelem,file_origins xtelem,file_replicas xtelem,telem xtelem");
    }

    [Fact]
    public void A_secret_with_quotes_is_the_password()
    {
        Directory.CreateDirectory(_folder["secrets"]);
        File.WriteAllText(_folder["secrets/xtelemdb_password"], "it's \\a $(secret)\n");
        Configure();
        Ask("SELECT count(*) FROM pg_authid WHERE rolname = 'xtelem' AND rolpassword LIKE 'SCRAM-SHA-256$%'").ShouldBe("1");
        Ask("ALTER SYSTEM SET listen_addresses = '127.0.0.1'");
        PostgresFolder.Run("/bin/sh", "-c", "printf 'host xtelem xtelem 127.0.0.1/32 scram-sha-256\\n' | cat - \"$1\" > \"$1.new\" && mv \"$1.new\" \"$1\"", "sh", Ask("SHOW hba_file"));
        Ask("SELECT pg_reload_conf()");
        File.WriteAllText(_folder["x.toml"], $"[database]\nhost = \"127.0.0.1\"\nport = {_server.Port}\npassword_file = \"{_folder["secrets/xtelemdb_password"]}\"\n");
        Eventually.True(() => _server.Execute("SELECT count(*) FROM pg_hba_file_rules WHERE database = '{xtelem}'") == "1", "the rule is read");
        CommandLine.Run(_folder.FullPath, "xtelemdb", "setup", "-c", "x.toml");
    }

    private string State() => Ask("""
        SELECT concat_ws('|', pg_get_userbyid(datdba), spcname, pg_has_role('xsup', 'pg_read_all_data', 'MEMBER'),
            (SELECT rolcanlogin FROM pg_roles WHERE rolname = 'xsup'), (SELECT rolcanlogin FROM pg_roles WHERE rolname = 'xtelem'))
        FROM pg_database d JOIN pg_tablespace s ON s.oid = d.dattablespace WHERE datname = 'xtelem'
        """);

    private string Ask(string sql) => _server.Execute(sql).Trim();

    private static string Psql(string url, string sql) => PostgresFolder.Run("/usr/bin/psql", "-XAtq", url, "-c", sql).Trim();

    private void Configure()
    {
        var start = new ProcessStartInfo(Path.Combine(CommandLine.Repository, "deploy/postgresql/configure_postgresql.sh"))
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var isRoot = string.Equals(Environment.UserName, "root", StringComparison.Ordinal);
        foreach (var word in new[]
        {
            "--socket", _server.SocketFolder, "--port", $"{_server.Port}", "--tablespace", _space["data"], "--secret", _folder["secrets/xtelemdb_password"],
            "--superuser", isRoot ? PostgresServer.Superuser : Environment.UserName, "--no-service",
        })
            start.ArgumentList.Add(word);
        start.Environment["PGUSER"] = PostgresServer.Superuser;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors.Result);
    }
}
