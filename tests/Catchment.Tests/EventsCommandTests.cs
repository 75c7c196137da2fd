using System.Text.Json;

namespace Catchment.Tests;

public sealed class EventsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EventsCommandTests()
    {
        foreach (var day in new[] { "2020-01-01", "2020-01-02", "2020-01-03" })
        {
            Directory.CreateDirectory(Path.Combine(Images, day));
            foreach (var camera in new[] { "Barn-Door", "Yard" })
                File.WriteAllText(Path.Combine(Images, day, $"{camera}-{day}T08.18.31.809000.jpg"), "frame");
        }
    }

    private string Images => _folder["data/imagehub_data/images"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_rules_a_round_says_that_everything_is_kept()
    {
        var result = Run("events", "retention");

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldContain("kept for ever");
        Count().ShouldBe(6);
    }

    [Fact]
    public void A_dry_run_tells_what_a_round_then_does()
    {
        var dry = Run("events", "retention", "--dry-run", "hub.retention.keep_days=30");
        Count().ShouldBe(6);
        var real = Run("events", "retention", "hub.retention.keep_days=30");

        dry.ExitCode.ShouldBe(0);
        dry.Output.ShouldContain("4 frames would leave, 20 bytes, 0 of the frames to an archive");
        real.ExitCode.ShouldBe(0);
        real.Output.ShouldContain("4 frames left, 20 bytes, 0 of the frames to an archive");
        Lines(real).ShouldBe(Lines(dry));
        Directory.GetDirectories(Images).Select(Path.GetFileName).ShouldBe(["2020-01-03"]);
    }

    [Fact]
    public void A_film_is_made_of_an_events_pictures_or_the_reason_told()
    {
        const string Event = "3f1c0f6e0a7b11eea32e0242ac120002";
        var pictures = Directory.CreateDirectory(_folder["data/sentinelcam/images/2026-05-01"]).FullName;
        var sample = Directory.GetFiles(Path.Combine(Cli.Repository, "tests", "Catchment.Console.Tests", "Samples"), "*.jpg")[0];
        for (var i = 0; i < 3; i++)
            File.Copy(sample, Path.Combine(pictures, $"{Event}_2026-05-01_08.00.00.{i}00000.jpg"));

        var sets = Directory.CreateDirectory(_folder["elsewhere/2026-05-01"]).FullName;
        File.WriteAllText(Path.Combine(sets, $"{Event}_trk.csv"), "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n2026-05-01T08:00:00,1,person: 0.9,10,10,50,50\n");

        var film = Run("events", "video", "2026-05-01", Event, "-o", "film.mp4", "--set", "trk", $"watcher.data.csvfiles={_folder["elsewhere"]}");
        var none = Run("events", "video", "2026-05-02", Event, "-o", "none.mp4");
        var wrong = Run("events", "video", "2026-05-01", "../x", "-o", "none.mp4");
        var folder = Run("events", "video", "2026-05-01", Event, "-o", ".");
        var nowhere = Run("events", "video", "2026-05-01", Event, "-o", "nowhere/none.mp4", "--set", "../trk");

        film.ExitCode.ShouldBe(0, film.Error);
        File.ReadAllBytes(_folder["film.mp4"]).AsSpan(4, 4).ToArray().ShouldBe("ftyp"u8.ToArray());
        none.ExitCode.ShouldBe(1);
        none.Error.ShouldContain("no picture that can be shown");
        wrong.ExitCode.ShouldBe(2);
        folder.ExitCode.ShouldBe(2);
        folder.Error.ShouldContain("is a folder");
        nowhere.ExitCode.ShouldBe(2);
        nowhere.Error.ShouldContain("there is no folder ");
        nowhere.Error.ShouldContain("'../trk' is no type");
        Directory.GetFiles(_folder.FullPath, "*none*").ShouldBeEmpty();
    }

    [Fact]
    public void Json_has_the_lines_and_the_troubles()
    {
        var result = Run("events", "retention", "--json", "hub.retention.keep_days=30", "hub.retention.archive_to=nowhere");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("Is its disk mounted?");
        using var report = JsonDocument.Parse(result.Output);
        report.RootElement.GetProperty("lines").GetArrayLength().ShouldBe(0);
        report.RootElement.GetProperty("troubles").GetProperty("archive").GetString().ShouldNotBeNull().ShouldContain("nowhere");
        Count().ShouldBe(6);
    }

    [Fact]
    public void The_forecast_is_a_sentence_or_json()
    {
        Run("events", "forecast").Output.ShouldMatch("^not full in ten years at 10 bytes a day; .* free\n$");
        using var forecast = JsonDocument.Parse(Run("events", "forecast", "--json").Output);
        forecast.RootElement.GetProperty("frames").GetInt64().ShouldBe(6);
        forecast.RootElement.GetProperty("outlook").GetString().ShouldBe("ample");
    }

    [Fact]
    public void Where_there_is_no_data_there_is_no_forecast()
    {
        var result = Run("events", "forecast", "data_directory=elsewhere");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("elsewhere");
    }

    [Fact]
    public void An_archive_among_the_frames_is_refused_with_its_place()
    {
        File.WriteAllText(_folder["catchment.yaml"], $$"""
            hub:
              retention:
                rules:
                  - cameras: "Barn *"
                    archive_to: data/imagehub_data/images/archive
            """);

        var result = Run("events", "retention");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("catchment.yaml:4");
        result.Error.ShouldContain("hub.retention.rules[0].archive_to");
    }

    private static IEnumerable<string> Lines(CliResult result) =>
        result.Output.Split('\n').Where(l => l.Contains("2020-", StringComparison.Ordinal)).Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    private int Count() => Directory.GetFiles(Images, "*.jpg", SearchOption.AllDirectories).Length;

    private CliResult Run(params string[] arguments) => Cli.Run(_folder.FullPath, arguments);
}
