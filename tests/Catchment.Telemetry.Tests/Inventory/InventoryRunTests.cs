using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Tests.Inventory;

public sealed class InventoryRunTests
{
    private static readonly string[] DataDirs = ["logs", "rawimages", "telem", "cacao"];

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void The_tree_of_the_original_gives_its_rows_at_both_runs(DatabaseKind kind)
    {
        using var rig = Tree(kind);
        rig.Run(DataDirs).Added.ShouldBe(18);
        var expected = Expected(rig, "inventory/expected_first_run.json");
        rig.Rows().ShouldBe(expected);
        var ctimes = rig.Rows();
        foreach (var change in Vectors.Json("inventory/second_run_changes.json").EnumerateArray())
            Apply(rig, change);
        rig.Run(DataDirs).Added.ShouldBe(1);
        rig.Rows().Except(ctimes).ShouldHaveSingleItem().ShouldContain("new_20240415225050000000000.bintel");
        rig.Rows().ShouldBe(Expected(rig, "inventory/expected_second_run.json"));
        rig.Log.Of(LogLevel.Warning).ShouldBeEmpty();
        rig.Run(DataDirs).Added.ShouldBe(0);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Changed_files_are_refreshed_when_that_is_wanted_but_not_their_creation(DatabaseKind kind)
    {
        using var rig = new InventoryRig(kind);
        rig.Write("telem/a.txt", 5);
        rig.Write("telem/same_20240415223051000000000.bintel", 5);
        rig.Run("telem");
        var created = rig.Rows()[0].Split('|')[3];
        rig.Write("telem/a.txt", 7, 1_700_000_000, 1500);
        rig.Run("telem").Refreshed.ShouldBe(0);
        rig.Run(isRescan: true, "telem", "telem").Refreshed.ShouldBe(1);
        rig.Rows()[0].ShouldBe($"vectorhost|telem/a.txt|{Instant.Text(1_700_000_000_000_001)}|{created}|7");
        rig.Run(isRescan: true, "telem").Refreshed.ShouldBe(0);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Names_that_cannot_be_recorded_are_left_out_and_the_others_are_not(DatabaseKind kind)
    {
        using var rig = new InventoryRig(kind);
        rig.Write("data/good.txt", 1);
        rig.WriteForeignName("data");
        File.CreateSymbolicLink(rig["data/loop"], "loop");
        rig.MakePipe("data/pipe");
        var deep = "data";
        while (rig[deep].Length < 900)
            deep += "/" + new string('d', 100);
        var fits = $"{deep}/{new string('ü', 1024 - rig[deep].Length - 1 - 1)}x"[..(1024 - rig.Root.Length - 1)];
        Directory.CreateDirectory(rig[deep]);
        File.WriteAllBytes(rig[fits], []);
        File.WriteAllBytes(rig[fits + "y"], []);
        var report = rig.Run("data");
        report.Added.ShouldBe(3);
        report.Skipped.ShouldBe(3);
        rig.Rows().Select(r => r.Split('|')[1]).ShouldBe([fits, "data/good.txt", "data/pipe"], ignoreOrder: true);
        rig.Log.Of(LogLevel.Warning).Count.ShouldBe(3);
    }

    [Fact]
    public void A_host_whose_name_has_no_room_is_refused()
    {
        using var database = new Tests.Schema.TestDatabase(DatabaseKind.PostgreSql);
        using var tables = TelemetryDatabase.Open(database.Url);
        var settings = new Settings.TelemetrySettings { Database = database.Url, Hostname = new string('h', 51), DataDirs = ["/tmp"] };
        Should.Throw<TelemetryDatabaseException>(() => new Telemetry.Inventory.InventoryRun(settings, tables, TimeProvider.System, new RecordedLog()).Run(null, CancellationToken.None)).Message.ShouldContain("hostname");
    }

    [Theory]
    [InlineData("data", "data/x")]
    [InlineData("data/", "data/x")]
    [InlineData("data//", "data//x")]
    [InlineData("data/../data", "data/../data/x")]
    public void Paths_are_recorded_as_they_are_walked(string dataDir, string path)
    {
        using var rig = new InventoryRig(DatabaseKind.Sqlite);
        rig.Write("data/x", 1);
        rig.Run($"{rig.Root}/{dataDir}");
        rig.Rows().ShouldHaveSingleItem().Split('|')[1].ShouldBe(path);
    }

    [Fact]
    public void A_folder_within_another_is_recorded_once_and_one_behind_a_link_as_the_data_folder_it_is()
    {
        using var rig = new InventoryRig(DatabaseKind.PostgreSql);
        rig.Write("data/in/x", 1);
        Directory.CreateSymbolicLink(rig["link"], "data");
        rig.Run("data", "data/in", "link").Added.ShouldBe(2);
        rig.Rows().Select(r => r.Split('|')[1]).ShouldBe(["data/in/x", "link/in/x"]);
    }

    [Fact]
    public void Times_are_instants_whatever_the_zone_of_the_server()
    {
        using var rig = new InventoryRig(DatabaseKind.PostgreSql);
        rig.Database.Execute($"ALTER DATABASE \"{rig.Database.Url.DatabaseName}\" SET timezone = 'Pacific/Auckland'");
        rig.Write("data/dev_20240415223050997960288.bintel", 0, 1_713_220_900);
        rig.Run("data");
        rig.Database.Rows("SELECT extract(epoch FROM modification_time)::bigint, extract(epoch FROM creation_time)::text, current_setting('timezone') FROM file_origins").ShouldBe(["1713220900|1713220250.997960|Pacific/Auckland"]);
    }

    [Fact]
    public void What_the_database_refuses_keeps_the_others_from_nothing()
    {
        using var rig = new InventoryRig(DatabaseKind.PostgreSql);
        rig.Database.Execute("ALTER TABLE file_origins ADD CHECK (origin_path NOT LIKE '%bad%')");
        foreach (var name in new[] { "data/a", "data/bad", "data/z" })
            rig.Write(name, 1);
        var report = rig.Run("data");
        (report.Added, report.Skipped).ShouldBe((2, 1));
        rig.Rows().Count.ShouldBe(2);
    }

    [Fact]
    public void More_files_than_a_batch_are_all_recorded()
    {
        using var rig = new InventoryRig(DatabaseKind.PostgreSql);
        for (var i = 0; i < 4500; i++)
            rig.Write($"data/f{i}", 0);
        rig.Run("data").Added.ShouldBe(4500);
        rig.Database.Count("file_origins").ShouldBe(4500);
        rig.Run("data").Added.ShouldBe(0);
    }

    [Fact]
    public void A_server_that_restarts_meanwhile_costs_nothing()
    {
        using var server = PostgresServer.Start();
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 4500; i++)
            File.WriteAllBytes(folder[$"f{i}"], []);
        var url = DatabaseUrl.Parse(server.CreateDatabase("telemetry"), "/");
        TelemetrySetup.Run(url);
        using var tables = TelemetryDatabase.Open(url);
        var settings = new Settings.TelemetrySettings { Database = url, Hostname = "h", DataDirs = [folder.FullPath] };
        var commits = 0;
        new Telemetry.Inventory.InventoryRun(settings, tables, TimeProvider.System, new RecordedLog()).Run(
            new Told(() =>
            {
                if (commits++ == 0)
                    server.Restart();
            }),
            CancellationToken.None).Added.ShouldBe(4500);
        server.Execute("SELECT count(*) FROM file_origins", "telemetry").ShouldBe("4500");
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void A_run_that_was_stopped_keeps_what_it_had_and_the_next_completes_it(DatabaseKind kind)
    {
        using var rig = new InventoryRig(kind);
        foreach (var folder in new[] { "a", "b" })
        {
            for (var i = 0; i < 2100; i++)
                rig.Write($"{folder}/f{i}", 0);
        }

        using var stop = new CancellationTokenSource();
        using (var tables = TelemetryDatabase.Open(rig.Database.Url))
        {
            var settings = new Settings.TelemetrySettings { Database = rig.Database.Url, Hostname = InventoryRig.Host, DataDirs = [rig["a"], rig["b"]] };
            var report = new Telemetry.Inventory.InventoryRun(settings, tables, TimeProvider.System, rig.Log).Run(new Told(stop.Cancel), stop.Token);
            (report.IsStopped, report.Added).ShouldBe((true, 2000)); // Also within a folder.
        }

        rig.Database.Count("file_origins").ShouldBe(2000);
        rig.Run("a", "b").Added.ShouldBe(2200);
    }

    private static InventoryRig Tree(DatabaseKind kind)
    {
        var rig = new InventoryRig(kind);
        foreach (var item in Vectors.Json("inventory/tree.json").EnumerateArray())
        {
            var path = item.Text("path");
            switch (item.TryGetProperty("type", out var type) ? type.GetString() : "file")
            {
                case "dir":
                    Directory.CreateDirectory(rig[path]);
                    break;
                case "link":
                    File.CreateSymbolicLink(rig[path], item.Text("target"));
                    break;
                default:
                    var (seconds, nanoseconds) = InventoryRig.Time(item.GetProperty("mtime"));
                    rig.Write(path, item.GetProperty("size").GetInt32(), seconds, nanoseconds);
                    break;
            }
        }

        return rig;
    }

    private static void Apply(InventoryRig rig, JsonElement change)
    {
        var path = change.Text("path");
        var (seconds, nanoseconds) = InventoryRig.Time(change.GetProperty("mtime"));
        if (change.TryGetProperty("append", out var append))
        {
            File.AppendAllText(rig[path], new string('x', append.GetInt32()));
            rig.SetTime(path, seconds, nanoseconds);
        }
        else
        {
            rig.Write(path, change.GetProperty("create").GetInt32(), seconds, nanoseconds);
        }
    }

    private static IEnumerable<string> Expected(InventoryRig rig, string vector) =>
        Vectors.Json(vector).EnumerateArray().Select(row => string.Join(
            '|',
            row.Text("origin_host"),
            row.Text("path"),
            row.GetProperty("modification_time").Time(),
            row.Text("creation_time") == "ctime" ? rig.Changed(row.Text("path")) : row.GetProperty("creation_time").Time(),
            row.GetProperty("size_bytes").GetInt64())).Order(StringComparer.Ordinal);

    private sealed class Told(Action told) : IProgress<Telemetry.Inventory.InventoryProgress>
    {
        public void Report(Telemetry.Inventory.InventoryProgress value) => told();
    }
}
