using System.Globalization;
using System.Text.Json;

namespace Catchment.Interop.Tests.Hub;

/// <summary>The commands over recorded events, as their own processes, and kills in the middle of a rebuild.</summary>
[Collection(Alone.Name)]
public sealed class RecordingsCommandTests : IDisposable
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    private readonly TemporaryFolder _root = new();

    public RecordingsCommandTests()
    {
        Directory.CreateDirectory(_root["csv"]);
        Directory.CreateDirectory(_root["images"]);
        File.WriteAllText(_root["camwatcher.yaml"], $"""
            control_port: 5566
            outpost_nodes: {"{}"}
            sentinel: {"{}"}
            data:
              images: {_root["images"]}
              csvfiles: {_root["csv"]}
            """);
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_folder_of_the_original_is_listed_by_filters_with_the_original_s_file()
    {
        MakeDay(new DateOnly(2024, 5, 1), 30);
        using var rebuilt = JsonDocument.Parse(Run("events", "rebuild", "--json"));
        rebuilt.RootElement.GetProperty("of").GetString().ShouldBe("recordings");
        rebuilt.RootElement.GetProperty("added").GetInt64().ShouldBe(30);
        rebuilt.RootElement.GetProperty("orphanCount").GetInt64().ShouldBe(0);

        Listed("--limit", "0").Count.ShouldBe(30);
        Listed("--label", "dog").Count.ShouldBe(3);
        Listed("--node", "east", "--type", "trk", "-n", "4", "--oldest-first").Count.ShouldBe(4);
        Listed("--to", "2020-01-01").ShouldBeEmpty();
    }

    [Fact]
    public void A_node_that_has_only_a_watcher_is_rebuilt_without_a_folder_of_frames()
    {
        MakeDay(new DateOnly(2024, 5, 1), 3);
        File.WriteAllText(_root["catchment.yaml"], $"watcher: {{ data: {{ images: {_root["images"]}, csvfiles: {_root["csv"]} }} }}\n");
        var lines = CommandLine.Run(_root.FullPath, "events", "rebuild", "--json", "-c", _root["catchment.yaml"]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var rebuilt = JsonDocument.Parse(lines[^1]);
        rebuilt.RootElement.GetProperty("added").GetInt64().ShouldBe(3);

        // A folder of frames that is named has to be there.
        using var named = CommandLine.Start(_root.FullPath, "events", "rebuild", "-c", _root["catchment.yaml"], $"hub.data_directory={_root["away"]}");
        named.StandardError.ReadToEnd().ShouldContain("there is no");
        named.WaitForExit();
        named.ExitCode.ShouldBe(1);
    }

    [Fact]
    public void A_rebuild_that_is_killed_may_be_begun_again()
    {
        for (var day = 1; day <= 4; day++)
            MakeDay(new DateOnly(2024, 5, day), 500);
        var random = new Random(5);
        for (var round = 0; round < (Full ? 20 : 2); round++)
        {
            foreach (var file in Directory.GetFiles(Made(_root[".catchment/recordings"]), "catchment.db*"))
                File.Delete(file);
            using (var rebuild = CommandLine.Start(_root.FullPath, "events", "rebuild", "-c", _root["camwatcher.yaml"]))
            {
                var bytes = random.Next(1_500_000);
                Eventually.True(() => rebuild.HasExited || new FileInfo(_root[".catchment/recordings/catchment.db-wal"]) is { Exists: true } log && log.Length > bytes, "the rebuild writes");
                rebuild.Kill();
                rebuild.WaitForExit();
            }

            Run("events", "rebuild");
            Listed("--limit", "0").Select(r => r.GetProperty("event").GetString()).ToHashSet().Count.ShouldBe(2000);
            using var again = JsonDocument.Parse(Run("events", "rebuild", "--json"));
            (again.RootElement.GetProperty("added").GetInt64() + again.RootElement.GetProperty("removed").GetInt64()).ShouldBe(0);
        }
    }

    [Fact]
    public void What_root_does_by_command_belongs_to_the_owner_of_the_folder()
    {
        if (Environment.UserName != "root")
            return; // Nobody else can give files away.
        MakeDay(new DateOnly(2024, 5, 1), 3);
        using (var give = System.Diagnostics.Process.Start("chown", ["-R", "12345:12346", _root.FullPath]))
            give.WaitForExit();
        var day = Path.Combine(_root["csv"], "2024-05-01");
        var id = Path.GetFileName(Directory.GetFiles(day, "*_trk.csv").Order(StringComparer.Ordinal).First()).Split('_')[0];

        Run("events", "keep", "2024-05-01", id);
        Run("events", "keep", "2024-05-01", id, "--undo");
        Run("events", "delete", "2024-05-01", id);
        Run("events", "prune");
        Run("events", "rebuild");
        Listed().Count.ShouldBe(2);

        using var find = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("find", [_root.FullPath, "(", "!", "-uid", "12345", "-o", "!", "-gid", "12346", ")"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        find.StandardOutput.ReadToEnd().ShouldBeEmpty();
        File.Exists(_root[".catchment/watcher/deletions.log"]).ShouldBeTrue();
    }

    private string Run(params string[] arguments) => CommandLine.Run(_root.FullPath, [.. arguments, "-c", _root["camwatcher.yaml"]]);

    private List<JsonElement> Listed(params string[] arguments) =>
        [.. Run(["events", "recordings", "--json", .. arguments]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    private static string Made(string folder) => Directory.CreateDirectory(folder).FullName;

    private void MakeDay(DateOnly day, int events)
    {
        var name = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var csv = Made(Path.Combine(_root["csv"], name));
        var images = Made(Path.Combine(_root["images"], name));
        using var index = File.CreateText(Path.Combine(csv, "camwatcher.csv"));
        for (var i = 0; i < events; i++)
        {
            var id = $"{i:x8}{day.DayNumber:x8}b942dca63261a32e";
            var time = day.ToDateTime(TimeOnly.MinValue).AddMinutes(i).ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
            index.Write($"{(i % 2 == 0 ? "east" : "alpha5")},PiCam3,{time},{id},640,480,trk\n");
            File.WriteAllText(
                Path.Combine(csv, $"{id}_trk.csv"), $"timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n{time},1,{(i % 10 == 0 ? "dog" : "person")}: 0.91,1,2,3,4\n");
            File.WriteAllBytes(Path.Combine(images, $"{id}_{time.Replace('T', '_').Replace(':', '.')}.jpg"), [0xFF, 0xD8]);
        }
    }
}
