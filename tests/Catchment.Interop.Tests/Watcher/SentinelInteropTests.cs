using System.Text;
using System.Text.Json;
using Catchment.Cameras.Events;
using Catchment.Cameras.Tests.Watcher;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Interop.Tests.Hub;

namespace Catchment.Interop.Tests.Watcher;

/// <summary>The watcher's work with a sentinel and with control clients that are pyzmq.</summary>
public sealed class SentinelInteropTests : IDisposable
{
    private const string Id = "f00d0001066011efb942dca63261a32e";
    private static readonly DateOnly Day = new(2024, 5, 6);
    private static readonly EventKey Key = new(Day, Id);
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Watcher", "Vectors");

    private readonly int _requests = HubProcess.FreePort();
    private readonly int _publisher = HubProcess.FreePort();
    private readonly TestLocks _locks = new();
    private readonly WatcherFixture _watcher;

    public SentinelInteropTests() => _watcher = new WatcherFixture(
        new SentinelOptions { Requests = $"tcp://127.0.0.1:{_requests}", Publisher = $"tcp://127.0.0.1:{_publisher}", Datapump = "tcp://127.0.0.1:5556", Datasink = "sink1" },
        TimeProvider.System);

    public void Dispose() => _watcher.Dispose();

    [Fact]
    public async Task A_sentinel_gets_the_vectors_tasks_and_its_results_become_the_vectors_sets()
    {
        Begin();
        foreach (var picture in Directory.GetFiles(Path.Combine(Vectors, "given", "images", "2024-05-06")))
        {
            Directory.CreateDirectory(_watcher.Folders.ImagesOf(Day));
            File.Copy(picture, Path.Combine(_watcher.Folders.ImagesOf(Day), Path.GetFileName(picture)));
        }

        using var sentinel = StartSentinel();
        await using var work = Work();
        sentinel.Expect("subscribed");
        foreach (var text in SentinelTexts())
            sentinel.WriteLine(JsonSerializer.Serialize(new[] { "INFO", text.TrimEnd('\n') }));

        foreach (var type in new[] { "fd1", "fr1" })
        {
            var expected = File.ReadAllText(Path.Combine(Vectors, "expected", "csv", "2024-05-06", $"{Id}_{type}.csv"));
            Eventually.True(() => File.Exists(_watcher.Folders.SetOf(Key, type)) && File.ReadAllText(_watcher.Folders.SetOf(Key, type)) == expected, type);
        }

        work.Ended(new EndedEvent(Key, "alpha5", "PiCam3", [new EndedTask("GetFaces2", "1"), new EndedTask("MobileNetSSD_allFrames", "2")]));
        foreach (var request in TaskRequests().Where(r => r.Contains(Id, StringComparison.Ordinal)))
            sentinel.Expect("request " + request.Replace("<today>", "2024-05-06", StringComparison.Ordinal));
        work.Ended(new EndedEvent(Key, "Süd", "a", []));
        sentinel.Expect($$$"""request {"task": "ALERT", "payload": {"flag": "DEL", "date": "2024-05-06", "event": "{{{Id}}}", "sink": "sink1", "pump": "tcp://127.0.0.1:5556"}}""");
        _watcher.AllFiles().ShouldBe(["csv/2024-05-06/camwatcher.csv"]);
    }

    [Fact]
    public async Task A_sentinel_that_comes_later_gets_what_waited_over_a_restart_too()
    {
        await using (var silent = Work())
        {
            silent.Ended(new EndedEvent(Key, "Süd", "Tür", [new EndedTask("First", "1")]));
            Begin(); // recording is not held up
        }

        _watcher.Restart();
        await using var work = Work();
        work.Ended(new EndedEvent(Key, "alpha5", "PiCam3", [new EndedTask("Second", "2.5")]));
        using var sentinel = StartSentinel();

        var lines = new List<string>();
        while (lines.Count < 2)
        {
            // Whoever is slow to answer is asked the same again.
            if (sentinel.ReadLine() is var line && line != "subscribed" && !lines.Contains(line))
                lines.Add(line);
        }

        lines[0].ShouldStartWith("request {\"task\": \"First\", \"node\": [\"S\\u00fcd\", \"T\\u00fcr\"], \"date\": \"2024-05-06\"");
        lines[1].ShouldEndWith("\"priority\": 2.5}");
    }

    [Fact]
    public async Task Hostile_control_requests_are_answered_Error_and_delete_nothing()
    {
        _watcher.Record(Id, Day);
        var before = _watcher.AllFiles();
        await using var work = Work();
        using var client = PythonPeer.Start("Watcher/control.py", $"tcp://{work.Bound[0]}");

        foreach (var id in new[] { "", ".*", "x; touch /tmp/pwned", "../x", Id + "*", "*", "a/b", Id + "\n" })
            Ask(client, JsonSerializer.Serialize(new { cmd = "DelEvt", date = "2024-05-06", @event = id })).ShouldBe("Error", id);
        foreach (var date in new[] { "../x", "", "2024-05", "2024-05-06/..", "/tmp" })
            Ask(client, JsonSerializer.Serialize(new { cmd = "DelEvt", date, @event = Id })).ShouldBe("Error", date);
        Ask(client, "[]").ShouldBe("Error");
        Ask(client, "{\"cmd\": \"CamUp\", \"node\": \"Süd\"}").ShouldBe("Error");
        Ask(client, "{}", "{}").ShouldBe("Error");
        Ask(client, "").ShouldBe("Error");
        Ask(client, $$"""{"cmd": "DelEvt", "date": "2024-05-06", "event": "{{Id[..10]}}"}""").ShouldBe("OK"); // an id of its own, of which there is nothing
        _locks.Locked.Add(Key);
        Ask(client, $$"""{"cmd": "DelEvt", "date": "2024-05-06", "event": "{{Id}}"}""").ShouldBe("Error");

        Eventually.True(() => _watcher.Listener.Told.Count == 1, "the harmless one is done");
        _watcher.AllFiles().ShouldBe(before);
        File.Exists("/tmp/pwned").ShouldBeFalse();

        _locks.Locked.Clear();
        Ask(client, """{"cmd": "CamUp", "node": "a", "view": "b", "logger": "tcp://127.0.0.1:1", "images": "tcp://127.0.0.1:2"}""").ShouldBe("OK");
        Ask(client, $$"""{"cmd": "Agent", "name": "two", "requests": "tcp://127.0.0.1:{{_requests}}", "publisher": "tcp://127.0.0.1:{{_publisher}}", "datapump": "p", "datasink": "s"}""").ShouldBe("OK");
        Ask(client, $$"""{"cmd": "DelEvt", "date": "2024-05-06", "event": "{{Id}}"}""").ShouldBe("OK");
        Eventually.True(() => _watcher.AllFiles().Count == 1, "it is deleted");
    }

    private static string Ask(PythonPeer client, params string[] frames)
    {
        client.WriteLine(JsonSerializer.Serialize(frames.Select(f => Convert.ToHexString(Encoding.UTF8.GetBytes(f)))));
        return client.ReadLine();
    }

    private static string[] SentinelTexts()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors, "log_messages.json")));
        return [.. vectors.RootElement.GetProperty("messages").EnumerateArray().Where(m => m.GetProperty("publisher").GetString() == "Sentinel")
            .Select(m => m.GetProperty("frames")[1].GetString()!)];
    }

    private static string[] TaskRequests()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors, "log_messages.json")));
        return [.. vectors.RootElement.GetProperty("task_requests").EnumerateArray().Select(r => r.GetString()!)];
    }

    private void Begin()
    {
        using var set = _watcher.Store.Begin(Key, new RecordedEvent("alpha5", "PiCam3", new DateTime(2024, 5, 6, 10, 0, 0, 250), 640, 480), isNew: true);
        set.ShouldNotBeNull();
    }

    private PythonPeer StartSentinel() => PythonPeer.Start("Watcher/sentinel.py", $"{_requests}", $"{_publisher}");

    private WatcherWork Work()
    {
        var work = new WatcherWork(_watcher.Room, _watcher.Files, _locks, sentinelLog: null);
        work.Start();
        return work;
    }
}
