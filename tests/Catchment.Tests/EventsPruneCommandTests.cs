using System.Globalization;
using System.Text.Json;

namespace Catchment.Tests;

public sealed class EventsPruneCommandTests : IDisposable
{
    private const string Set = "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n2020-01-01T08:00:00.000001,1,person: 0.9,0,0,9,9\n";

    private readonly TemporaryFolder _folder = new();

    public EventsPruneCommandTests()
    {
        Add("2020-01-01", "lab", "e1");
        Add("2020-01-01", "lab", "e11");
        Add("2020-01-02", "yard", "e2");
        Add("2020-01-20", "lab", "e3");
        File.WriteAllText(
            _folder["camwatcher.yaml"],
            """
            control_port: 5566
            datapump_port: 5556
            outpost_nodes: {}
            data:
              images: sentinelcam/images
              csvfiles: sentinelcam/camwatcher
            """);
    }

    private string Csv => _folder["data/sentinelcam/camwatcher"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dry_run_tells_what_a_run_then_deletes()
    {
        var dry = Run("events", "prune", "--dry-run", "--date", "2020-01-21");
        Files().Count.ShouldBe(11);
        var real = Run("events", "prune", "--date", "2020-01-21", "watcher.retention.run_deletes=true");

        dry.ExitCode.ShouldBe(0, dry.Error);
        dry.Output.ShouldContain("3 of 4 events of 3 days would be deleted, as of 2020-01-21");
        real.ExitCode.ShouldBe(0, real.Error);
        real.Output.ShouldContain("3 of 4 events of 3 days deleted, as of 2020-01-21");
        Files().Where(f => !f.EndsWith("camwatcher.csv", StringComparison.Ordinal) || new FileInfo(_folder["data/sentinelcam/" + f]).Length > 0).ShouldBe(["camwatcher/2020-01-20/camwatcher.csv", "camwatcher/2020-01-20/e3_trk.csv", "images/2020-01-20/e3_2020-01-20_08.00.00.000000.jpg"], ignoreOrder: true);
    }

    [Fact]
    public void Without_run_deletes_a_run_only_reports()
    {
        var result = Run("events", "prune", "--date", "2020-01-21");

        result.ExitCode.ShouldBe(0);
        result.Error.ShouldContain("run_deletes is not true");
        Files().Count.ShouldBe(11);
    }

    [Fact]
    public void Json_has_the_lines_and_what_is_published()
    {
        var result = Run("events", "prune", "--json", "--dry-run", "--date", "2020-01-21");

        result.ExitCode.ShouldBe(0);
        using var report = JsonDocument.Parse(result.Output);
        report.RootElement.GetProperty("deleted").GetInt64().ShouldBe(3);
        report.RootElement.GetProperty("lines")[0].GetProperty("reason").GetString().ShouldBe("young");
        report.RootElement.GetProperty("published")[0].GetString().ShouldBe("DailyCleanup starting from 2020-01-21: found 3 dates with data");
    }

    [Theory]
    [InlineData("prune", "--date", "yesterday")]
    [InlineData("prune", "--date", "2999-01-01")]
    [InlineData("keep", "2020-01-01")]
    [InlineData("keep", "2020-01-01", "../e1")]
    [InlineData("delete", "1.1.2020", "e1")]
    public void What_makes_no_sense_is_wrong_usage(params string[] words)
    {
        Run(["events", .. words]).ExitCode.ShouldBe(2);
        Files().Count.ShouldBe(11);
    }

    [Fact]
    public void A_kept_event_stays_until_the_keeping_is_given_up()
    {
        Run("events", "keep", "2020-01-01", "e1").Output.ShouldContain("is kept from now on");
        var locked = Run("events", "delete", "2020-01-01", "e1");
        var pruned = Run("events", "prune", "--date", "2020-01-21", "watcher.retention.run_deletes=true");

        locked.ExitCode.ShouldBe(1);
        locked.Error.ShouldContain("is kept");
        pruned.Output.ShouldContain("kept: locked");
        File.ReadAllText(Path.Combine(Csv, "2020-01-01", "camwatcher.csv")).ShouldBe("lab,cam,2020-01-01T08:00:00,e1,640,480,trk\n");

        Run("events", "keep", "--undo", "2020-01-01", "e1").ExitCode.ShouldBe(0);
        Run("events", "delete", "2020-01-01", "e1").ExitCode.ShouldBe(0);
        Run("events", "delete", "2020-01-01", "e1").Error.ShouldContain("There is no event");
        Files().ShouldNotContain(f => f.Contains("e1_", StringComparison.Ordinal));
    }

    [Fact]
    public void An_original_s_own_file_is_enough()
    {
        Directory.Move(_folder["data/sentinelcam"], _folder["sentinelcam"]);

        var result = Run("events", "delete", "2020-01-02", "e2", "-c", "camwatcher.yaml");

        result.ExitCode.ShouldBe(0, result.Error);
        Directory.GetFiles(_folder["sentinelcam"], "e2_*", SearchOption.AllDirectories).ShouldBeEmpty();
        Directory.GetFiles(_folder["sentinelcam"], "e1_*", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    [Fact]
    public void A_configured_list_that_is_missing_stops_everything()
    {
        var result = Run("events", "prune", "--date", "2020-01-21", "watcher.retention.run_deletes=true", "watcher.facefile=faces.csv");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("faces.csv' is not there");
        Files().Count.ShouldBe(11);
    }

    private CliResult Run(params string[] arguments) => Cli.Run(_folder.FullPath, arguments);

    private List<string> Files() =>
        [.. Directory.GetFiles(_folder["data/sentinelcam"], "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_folder["data/sentinelcam"], f))];

    private void Add(string day, string node, string id)
    {
        var images = Directory.CreateDirectory(_folder[$"data/sentinelcam/images/{day}"]).FullName;
        var csv = Directory.CreateDirectory(Path.Combine(Csv, day)).FullName;
        File.AppendAllText(Path.Combine(csv, "camwatcher.csv"), string.Create(CultureInfo.InvariantCulture, $"{node},cam,{day}T08:00:00,{id},640,480,trk\n"));
        File.WriteAllText(Path.Combine(csv, $"{id}_trk.csv"), Set);
        File.WriteAllText(Path.Combine(images, $"{id}_{day}_08.00.00.000000.jpg"), "picture");
    }
}
