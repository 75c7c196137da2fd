using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.News;
using Catchment.Core.Diagnostics;
using Catchment.Interop.Tests.Hub;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Interop.Tests.Watcher;

/// <summary>Deletions by the real program: killed in the middle of them, locked events, and the news of them for a real pump.</summary>
public sealed class DeletionDurabilityTests : IDisposable
{
    private const int Events = 150;
    private const int Pictures = 10;
    private static readonly DateOnly Day = new(2024, 5, 6);
    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    private readonly TemporaryFolder _folder = new();
    private readonly EventFolders _folders;

    public DeletionDurabilityTests()
    {
        _folders = new EventFolders(_folder["data/csv"], _folder["data/images"]);
        Directory.CreateDirectory(_folder["data/csv"]);
        Directory.CreateDirectory(_folder["data/images"]);
        File.WriteAllText(_folder["data/faces.csv"], "date,event,timestamp\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Killed_in_the_middle_of_deletions_every_event_is_wholly_gone_or_wholly_there()
    {
        var random = new Random(7);
        for (var round = 0; round < (Full ? 20 : 2); round++)
        {
            Record(Events);
            var acknowledged = 0;
            using (var watcher = Start())
            using (var client = PythonPeer.Start("Watcher/control.py", watcher.Endpoint))
            {
                var until = random.Next(1, Events);
                for (; acknowledged < until; acknowledged++)
                {
                    client.WriteLine(JsonSerializer.Serialize(new[] { Convert.ToHexString(Encoding.ASCII.GetBytes($$"""{"cmd": "DelEvt", "date": "2024-05-06", "event": "{{Id(acknowledged)}}"}""")) }));
                    client.Expect("OK");
                }

                watcher.Kill();
            }

            var rows = Rows();
            var files = Files();
            foreach (var id in Enumerable.Range(0, Events).Select(Id).Where(rows.Contains))
                files.GetValueOrDefault(id).ShouldBe(Pictures + 2, $"{id} is in the index, so all of it is there");

            using (var again = Start())
            {
                Eventually.True(() => !Enumerable.Range(0, acknowledged).Select(Id).Any(Files().ContainsKey), "what was acknowledged is deleted");
                (rows, files) = (Rows(), Files());
                Enumerable.Range(0, acknowledged).Select(Id).ShouldAllBe(id => !rows.Contains(id));
                foreach (var id in Enumerable.Range(acknowledged, Events - acknowledged).Select(Id))
                    (rows.Contains(id), files.GetValueOrDefault(id)).ShouldBe((true, Pictures + 2), id);
                again.Terminate().ShouldBe(0);
            }

            Directory.EnumerateFiles(_folders.CsvOf(Day), "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }).Count().ShouldBe(1 + (2 * (Events - acknowledged)));
        }
    }

    [Fact]
    public void Beside_a_running_watcher_prune_and_delete_respect_locks_and_leave_the_rest()
    {
        Record(30);
        File.WriteAllText(_folder["data/faces.csv"], $"date,event,timestamp\n2024-05-06,{Id(3)},2024-05-06 10:00:00\n");
        using var watcher = Start();

        CommandLine.Run(_folder.FullPath, "events", "delete", "2024-05-06", Id(0), "-c", _folder["catchment.yaml"]);
        Eventually.True(() => !Files().ContainsKey(Id(0)), "it is deleted");
        using (var locked = CommandLine.Start(_folder.FullPath, "events", "delete", "2024-05-06", Id(3), "-c", _folder["catchment.yaml"]))
        {
            locked.WaitForExit();
            locked.ExitCode.ShouldBe(1);
        }

        using (var report = JsonDocument.Parse(CommandLine.Run(_folder.FullPath, "events", "prune", "--json", "-c", _folder["catchment.yaml"])))
        {
            report.RootElement.GetProperty("lines").EnumerateArray().ToDictionary(l => l.GetProperty("reason").GetString()!, l => l.GetProperty("events").GetInt32())
                .ShouldBe(new Dictionary<string, int> { ["deleted"] = 28, ["locked"] = 1 }, ignoreOrder: true);
        }

        Eventually.True(() => Rows().SetEquals([Id(3)]), "all the others are deleted");
        Eventually.True(() => Files().Count == 1, "and their files");
        Files().ShouldBe(new Dictionary<string, int> { [Id(3)] = Pictures + 2 });
        watcher.Terminate().ShouldBe(0);
    }

    [Fact]
    public async Task A_pump_hears_of_events_and_logs_them()
    {
        using var pump = HubProcess.Launch(_folder["data"], ["run", "pump", $"pump.listen=tcp://127.0.0.1:{HubProcess.FreePort()}", $"pump.datafolder={_folders.Csv}", $"pump.imagefolder={_folders.Images}"]);
        using var numbers = new NodeMetrics(TimeProvider.System, "1");
        var metrics = new WatcherMetrics(numbers);
        await using var news = new PumpNews(Protocols.ZeroMq.ZmqEndpoint.Parse(pump.Endpoint), metrics, TimeProvider.System, NullLogger.Instance);
        var key = new EventKey(Day, Id(1));

        news.Started(key, "Süd", "Tür");
        news.Ended(key);
        news.Deleted(key);

        foreach (var state in new[] { "started", "ended", "deleted" })
            pump.WaitForLog(new Regex($"Event {key.Id} {state}, .*2024-05-06", RegexOptions.NonBacktracking));
        Eventually.True(() => metrics.Totals.Sent == 3, "all are answered");
        metrics.Totals.Discarded.ShouldBe(0);
    }

    private static string Id(int number) => "f00d" + number.ToString("x8", CultureInfo.InvariantCulture) + "11efb942dca63261a32e";

    private void Record(int count)
    {
        if (Directory.Exists(_folders.CsvOf(Day)))
            Directory.Delete(_folders.CsvOf(Day), recursive: true);
        if (Directory.Exists(_folders.ImagesOf(Day)))
            Directory.Delete(_folders.ImagesOf(Day), recursive: true);
        Directory.CreateDirectory(_folders.CsvOf(Day));
        Directory.CreateDirectory(_folders.ImagesOf(Day));
        var index = new StringBuilder();
        var start = Day.ToDateTime(new TimeOnly(10, 0));
        for (var i = 0; i < count; i++)
        {
            foreach (var type in new[] { "trk", "fd1" })
            {
                index.Append(CultureInfo.InvariantCulture, $"alpha5,PiCam3,2024-05-06T10:00:00,{Id(i)},640,480,{type}\n");
                File.WriteAllText(_folders.SetOf(new EventKey(Day, Id(i)), type), "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n");
            }

            for (var p = 0; p < Pictures; p++)
                File.WriteAllBytes(Path.Combine(_folders.ImagesOf(Day), EventFolders.PictureName(Id(i), start.AddSeconds(p))), [0xFF, 0xD8]);
        }

        File.WriteAllText(_folders.IndexOf(Day), index.ToString());
    }

    private HashSet<string> Rows() => [.. File.ReadAllLines(_folders.IndexOf(Day)).Select(l => l.Split(',')[3])];

    /// <summary>How many files each event has.</summary>
    private Dictionary<string, int> Files() => new[] { _folders.CsvOf(Day), _folders.ImagesOf(Day) }
        .SelectMany(Directory.GetFiles).Select(f => Path.GetFileName(f).Split('_')).Where(p => p.Length > 1).CountBy(p => p[0]).ToDictionary(StringComparer.Ordinal);

    private string Configuration(int port) => $$"""
        data_directory: {{_folder["data"]}}
        watcher:
          listen: [tcp://127.0.0.1:{{port}}]
          data: {csvfiles: {{_folders.Csv}}, images: {{_folders.Images}}}
          facefile: {{_folder["data/faces.csv"]}}
          pump: null
          retention: {run_deletes: true, max_scan_days: null, at: "02:30"}
        """;

    private HubProcess Start()
    {
        File.WriteAllText(_folder["catchment.yaml"], Configuration(HubProcess.FreePort()));
        return HubProcess.Launch(_folder["data"], ["run", "watcher", "-c", _folder["catchment.yaml"]]);
    }
}
