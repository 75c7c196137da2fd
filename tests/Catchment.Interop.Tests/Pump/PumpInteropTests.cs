using Catchment.Interop.Tests.Hub;

namespace Catchment.Interop.Tests.Pump;

/// <summary>The real pump, asked by a client in Python that does what DataFeed does: msgpack, pandas, zlib, pickle.</summary>
public sealed class PumpInteropTests : IDisposable
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

        client.Expect("refused 137");
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
}
