using System.Globalization;
using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Files.Checksums;

namespace Catchment.Tests;

public sealed class FilesCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FilesCommandTests()
    {
        Directory.CreateDirectory(_folder["storage"]);
        Directory.CreateDirectory(_folder["source"]);
    }

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Files_are_listed_shown_and_counted_with_the_status_they_have_now(DatabaseKind kind)
    {
        Configure(kind);
        Track("a.fits", "SUCCESS");
        Track("b.fits", "FAILURE");
        Track("c.fits");

        Run("list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(w => $"{w[0]} {w[3]} {w[^1]}")
            .ShouldBe(["3 NEW c.fits", "2 FAILURE b.fits", "1 SUCCESS a.fits"]);
        Ids(Run("list", "--json", "--status", "failure")).ShouldBe([2]);
        Ids(Run("list", "--json", "--status", "NEW", "--name", "*.fits")).ShouldBe([3]);
        Ids(Run("list", "--json", "--limit", "1")).ShouldBe([3]);
        Ids(Run("list", "--json", "--limit", "0", "--oldest-first", "--since", "2026-05-01", "--until", "2026-05-02", "--min-size", "1", "--max-size", "1kB")).ShouldBe([1, 2, 3]);
        Ids(Run("list", "--json", "--since", "2026-05-02")).ShouldBeEmpty();
        var shown = Run("show", "b.fits").Output;
        shown.ShouldContain("status    FAILURE since 2026-05-01T08:00:03.000000");
        shown.ShouldContain("refused by the plugin");
        using var detail = JsonDocument.Parse(Run("show", _folder["storage/b.fits"], "--json").Output);
        detail.RootElement.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("status").GetString()).ShouldBe(["UNTRIED", "PENDING", "FAILURE"]);
        detail.RootElement.GetProperty("file").GetProperty("id").GetInt64().ShouldBe(2);
        Run("history", "2").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        Run("history", "2", "--json").Output.ShouldContain("\"err_message\":\"refused by the plugin\"");
        using var stats = JsonDocument.Parse(Run("stats", "--json").Output);
        stats.RootElement.GetProperty("files").GetInt64().ShouldBe(3);
        stats.RootElement.GetProperty("new").GetInt64().ShouldBe(1);
        stats.RootElement.GetProperty("statuses").GetProperty("SUCCESS").GetInt64().ShouldBe(1);
        stats.RootElement.GetProperty("oldest_waiting").GetProperty("path").GetString().ShouldBe("c.fits");
        File.Exists(_folder["files.db.catchment"]).ShouldBeFalse("who only looks makes nothing");
        Run("stats").Output.ShouldContain("waits longest: c.fits (3), NEW since");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Files_are_run_again_by_status_or_number_and_told_how(DatabaseKind kind)
    {
        Configure(kind);
        Track("a.fits", "SUCCESS");
        Track("b.fits", "FAILURE");
        Track("c.fits", "PENDING");
        Track("d.fits", "FAILURE");

        Run("rerun", "--status", "FAILURE", "--dry-run").Output.ShouldStartWith("2 files would be run again");
        Ids(Run("list", "--json", "--status", "FAILURE")).ShouldBe([4, 2]);
        var all = Run("rerun", "--status", "FAILURE", "--changed-since", "2026-05-01");
        all.Output.ShouldStartWith("2 files are to be run again");
        all.Output.ShouldContain("also: [RERUN]");
        Ids(Run("list", "--json", "--status", "RERUN")).ShouldBe([4, 2]);
        using var some = JsonDocument.Parse(Run(expected: 1, "rerun", "1", "2", "3", "99", "--json").Output);
        some.RootElement.ToString().ShouldBe("""{"added":1,"under_way":1,"asked_already":1,"new":0,"not_there":1,"dry_run":false,"stopped":false}""");
        Run("show", "1").Output.ShouldContain("RERUN");
        Run("history", "3").Output.ShouldNotContain("RERUN");
        foreach (var wrong in new string[][] { ["rerun"], ["rerun", "--name", "x"], ["rerun", "--status", "PENDING"], ["rerun", "a.fits"], ["rerun", "1", "--status", "FAILURE"] })
            Run(expected: 2, wrong).Error.ShouldStartWith("error: ");
    }

    [Fact]
    public void In_a_configuration_of_ours_the_ingester_does_them()
    {
        Configure(DatabaseKind.Sqlite, isOurs: true);
        Track("b.fits", "FAILURE");

        Run("rerun", "--status", "FAILURE").Output.ShouldContain("The ingester of this configuration, when it runs, does them.");
        Run("list", "--status", "RERUN").Output.ShouldContain("b.fits");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Verify_finds_what_is_missing_or_changed(DatabaseKind kind)
    {
        Configure(kind);
        Track("a.fits", "SUCCESS");
        Track("b.fits", "SUCCESS");
        Track("c.fits", "SUCCESS");
        Run("verify", "--all", "--rate", "100MB/s").Output.ShouldBe("3 files looked at, 18 B read: 0 missing or changed\n");
        File.WriteAllText(_folder["storage/b.fits"], "b.fitz");
        File.Delete(_folder["storage/c.fits"]);

        var text = Run(expected: 1, "verify", "--all");
        text.Output.ShouldContain("b.fits: has other content");
        text.Output.ShouldContain("c.fits: missing");
        text.Output.ShouldEndWith("3 files looked at, 12 B read: 2 missing or changed\n");
        using var json = JsonDocument.Parse(Run(expected: 1, "verify", "--name", "c.", "--mark-missing", "--json").Output);
        json.RootElement.GetProperty("faults").GetInt64().ShouldBe(1);
        json.RootElement.GetProperty("marked").GetInt64().ShouldBe(1);
        json.RootElement.GetProperty("found")[0].GetProperty("outcome").GetString().ShouldBe("missing");
        var shown = Run("show", "3").Output;
        shown.ShouldContain("status    INVALID");
        shown.ShouldContain("missing");
        Run(expected: 2, "verify").Error.ShouldContain("--all");
        Run(expected: 2, "verify", "--all", "--name", "x");
        Run(expected: 2, "verify", "--all", "--rate", "quick");
        Directory.Move(_folder["storage"], _folder["away"]);
        Run(expected: 1, "verify", "--all").Error.ShouldContain("is not there: every file would be missing");
    }

    [Fact]
    public void What_is_wrong_is_told()
    {
        Configure(DatabaseKind.Sqlite);
        Run(expected: 1, "show", "nobody").Error.ShouldBe("error: no tracked file is meant by 'nobody'\n");
        Run(expected: 2, "list", "--status", "DONE").Error.ShouldContain("'DONE' is no status");
        Run(expected: 2, "list", "--checksum", "xyz").Error.ShouldContain("hexadecimal");
        Run(expected: 2, "list", "--min-size", "big").Error.ShouldContain("is no size");
        File.Delete(_folder["files.db"]);
        Run(expected: 1, "list").Error.ShouldContain("catchment files setup");
        File.WriteAllText(_folder["configuration.yaml"], "{}");
        Run(expected: 2, "list").Error.ShouldContain("files.database.engine");
    }

    private DatabaseUrl Url { get; set; } = DatabaseUrl.Parse("sqlite:///none", "/");

    private void Configure(DatabaseKind kind, bool isOurs = false)
    {
        var url = kind == DatabaseKind.Sqlite ? $"sqlite:///{_folder["files.db"]}" : PostgresServer.Shared.CreateDatabase($"files_{Guid.NewGuid():N}");
        Url = DatabaseUrl.Parse(url, "/");
        string[] lines =
        [
            "database:", $"  engine: {url}", "  tablenames: {file: {table: files}, event: {table: file_events}}",
            "ingester:", $"  storage: {_folder["storage"]}", "  plugin: {name: NullIngest, config: null}",
        ];
        File.WriteAllLines(_folder["configuration.yaml"], isOurs ? [.. lines.Select(l => "  " + l).Prepend("files:")] : lines);
        Run("setup", _folder["configuration.yaml"]);
    }

    private void Track(string name, string? status = null)
    {
        File.WriteAllText(_folder[$"storage/{name}"], name);
        using var database = Database.Open(Url, new DatabaseOptions { OwnsFile = false });
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO files (relpath, filename, checksum, size_bytes, added_on) VALUES ('.', '{name}', '{FileChecksum.Of(System.Text.Encoding.UTF8.GetBytes(name)).Text}', {name.Length}, '2026-05-01 08:00:00.000000') RETURNING id";
        var id = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        string[] events = status is null ? [] : status == "PENDING" ? ["UNTRIED", "PENDING"] : ["UNTRIED", "PENDING", status];
        for (var i = 0; i < events.Length; i++)
        {
            command.CommandText = $"INSERT INTO file_events (start_time, status, files_id, err_message) VALUES ('2026-05-01 08:00:0{i + 1}.000000', '{events[i]}', {id}, {(i == 2 ? "'refused by the plugin'" : "NULL")})";
            command.ExecuteNonQuery();
        }
    }

    private CliResult Run(params string[] arguments) => Run(expected: 0, arguments);

    private CliResult Run(int expected, params string[] arguments)
    {
        string[] configuration = arguments[0] == "setup" ? [] : ["-c", _folder["configuration.yaml"]];
        var result = Cli.Run(_folder.FullPath, ["files", .. arguments, .. configuration]);
        result.ExitCode.ShouldBe(expected, $"{string.Join(' ', arguments)}: {result.Error}");
        return result;
    }

    private static IEnumerable<long> Ids(CliResult result)
    {
        foreach (var line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            yield return json.RootElement.GetProperty("id").GetInt64();
        }
    }
}
