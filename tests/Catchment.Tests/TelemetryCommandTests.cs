using Catchment.Core.Databases;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Tests;

public sealed class TelemetryCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_subcommand_its_usage_is_the_answer_and_the_status_1()
    {
        var result = Run();
        result.ExitCode.ShouldBe(1);
        foreach (var subcommand in new[] { "setup", "inventory", "backfill" })
            result.Output.ShouldContain(subcommand);
        Run("-h").ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(2, "no-such-command")]
    [InlineData(2, "setup", "--no-such-option")]
    [InlineData(1, "setup", "no-equals-sign")]
    [InlineData(1, "setup", "hostnam=exao1")]
    [InlineData(1, "setup", "database.hostname=exao1")]
    [InlineData(1, "setup", "database.port=many")]
    [InlineData(1, "setup", "data_dirs[9]=x")]
    [InlineData(1, "setup", "-c", "no-such-file")]
    public void What_is_wrong_is_told_in_a_line_and_a_status(int status, params string[] words)
    {
        var result = Run(words);
        result.ExitCode.ShouldBe(status, result.Error);
        result.Error.Trim().ShouldNotBeEmpty();
        result.Error.ShouldNotContain("   at ");
        if (status == 1)
            result.Error.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("hostname = 5")]
    [InlineData("[database]\nport = \"5432\"")]
    [InlineData("data_dirs = 'one'\ndata_dirs = 'two'")]
    [InlineData("nothing = 1")]
    [InlineData("[database]\nnothing = 1")]
    public void A_file_that_is_wrong_is_told_with_line_and_key(string text)
    {
        File.WriteAllText(_folder["x.conf"], text);
        var result = Run("inventory", "-c", "x.conf", "--dump-config");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("x.conf:");
        result.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("setup")]
    [InlineData("inventory")]
    [InlineData("backfill")]
    [InlineData("ingest")]
    public void The_help_of_a_subcommand_lists_the_keys(string subcommand)
    {
        var result = Run(subcommand, "--help");
        result.ExitCode.ShouldBe(0);
        foreach (var key in new[] { "database.host (text, default localhost)", "parallel_jobs (whole number, default 10)", "hostname", "data_dirs" })
            result.Output.ShouldContain(key);
    }

    [Fact]
    public void Later_files_replace_keys_of_the_top_level_and_words_go_before_all()
    {
        File.WriteAllText(_folder["one.toml"], "hostname = \"one\"\ndata_dirs = ['/a', '/b', '/c']\ndatabase.host = 'aoc'\ndatabase.user = \"jlong\"\n");
        File.WriteAllText(_folder["two.conf"], "limit = 7\n[database]\ndatabase = \"other\"\n");
        var dump = Run("backfill", "-c", "one.toml", "-c", "two.conf", "--dump-config", "data_dirs[1]=/x,y", "database.port=5433");
        dump.ExitCode.ShouldBe(0, dump.Error);
        dump.Error.ShouldBeEmpty();
        dump.Output.Split('\n').ShouldBe(
        [
            "hostname = \"one\"", "data_dirs = [\"/a\", \"/x,y\", \"/c\"]", "logdump_exe = \"/opt/MagAOX/bin/logdump\"", "parallel_jobs = 10", "limit = 7", "rescan_changed = false",
            "proclist = \"/opt/MagAOX/config/proclist_%s.txt\"", "sleep_interval_sec = 1.0", "telem_dir = \"/opt/MagAOX/telem\"", "", "[database]", "host = \"localhost\"", "user = \"xtelem\"",
            "port = 5433", "database = \"other\"", "password_file = \"/opt/MagAOX/secrets/xtelemdb_password\"", "",
        ]);
        Run("inventory", "--dump-config", @"data_dirs=/a,/b\,c", "-c", "one.toml").Output.ShouldContain("data_dirs = [\"/a\", \"/b,c\"]\n");
    }

    [Fact]
    public void A_dump_is_a_configuration()
    {
        var dump = Run("inventory", "--dump-config", "hostname=a\"b\\c", "data_dirs=x y,z").Output;
        File.WriteAllText(_folder["inventory.conf"], dump);
        Run("inventory", "--dump-config").Output.ShouldBe(dump); // From the working folder's inventory.conf.
        Run("setup", "--dump-config").Output.ShouldNotBe(dump);
    }

    [Fact]
    public void A_database_that_is_away_is_told_with_what_to_look_at()
    {
        var result = Run("setup", "database.host=127.0.0.1", "database.port=1", "database.password_file=none");
        result.ExitCode.ShouldBe(1);
        foreach (var word in new[] { "127.0.0.1", "xtelem", "none", "pg_hba.conf", " ERROR " })
            result.Error.ShouldContain(word);
        result.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Setup_says_success_once_and_again(DatabaseKind kind)
    {
        File.WriteAllText(_folder["x.toml"], $"[database]\nurl = \"{Url(kind)}\"\n");
        for (var times = 0; times < 2; times++)
        {
            var result = Run("setup", "-c", "x.toml");
            result.ExitCode.ShouldBe(0, result.Error);
            result.Output.ShouldBeEmpty();
            result.Error.ShouldContain("magaox.db.cli.commands.setup[");
            result.Error.ShouldEndWith("INFO Success!\n");
            result.Error.Contains("Made", StringComparison.Ordinal).ShouldBe(times == 0);
        }
    }

    [Fact]
    public void Event_codes_of_an_instrument_are_read_from_its_own_files()
    {
        Directory.CreateDirectory(_folder["logger/types/schemas"]);
        File.WriteAllText(_folder["logger/logCodes.dat"], "own_speed 30000 own_speed\n");
        File.WriteAllText(_folder["logger/types/schemas/own_speed.fbs"], "table Own_fb { rpm:short = 7; }\nroot_type Own_fb;\n");
        Directory.CreateDirectory(_folder["data"]);
        // A message without its field, which then has what the schema says.
        var message = Convert.FromHexString("0800000004000400" + "04000000");
        var header = FlatlogHeader.Create(FlatlogPriority.Telemetry, 30000, 1_700_000_000, 0, message.Length);
        var bytes = new byte[header.Length];
        header.Write(bytes);
        var file = _folder["data/own_20231114221320000000000.bintel"];
        File.WriteAllBytes(file, [.. bytes, .. message]);
        File.WriteAllText(_folder["x.toml"], $"data_dirs = ['{_folder["data"]}']\nlog_codes = 'logger/logCodes.dat'\n[database]\nurl = \"{Url(DatabaseKind.Sqlite)}\"\n");

        Run("setup", "-c", "x.toml").ExitCode.ShouldBe(0);
        Run("inventory", "-c", "x.toml").ExitCode.ShouldBe(0);
        Run("backfill", "-c", "x.toml").ExitCode.ShouldBe(0);
        Cli.Run(_folder.FullPath, ["telemetry", "query", "own", "rpm", "--format", "csv", "-c", "x.toml"]).Output.ShouldBe("ts,ec,rpm\n2023-11-14T22:13:20.000000Z,own_speed,7\n");

        var line = Cli.Run(_folder.FullPath, ["logdump", "-J", "--log-codes", _folder["logger/logCodes.dat"], "-F", file]);
        line.ExitCode.ShouldBe(0, line.Error);
        line.Output.ShouldContain("\"own_speed\"");
        var none = Cli.Run(_folder.FullPath, ["logdump", "-J", "--log-codes", _folder["none.dat"], "-F", file]);
        (none.ExitCode, none.Output).ShouldBe((1, ""));
        none.Error.ShouldContain("none.dat");

        File.WriteAllText(_folder["logger/types/schemas/own_speed.fbs"], "table Own_fb {");
        var wrong = Run("backfill", "-c", "x.toml");
        wrong.ExitCode.ShouldBe(1);
        wrong.Error.ShouldContain("own_speed.fbs, line 1");
    }

    private string Url(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Sqlite)
            return $"sqlite:///{_folder["x.db"]}";
        var name = $"telemetry_{Guid.NewGuid():N}";
        PostgresServer.Shared.Execute($"CREATE DATABASE {name}");
        return PostgresServer.Shared.UrlOf(name);
    }

    private CliResult Run(params string[] words) => Cli.Run(_folder.FullPath, ["xtelemdb", .. words]);
}
