using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.Hub;

/// <summary>Unmodified senders, on libzmq, against the program as a user starts it.</summary>
public sealed partial class HubInteropTests : IDisposable
{
    private const int FrameBytes = 20_000;
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Hub", "Vectors");
    private static readonly string Jpeg = Path.Combine(Vectors, "jpg.frame2.bin");

    private readonly TemporaryFolder _root = new();

    public static TheoryData<string> Durabilities => ["written", "synced", "queued"];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, LoadCases().Count)];

    public void Dispose() => _root.Dispose();

    [Theory]
    [MemberData(nameof(Durabilities))]
    public async Task Thirty_two_senders_at_once_lose_nothing(string durability)
    {
        const int senders = 32;
        const int frames = 40;
        using var hub = HubProcess.Start(_root["data"], words: [$"hub.durability={durability}", "hub.reply_budget=20"]); // a busy test machine may flush slowly
        var running = Enumerable.Range(0, senders)
            .Select(i => ImageZmqSender.Start("req", hub.Endpoint, $"cam{i:00} view", Text(frames), Text(FrameBytes))).ToArray();
        try
        {
            foreach (var sender in running)
                sender.Finish().ShouldBe($"ok {frames}");
        }
        finally
        {
            foreach (var sender in running)
                sender.Dispose();
        }

        if (durability == "queued")
            hub.Terminate().ShouldBe(0);
        else
            (await hub.MetricAsync("catchment_hub_stored_total")).ShouldBe(senders * frames);
        var stored = hub.Frames().Select(f => StoredFrame.Read(f, FrameBytes)).ToHashSet();
        stored.Count.ShouldBe(senders * frames);
        stored.ShouldAllBe(f => f.IsWhole);
        stored.Select(f => f.Node).Distinct(StringComparer.Ordinal).Count().ShouldBe(senders);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_captured_case_is_answered_and_does_what_the_original_meant(int index)
    {
        var vector = LoadCases()[index];
        var text = vector.TryGetProperty("text", out var t) ? t.GetString()! : vector.GetProperty("name").GetString()!;
        var frames = vector.GetProperty("frames_hex").EnumerateArray()
            .Select(f => f.GetString()!.StartsWith('<') ? Convert.ToHexString(File.ReadAllBytes(Jpeg)) : f.GetString()!).ToArray();
        var original = vector.GetProperty("original");
        using var hub = HubProcess.Start(_root["data"], words: "hub.store_raw=false"); // as the original

        var reply = ImageZmqSender.Run(["frames", hub.Endpoint, .. frames]);
        ImageZmqSender.SendJpeg(hub.Endpoint, "After|jpg", Jpeg).ShouldBe("OK", "the hub still stores");

        var date = TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var files = hub.Frames().Select(f => Path.GetRelativePath(hub.Data, f)).Where(f => !f.Contains("After-", StringComparison.Ordinal))
            .Select(f => TimeInName().Replace(f, "<time>.jpg").Replace(date, "<date>", StringComparison.Ordinal)).ToArray();
        var (expectedReply, expectedFiles, expectedLog) = Expected(text, original);
        (reply.StartsWith("ERROR ", StringComparison.Ordinal) ? "ERROR" : reply).ShouldBe(expectedReply);
        files.ShouldBe(expectedFiles);
        hub.Events().ShouldBe(expectedLog);
        Directory.GetFileSystemEntries(_root.FullPath).ShouldBe([hub.Data]);
    }

    [Fact]
    public async Task With_store_raw_off_raw_pictures_are_answered_and_counted_and_their_events_are_logged()
    {
        using var hub = HubProcess.Start(_root["data"], words: "hub.store_raw=false");
        File.WriteAllBytes(_root["array"], new byte[4 * 6 * 3]);

        ImageZmqSender.Run("raw", hub.Endpoint, "Barn|image", "uint8", "4x6x3", _root["array"]).ShouldBe("OK");
        ImageZmqSender.Run("raw", hub.Endpoint, "Barn|motion|moving", "uint8", "4x6x3", _root["array"]).ShouldBe("OK");

        hub.Frames().ShouldBeEmpty();
        hub.Events().ShouldBe(["Barn|motion|moving"]);
        (await hub.MetricAsync("catchment_hub_discarded_total{reason=\"raw_picture\"}")).ShouldBe(1);
        (await hub.MetricAsync("catchment_hub_events_total")).ShouldBe(1);
        (await hub.MetricAsync("catchment_hub_received_total")).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Durabilities))]
    public async Task Raw_pictures_are_stored_as_NumPy_sent_them(string durability)
    {
        string[] kinds = ["uint8 480x640x3", "uint8 48x64", "uint8 1x7x1", "uint8 5x6x4", "uint16 48x64", ">u2 48x64", "float32 8x9x3", "bool 4x4", "float64 1x1"];
        using var hub = HubProcess.Start(_root["data"], words: $"hub.durability={durability}");
        using var sender = PythonPeer.Start("Hub/raw_sender.py", [hub.Endpoint, "Barn Door|image", .. kinds]);
        var sent = kinds.Select(_ => sender.ReadLine()).ToArray();
        sender.ExpectSuccess();
        if (durability == "queued")
            hub.Terminate().ShouldBe(0);
        else
            (await hub.MetricAsync("catchment_hub_stored_total")).ShouldBe(kinds.Length);

        var files = hub.Frames().Order(StringComparer.Ordinal).ToArray();

        files.Select(Path.GetExtension).ShouldBe([".png", ".png", ".png", ".npy", ".npy", ".npy", ".npy", ".npy", ".npy"]);
        files.ShouldAllBe(f => Path.GetFileName(f).StartsWith("Barn-Door-", StringComparison.Ordinal));
        using var reader = PythonPeer.Start("Pictures/pictures.py", "read");
        foreach (var (file, array) in files.Zip(sent))
        {
            reader.WriteLine(file);
            reader.Expect(array);
        }
    }

    [Fact]
    public async Task An_image_message_without_an_array_is_refused_and_counted()
    {
        using var hub = HubProcess.Start(_root["data"]);

        ImageZmqSender.SendJpeg(hub.Endpoint, "Barn|image", Jpeg).ShouldBe("ERROR frame 2 is no array of a dtype and shape in frame 1");

        hub.Frames().ShouldBeEmpty();
        (await hub.MetricAsync("catchment_hub_errors_total{kind=\"not_array\"}")).ShouldBe(1);
    }

    [Fact]
    public void Publishing_senders_are_subscribed_to_also_when_they_come_later()
    {
        var ports = new[] { HubProcess.FreePort(), HubProcess.FreePort() };
        using var first = ImageZmqSender.Start("pub", $"tcp://127.0.0.1:{ports[0]}", "cam one|jpg|2024-05-01T07:32:12.856029", "50", Text(FrameBytes));
        first.ReadLine().ShouldBe("bound");
        using var hub = HubProcess.Start(_root["data"], words: $"hub.subscribe=[tcp://127.0.0.1:{ports[0]}, tcp://127.0.0.1:{ports[1]}]");
        using var second = ImageZmqSender.Start("pub", $"tcp://127.0.0.1:{ports[1]}", "cam two|jpg", "50", Text(FrameBytes));

        first.ReadLine().ShouldBe("sent");
        second.ReadLine().ShouldBe("bound");
        second.ReadLine().ShouldBe("sent");
        Eventually.True(() => hub.Frames().Count(f => f.EndsWith(".jpg", StringComparison.Ordinal)) == 100, "all published frames are stored");

        var stored = hub.Frames().Select(f => StoredFrame.Read(f, FrameBytes)).ToHashSet();
        stored.Count(f => f.Node == "cam-one").ShouldBe(50);
        stored.Count(f => f.Node == "cam-two").ShouldBe(50);
        stored.ShouldAllBe(f => f.IsWhole);
    }

    [Fact]
    public void ImageHubs_own_command_line_and_file_are_accepted_with_its_defaults()
    {
        var sample = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Hub", "Samples", "imagehub-role.yaml"))
            .Replace("/home/ops/sentinelcam/imagehub", "kept", StringComparison.Ordinal);
        File.WriteAllText(_root["imagehub.yaml"], sample + "  unknown_key: ignored\n");
        var port = HubProcess.FreePort();

        // The original's port is not to be chosen; the environment moves it for the test.
        using var hub = HubProcess.Launch(_root["kept"], ["imagehub", "-p", _root.FullPath],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["CATCHMENT__HUB__LISTEN"] = $"tcp://127.0.0.1:{port}" });
        ImageZmqSender.SendJpeg($"tcp://127.0.0.1:{port}", "Driveway Mailbox|jpg", Jpeg).ShouldBe("OK");

        hub.Frames().Single().ShouldStartWith(_root["kept/images/"]);
        File.ReadAllLines(_root["kept/logs/imagehub.log"])[0].ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ~ Starting imagehub\.py$");
        hub.Terminate().ShouldBe(0);
        File.ReadAllText(_root["kept/logs/imagehub.log"]).ShouldEndWith(" ~ Exiting imagehub.py\n");
    }

    [Fact]
    public async Task The_cap_survives_a_restart_and_warns_once_a_day()
    {
        for (var round = 0; round < 3; round++)
        {
            using var hub = HubProcess.Start(_root["data"], words: "hub.max_images_write=5");
            for (var i = 0; i < 4; i++)
                ImageZmqSender.SendJpeg(hub.Endpoint, "Barn|jpg", Jpeg).ShouldBe("OK");
            (await hub.MetricAsync("catchment_hub_discarded_total{reason=\"cap\"}")).ShouldBe(round switch { 0 => 0, 1 => 3, _ => 4 });
            hub.Kill();
        }

        Directory.GetFiles(_root["data/images"], "*.jpg", SearchOption.AllDirectories).Length.ShouldBe(5);
        File.ReadAllLines(_root["data/logs/imagehub.log"]).Count(l => l.EndsWith("Max images written. Writing stopped.", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static List<JsonElement> LoadCases()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors, "cases.json")));
        return [.. file.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Clone())];
    }

    /// <summary>The original's outcome where it is no defect; where it is one (specification 3.5, 12), what a replacement does.</summary>
    private static (string Reply, string[] Files, string[] Log) Expected(string text, JsonElement original) => text switch
    {
        "Node|jam|4" or "Node|intrusion|4" or "Node|Humidity|4" => ("OK", [], [text]),
        "No/de|jpg" => ("OK", ["images/<date>/No_de-<time>.jpg"], []),
        "../../../Climb|jpg" => ("OK", ["images/<date>/.._.._.._Climb-<time>.jpg"], []),
        _ when original.GetProperty("reply").ValueKind == JsonValueKind.Null => ("ERROR", [], []),
        _ => (original.GetProperty("reply").GetString()!, Strings(original, "files"), Strings(original, "log")),
    };

    private static string[] Strings(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d\.\d{6}\.jpg$", RegexOptions.NonBacktracking)]
    private static partial Regex TimeInName();
}
