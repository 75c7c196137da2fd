using System.Text.Json;
using Catchment.Interop.Tests.Telemetry;

namespace Catchment.Interop.Tests.Documents;

/// <summary>
/// The document of the original, "Telemetry and File Inventory Database", line by line: Setup, Backfilling, Reinitialize, Personal copy. The
/// program is called by the name that the document uses.
/// </summary>
[Collection(Alone.Name)]
public sealed class TelemetryDocumentTests : IDisposable
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Telemetry", "Vectors");
    private static readonly string[] Tables = ["file_ingest_times", "file_origins", "file_replicas", "telem"];

    private readonly TelemetryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void On_the_instrument()
    {
        using var server = PostgresServer.Start();
        using var space = new PostgresFolder();
        FillWithVectors("opt");
        File.WriteAllText(_folder["setup.conf"], $"[database]\npassword_file = \"{_folder["secrets/xtelemdb_password"]}\"\n");
        foreach (var subcommand in new[] { "inventory", "ingest", "reinit" })
            File.WriteAllText(_folder[$"{subcommand}.conf"], $"data_dirs = [\"{_folder["opt/logs"]}\", \"{_folder["opt/telem"]}\"]\n" + File.ReadAllText(_folder["setup.conf"]));
        var shell = new TelemetryShell(_folder, server, "xsup");
        var tables = new TelemetryTables(server.UrlOf("xtelem"));

        // Setup: Prerequisites, Setup from CLI.
        Provision();
        shell.Type("sudo -u postgres psql", @"\db+").ShouldContain("data_array | postgres");
        shell.Type("sudo -u postgres psql xtelem", "exit;\n");
        shell.Type("sudo -u xsup psql xtelem", "exit;\n");
        foreach (var subcommand in new[] { "setup", "inventory", "backfill" })
            shell.Type("xtelemdb", status: 1).ShouldContain(subcommand);
        SetUp();

        // Backfilling existing data.
        Backfill();
        var expected = tables.Everything();
        tables.Count("telem").ShouldBe(RowsOfVectors());
        Backfill();
        tables.Everything().ShouldBe(expected);
        shell.Type("xtelemdb inventory database.host=127.0.0.1 hostname=exao2");
        shell.Type("xtelemdb ingest database.host=127.0.0.1 hostname=exao2");
        tables.Count("telem").ShouldBe(RowsOfVectors());
        tables.Count("file_origins WHERE origin_host = 'exao2'").ShouldBe(tables.Count("file_origins") / 2);

        // Level 1.
        shell.Type("sudo -u postgres psql xtelem", "TRUNCATE TABLE telem CASCADE;\nTRUNCATE TABLE file_origins CASCADE;\nCOMMIT;\n").ShouldNotContain("ERROR");
        foreach (var table in Tables)
            tables.Count(table).ShouldBe(0);
        Backfill();
        tables.Everything().ShouldBe(expected);
        Reinitialise(1);
        Backfill();
        tables.Everything().ShouldBe(expected);

        // Level 2.
        shell.Type("sudo -u postgres psql xtelem", "DROP TABLE telem CASCADE;\nDROP TABLE file_origins CASCADE;\nCOMMIT;\n").ShouldNotContain("ERROR");
        SetUp();
        Backfill();
        tables.Everything().ShouldBe(expected);
        Reinitialise(2);
        Backfill();
        tables.Everything().ShouldBe(expected);

        // Level 3: PostgreSQL does not drop the database that one is connected to; from another it does.
        shell.Type("sudo -u postgres psql xtelem", "DROP DATABASE xtelem;\n").ShouldContain("cannot drop the currently open database");
        Npgsql.NpgsqlConnection.ClearAllPools();
        shell.Type("sudo -u postgres psql postgres", "DROP DATABASE xtelem;\nDROP ROLE xsup;\nDROP ROLE xtelem;\n").ShouldNotContain("ERROR");
        Provision();
        SetUp();
        Backfill();
        tables.Everything().ShouldBe(expected);
        Npgsql.NpgsqlConnection.ClearAllPools();
        Reinitialise(3);
        server.Execute("SELECT count(*) FROM pg_roles WHERE rolname IN ('xsup', 'xtelem')").ShouldBe("0");
        Provision();
        SetUp();
        Backfill();
        tables.Everything().ShouldBe(expected);

        void Provision() => Provisioning.Run(server, space["data"], _folder["secrets/xtelemdb_password"]);

        void SetUp()
        {
            shell.Type("xtelemdb setup").ShouldEndWith("INFO Success!\n");
            var list = shell.Type("psql xtelem", "\\dt\n").Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
            foreach (var table in Tables)
                list.ShouldContain($"public | {table} | table | xtelem");
            list.ShouldContain("(4 rows)");
        }

        void Backfill()
        {
            shell.Type("xtelemdb inventory");
            shell.Type("xtelemdb ingest");
        }

        void Reinitialise(int level)
        {
            shell.Type($"xtelemdb reinit --level {level}", status: 1).ShouldContain("--yes");
            tables.Count("telem").ShouldBe(RowsOfVectors());
            Npgsql.NpgsqlConnection.ClearAllPools();
            shell.Type($"xtelemdb reinit --level {level} --yes");
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void A_personal_copy(string kind)
    {
        using var server = kind == "postgresql" ? PostgresServer.Start() : null;
        FillWithVectors("archive/aoc");
        foreach (var host in new[] { "rtc", "icc" })
        {
            foreach (var sort in new[] { "logs", "rawimages", "telem" })
                _folder.Data($"archive/{host}", sort);
        }

        var shell = new TelemetryShell(_folder, server, "jlong");
        if (server is not null)
        {
            server.Execute("CREATE ROLE jlong SUPERUSER LOGIN"); // as initdb makes it
            shell.Type("psql postgres", "CREATE DATABASE xtelem;\n").ShouldContain("CREATE DATABASE");
        }

        var tables = new TelemetryTables(server?.UrlOf("xtelem") ?? $"sqlite:///{_folder["xtelem.db"]}");
        var folders = from host in new[] { "aoc", "rtc", "icc" } from sort in new[] { "logs", "rawimages", "telem" } select $"    \"{_folder[$"archive/{host}/{sort}"]}\",\n";
        File.WriteAllText(_folder["xtelemdb.conf.toml"], $"data_dirs = [\n{string.Concat(folders)}]\n[database]\n{(server is null ? $"url = \"{tables.Url}\"" : "user = \"jlong\"")}\n");
        foreach (var subcommand in new[] { "setup", "inventory", "backfill" })
            shell.Type($"xtelemdb {subcommand} -c xtelemdb.conf.toml");
        tables.Count("telem").ShouldBe(RowsOfVectors());
        tables.Count("observations").ShouldBeGreaterThan(0);

        // New data.
        _folder.Add("archive/rtc", "tweeter", files: 2, entries: 100);
        ReadAgain();
        tables.Count("telem").ShouldBe(RowsOfVectors() + 180);
        var expected = tables.Everything();
        if (server is not null)
            shell.Type("xtelemdb reinit -c xtelemdb.conf.toml --level 3 --yes --superuser stranger", status: 1).ShouldContain("stranger@");
        for (var level = 1; level <= 3; level++)
        {
            Npgsql.NpgsqlConnection.ClearAllPools();
            shell.Type($"xtelemdb reinit -c xtelemdb.conf.toml --level {level} --yes{(server is null ? "" : " --superuser postgres")}");
            if (level == 3)
            {
                if (server is not null)
                    shell.Type("psql postgres", "CREATE DATABASE xtelem;\n");
                shell.Type("xtelemdb setup -c xtelemdb.conf.toml");
            }

            ReadAgain();
            tables.Everything().ShouldBe(expected);
        }

        void ReadAgain()
        {
            shell.Type("xtelemdb inventory -c xtelemdb.conf.toml");
            shell.Type("xtelemdb backfill -c xtelemdb.conf.toml");
        }
    }

    [Fact]
    public void What_the_document_types_with_its_own_paths_names_and_port()
    {
        using var machine = new CopiedMachine();

        // Installing a personal PostgreSQL.
        machine.Type("useradd --create-home jlong && cd /home/jlong && install -d -m 1777 /var/run/postgresql && export PATH=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1):$PATH");
        machine.Type("sudo -u jlong initdb /home/jlong/postgres --no-sync");
        machine.Type("sudo -u jlong pg_ctl -D /home/jlong/postgres/ -l /home/jlong/postgres.log start").ShouldContain("server started");
        machine.Type("ps aux | grep postgres").ShouldMatch(@"jlong .*postgres -D /home/jlong/postgres");
        machine.Type("sudo -u jlong psql postgres -c 'CREATE DATABASE xtelem;'");

        // Setting up the telemetry database.
        machine.Type($"cp -rL $CATCHMENT_PROGRAM /opt/catchment && /opt/catchment/Catchment links /usr/local/bin");
        foreach (var host in new[] { "aoc", "rtc", "icc" })
            machine.Type($"mkdir -p /mnt/ceph/users/jlong/magao-x/archive/{host}/logs /mnt/ceph/users/jlong/magao-x/archive/{host}/rawimages /mnt/ceph/users/jlong/magao-x/archive/{host}/telem");
        machine.Type($"cp {Vectors}/*.bintel /mnt/ceph/users/jlong/magao-x/archive/aoc/telem && chmod 755 /mnt");
        machine.Write("/home/jlong/xtelemdb.conf.toml", """
            data_dirs = [
                "/mnt/ceph/users/jlong/magao-x/archive/aoc/logs",
                "/mnt/ceph/users/jlong/magao-x/archive/aoc/rawimages",
                "/mnt/ceph/users/jlong/magao-x/archive/aoc/telem",
                "/mnt/ceph/users/jlong/magao-x/archive/rtc/logs",
                "/mnt/ceph/users/jlong/magao-x/archive/rtc/rawimages",
                "/mnt/ceph/users/jlong/magao-x/archive/rtc/telem",
                "/mnt/ceph/users/jlong/magao-x/archive/icc/logs",
                "/mnt/ceph/users/jlong/magao-x/archive/icc/rawimages",
                "/mnt/ceph/users/jlong/magao-x/archive/icc/telem",
            ]
            [database]
            user = "jlong"
            """);
        machine.Type("sudo -u jlong xtelemdb setup -c xtelemdb.conf.toml").ShouldMatch(@"(^|\n)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ magaox\.db\.cli\.commands\.setup\[\d+\] INFO Success!\n$");
        machine.Type("sudo -u jlong xtelemdb inventory -c xtelemdb.conf.toml");
        machine.Type("sudo -u jlong xtelemdb backfill -c xtelemdb.conf.toml");
        machine.Type("sudo -u jlong psql xtelem -Atc 'SELECT count(*) FROM telem'").ShouldBe($"{RowsOfVectors()}\n");
        machine.Type("sudo -u jlong psql xtelem -c '\\dt'").ShouldContain("(4 rows)");

        // Backfilling, from another host than the server's; Setup from CLI, as somebody who may not read the password.
        machine.Type("echo 127.0.0.1 aoc >>/etc/hosts; sudo -u jlong xtelemdb inventory -c xtelemdb.conf.toml database.host=aoc");
        machine.Type("install -d /opt/MagAOX/secrets && install -m 600 /dev/null /opt/MagAOX/secrets/xtelemdb_password");
        var refused = machine.Type("sudo -u jlong xtelemdb setup", status: 1);
        refused.ShouldContain("ERROR Tried to get password from /opt/MagAOX/secrets/xtelemdb_password");
        refused.ShouldContain("denied");
    }

    /// <summary>Different entries by time and device, as every file of the vectors has to be stored.</summary>
    private static int RowsOfVectors() => Directory.GetFiles(Path.Combine(Vectors), "*.rows.json").SelectMany(static f =>
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(f));
        return json.RootElement.EnumerateArray().Select(static r => $"{r.GetProperty("ts")} {r.GetProperty("device")}").ToArray();
    }).Distinct(StringComparer.Ordinal).Count();

    private void FillWithVectors(string host)
    {
        foreach (var file in Directory.GetFiles(Vectors, "*.bintel"))
            File.Copy(file, Path.Combine(_folder.Data(host, "telem"), Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(_folder.Data(host, "logs"), "camsci1_20240415223050997960288.binlog"), "");
        _folder.Data(host, "rawimages");
    }
}
