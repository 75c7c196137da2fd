using System.Text.Json;
using Catchment.Core.Databases;

namespace Catchment.Tests;

public sealed class TelemetryQueryCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Telemetry_that_was_read_is_printed_in_every_form(DatabaseKind kind)
    {
        Fill(kind);
        Lines("devices").ShouldHaveSingleItem().ShouldStartWith("camera ");
        Lines("keys", "camera", "--json").Select(static l => JsonDocument.Parse(l).RootElement.GetProperty("key").GetString()).ShouldBe(["t.ccd", "name", "a"], ignoreOrder: true);
        Lines("query", "camera", "t.ccd", "name", "--format", "csv").ShouldBe(
        [
            "ts,ec,t.ccd,name",
            "2024-04-15T22:30:00.000000Z,telem_x,-40.5,\"one, \"\"two\"\"\"",
            "2024-04-15T22:30:01.000000Z,telem_x,-39.5,",
            "2024-04-15T22:31:00.000000Z,telem_x,3.0,x",
        ]);
        Lines("query", "camera", "a[1]", "--format", "ndjson", "--limit", "1").ShouldBe(["""{"ts":"2024-04-15T22:30:00.000000Z","ec":"telem_x","values":{"a[1]":2}}"""]);
        JsonDocument.Parse(Ask("query", "camera", "name", "t", "--format", "json", "--from", "2024-04-15T22:30:01", "--to", "2024-04-16T00:31+02:00").Output).RootElement.GetArrayLength().ShouldBe(2);
        Lines("query", "camera", "t.ccd", "--bucket", "1m", "--agg", "mean,count,last", "--format", "ndjson").ShouldBe(
        [
            """{"ts":"2024-04-15T22:30:00.000000Z","values":{"t.ccd":{"mean":-40,"count":2,"last":-39.5}}}""",
            """{"ts":"2024-04-15T22:31:00.000000Z","values":{"t.ccd":{"mean":3,"count":1,"last":3}}}""",
        ]);
        var table = Lines("query", "camera", "t.ccd", "--bucket", "1m");
        table[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["ts", "t.ccd:mean", "t.ccd:min", "t.ccd:max"]);
        table[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["2024-04-15T22:30:00.000000Z", "-40", "-40.5", "-39.5"]);
        Lines("query", "camera", "t.ccd", "--last", "1h").ShouldHaveSingleItem(); // its head: the rest is years ago
        Lines("spans").ShouldBeEmpty();
        JsonDocument.Parse(Ask("stats", "--json").Output).RootElement.GetProperty("hosts")[0].GetProperty("ingested").GetInt64().ShouldBe(1);

        var nobody = Ask("query", "nobody", "x");
        nobody.ExitCode.ShouldBe(1);
        nobody.Error.ShouldContain("no telemetry of a device 'nobody'");
    }

    [Theory]
    [InlineData("query")]
    [InlineData("query", "device")]
    [InlineData("query", "device", "a..b")]
    [InlineData("query", "device", "x", "--bucket", "0")]
    [InlineData("query", "device", "x", "--agg", "mean")]
    [InlineData("query", "device", "x", "--bucket", "1m", "--agg", "median")]
    [InlineData("query", "device", "x", "--from", "yesterday")]
    [InlineData("query", "device", "x", "--from", "2024-04-15", "--last", "1h")]
    [InlineData("query", "device", "x", "--limit", "0")]
    [InlineData("query", "device", "x", "--format", "xml")]
    [InlineData("keys")]
    [InlineData("keys", "one", "two")]
    [InlineData("devices", "word")]
    [InlineData("devices", "telemetry.nothing=1")]
    public void What_is_wrong_in_the_command_line_is_told_with_status_2(params string[] words)
    {
        var result = Cli.Run(_folder.FullPath, ["telemetry", .. words]);
        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.Trim().ShouldNotBeEmpty();
        result.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("There is no file", "sqlite:///none.db")]
    [InlineData("cannot be reached", "postgresql://x@127.0.0.1:1/x")]
    public void A_database_that_is_not_there_is_told_in_a_line(string why, string url)
    {
        File.WriteAllText(_folder["catchment.yaml"], $"telemetry:\n  database:\n    url: \"{url}\"\n");
        var result = Cli.Run(_folder.FullPath, "telemetry", "devices");
        result.ExitCode.ShouldBe(1);
        result.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(why);
    }

    private void Fill(DatabaseKind kind)
    {
        Directory.CreateDirectory(_folder["data"]);
        using (var file = new StreamWriter(new System.IO.Compression.GZipStream(File.Create(_folder["data/camera_2024-04-15T223000.ndjson.gz"]), System.IO.Compression.CompressionLevel.Fastest)))
        {
            file.WriteLine("""{"ts": "2024-04-15T22:30:00.000000", "ec": "telem_x", "msg": {"t": {"ccd": -40.5}, "name": "one, \"two\"", "a": [1, 2]}}""");
            file.WriteLine("""{"ts": "2024-04-15T22:30:01.000000", "ec": "telem_x", "msg": {"t": {"ccd": -39.5}, "name": null}}""");
            file.WriteLine("""{"ts": "2024-04-15T22:31:00.000000", "ec": "telem_x", "msg": {"t": {"ccd": 3.0}, "name": "x"}}""");
        }

        var url = kind == DatabaseKind.Sqlite ? "sqlite:///xtelem.db" : PostgresServer.Shared.CreateDatabase($"query_{Guid.NewGuid():N}");
        File.WriteAllText(_folder["xtelemdb.conf.toml"], $"data_dirs = [\"data\"]\n[database]\nurl = \"{url}\"\n");
        foreach (var step in new[] { "setup", "inventory", "backfill" })
            Cli.Run(_folder.FullPath, "xtelemdb", step, "-c", "xtelemdb.conf.toml").ExitCode.ShouldBe(0);
    }

    private string[] Lines(params string[] words)
    {
        var result = Ask(words);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private CliResult Ask(params string[] words) => Cli.Run(_folder.FullPath, ["telemetry", .. words, "-c", "xtelemdb.conf.toml"]);
}
