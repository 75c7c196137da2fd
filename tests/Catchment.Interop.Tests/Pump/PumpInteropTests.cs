using System.Diagnostics;
using System.Text.RegularExpressions;
using Catchment.DataFeed;
using Catchment.Interop.Tests.Hub;

namespace Catchment.Interop.Tests.Pump;

/// <summary>The real pump, asked by a client in Python that does what DataFeed does: msgpack, pandas, zlib, pickle.</summary>
public sealed partial class PumpInteropTests : IDisposable
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Pump", "Vectors");

    private readonly TemporaryFolder _folder = new();

    public PumpInteropTests() => Copy(Path.Combine(AppContext.BaseDirectory, "Pump", "Vectors", "sample"), _folder["data"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_recorded_request_is_answered_as_the_original_does_or_better()
    {
        var watcher = $"tcp://127.0.0.1:{HubProcess.FreePort()}";
        using var pump = Start(words: $"pump.camwatcher={watcher}");
        using var client = PythonPeer.Start("Pump/datafeed.py", "vectors", pump.Endpoint, Vectors, watcher);

        client.Expect("cases 52 byte-equal frames 20");
        client.ExpectSuccess();
        pump.Terminate().ShouldBe(0);
    }

    [Fact]
    public void What_programs_do_with_the_frames_works()
    {
        using var pump = Start();
        using var client = PythonPeer.Start("Pump/datafeed.py", "mutate", pump.Endpoint);

        client.Expect("usable");
        client.ExpectSuccess();
    }

    [Fact]
    public void Nothing_outside_of_the_folders_can_be_had_and_nothing_ends_the_pump()
    {
        using var pump = Start();
        using var client = PythonPeer.Start("Pump/datafeed.py", "holes", pump.Endpoint);

        client.Expect("refused 138");
        client.ExpectSuccess();
        pump.HasExited.ShouldBeFalse();
    }

    [Fact]
    public void New_rows_are_seen_at_once()
    {
        using var pump = Start();
        using var client = PythonPeer.Start("Pump/datafeed.py", "watch", pump.Endpoint, "2024-06-01");
        Directory.CreateDirectory(_folder["data/csv/2024-06-01"]);

        for (var rows = 1; rows <= 200; rows++)
        {
            File.AppendAllText(_folder["data/csv/2024-06-01/camwatcher.csv"], $"a,b,2024-06-01T00:00:00.{rows:000000},e{rows},640,480,trk\n");
            client.WriteLine("now");
            client.Expect($"{rows}");
        }

        File.WriteAllText(_folder["data/csv/2024-06-01/camwatcher.csv"], "a,b,2024-06-01T00:00:00,e,640,480,trk\n");
        client.WriteLine("now");
        client.Expect("1");
    }

    [Fact]
    public void Clients_go_on_after_every_kill()
    {
        var endpoint = $"tcp://127.0.0.1:{HubProcess.FreePort()}";
        var pump = Start(endpoint);
        using var client = PythonPeer.Start("Pump/datafeed.py", "hammer", endpoint, "8");
        client.Expect("asking");
        for (var round = 0; round < 10; round++)
        {
            client.WriteLine("served?");
            client.Expect("served");
            pump.Kill();
            pump.Dispose();
            pump = Start(endpoint);
        }

        client.WriteLine("served?");
        client.Expect("served");
        client.WriteLine("stop");
        client.ReadLine().ShouldStartWith("rounds ");
        client.ExpectSuccess();
        pump.Terminate().ShouldBe(0);
        pump.Dispose();
    }

    [Fact]
    public void Files_are_read_as_pandas_reads_them()
    {
        var rounds = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? "300" : "40";
        using var pump = Start();
        using var client = PythonPeer.Start("Pump/read_csv.py", pump.Endpoint, _folder["data/csv"], rounds, "20240501");

        client.ReadLine(TimeSpan.FromMinutes(3)).ShouldBe("rows equal");
        client.ExpectSuccess();
    }

    [Fact]
    public async Task Our_own_client_gets_what_lies_in_the_folders()
    {
        var watcher = $"tcp://127.0.0.1:{HubProcess.FreePort()}";
        using var pump = Start(words: $"pump.camwatcher={watcher}");
        await using var feed = new DataFeed.DataFeed(pump.Endpoint);
        var day = new DateOnly(2024, 5, 1);

        (await feed.HealthCheckAsync()).ShouldBeTrue();
        (await feed.GetDateListAsync()).ShouldContain(day);
        var index = await feed.GetDateIndexAsync(day);
        index.Count.ShouldBe(8);
        index[0].Node.ShouldBe("east");
        const string Event = "3f1c0a9e07aa11efb942dca63261a32e";
        var rows = await feed.GetTrackingDataAsync(day, Event);
        rows.Count.ShouldBe(File.ReadAllLines(_folder[$"data/csv/2024-05-01/{Event}_trk.csv"]).Length - 1);
        rows[0].Elapsed.ShouldBe(TimeSpan.Zero);
        var times = await feed.GetImageListAsync(day, Event);
        times.Count.ShouldBe(Directory.GetFiles(_folder["data/images/2024-05-01"], $"{Event}_*.jpg").Length);
        (await feed.GetImageJpgAsync(day, Event, times[0])).ShouldBe(
            File.ReadAllBytes(_folder[$"data/images/2024-05-01/{Event}_{times[0]:yyyy-MM-dd_HH.mm.ss.ffffff}.jpg"]));
        await Should.ThrowAsync<TrackingSetEmptyException>(() => feed.GetTrackingDataAsync(day, Event, "none"));
        await Should.ThrowAsync<ImageSetEmptyException>(() => feed.GetImageListAsync(day, "none"));
        (await feed.GetDateIndexAsync(new DateOnly(1999, 1, 1))).ShouldBeEmpty();
        (await feed.DeleteEventAsync(day, "none")).ShouldBe(DeleteOutcome.Error); // Nobody is at the watcher's address.
    }

    [Fact]
    public void By_its_originals_name_it_reads_the_file_in_the_home_folder_and_logs_news_to_the_journal_alone()
    {
        Directory.CreateDirectory(_folder["home"]);
        var port = HubProcess.FreePort();
        File.WriteAllText(_folder["home/datapump.yaml"], $"""
            control_port: {port}
            camwatcher: tcp://127.0.0.1:{HubProcess.FreePort()}
            imagefolder: {_folder["data/images"]}
            datafolder: {_folder["data/csv"]}
            facefile: {_folder["data/facelist.csv"]}
            logconfig:
              version: 1
              formatters:
                default:
                  format: '%(asctime)s %(levelname)s: %(message)s'
              handlers:
                file:
                  class: logging.handlers.RotatingFileHandler
                  filename: {_folder["home/datapump.log"]}
                  formatter: default
                  maxBytes: 524288
                  backupCount: 5
              root:
                level: WARN
                handlers: [file]
            """);
        using var pump = HubProcess.Launch(_folder["home"], ["datapump"], AtHome());
        using var client = PythonPeer.Start("Pump/datafeed.py", "news", $"tcp://127.0.0.1:{port}", "2024-05-01", "e1");

        client.Expect("OK");
        client.ExpectSuccess();
        pump.WaitForLog(News()).Value.ShouldBe("Event e1 started, alpha5 PiCam3, 2024-05-01");
        pump.Terminate().ShouldBe(0);
        File.ReadAllText(_folder["home/datapump.log"]).ShouldNotContain("e1 started");
        File.ReadAllText(_folder["home/datapump.log"]).ShouldContain(" WARNING: Listening on all interfaces");
    }

    [Fact]
    public void By_its_originals_name_it_ends_with_1_when_its_file_or_the_FaceList_is_not_there()
    {
        Directory.CreateDirectory(_folder["home"]);
        Ends().ShouldBe(1);
        File.WriteAllText(_folder["home/datapump.yaml"], $"""
            control_port: {HubProcess.FreePort()}
            camwatcher: tcp://127.0.0.1:5566
            imagefolder: {_folder["data/images"]}
            datafolder: {_folder["data/csv"]}
            facefile: {_folder["home/none.csv"]}
            logconfig:
              version: 1
            """);
        Ends().ShouldBe(1);

        int Ends()
        {
            var start = new ProcessStartInfo(HubProcess.Program, "datapump") { UseShellExecute = false, RedirectStandardError = true, WorkingDirectory = _folder["home"] };
            start.Environment["HOME"] = _folder["home"];
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd().ShouldContain("error: ");
            process.WaitForExit();
            return process.ExitCode;
        }
    }

    private Dictionary<string, string> AtHome() => new(StringComparer.Ordinal) { ["HOME"] = _folder["home"] };

    private HubProcess Start(string endpoint = "tcp://127.0.0.1:0", string? words = null) => HubProcess.Launch(
        _folder["data"],
        ["run", "pump", $"pump.listen={endpoint}", $"pump.datafolder={_folder["data/csv"]}", $"pump.imagefolder={_folder["data/images"]}",
            $"pump.facefile={_folder["data/facelist.csv"]}", .. words is null ? Array.Empty<string>() : [words]]);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [GeneratedRegex("Event e1 started.*", RegexOptions.NonBacktracking)]
    private static partial Regex News();
}
