using System.Text;
using System.Text.Json;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Journal;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Cameras.Watcher.Sentinel;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class SentinelResultsTests : IDisposable
{
    private const string Id = "f00d0001066011efb942dca63261a32e";
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Watcher", "Vectors");
    private static readonly DateOnly Day = new(2024, 5, 6);
    private static readonly EventKey Key = new(Day, Id);
    private static readonly SentinelAgent Agent = new("sentinel", "tcp://127.0.0.1:9", "tcp://127.0.0.1:9", "tcp://127.0.0.1:5556", "sink1");

    private readonly WatcherFixture _watcher = new();
    private readonly SentinelResults _results;
    private readonly SentinelLog _log;
    private readonly SentinelListener _listener;

    public SentinelResultsTests()
    {
        _results = new SentinelResults(_watcher.Room, _watcher.Files);
        _log = new SentinelLog(
            Agent.Name, new PythonLogging { File = _watcher.PathOf("sentinel.log"), Level = LogLevel.Information, Format = "%(levelname)s %(message)s" }, _watcher.Time, NullLogger.Instance);
        _listener = new SentinelListener(Agent, _watcher.Room, _results, _log);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _results.Dispose();
        _log.Dispose();
        _watcher.Dispose();
    }

    [Fact]
    public void The_vectors_records_become_the_vectors_sets()
    {
        Begin();
        CopyPictures();

        foreach (var frames in Messages())
            Publish(frames[0], frames[1]);

        foreach (var type in new[] { "fd1", "fr1" })
            File.ReadAllText(_watcher.Folders.SetOf(Key, type)).ShouldBe(File.ReadAllText(Path.Combine(Vectors, "expected", "csv", "2024-05-06", $"{Id}_{type}.csv")));
        File.ReadAllLines(_watcher.Folders.IndexOf(Day)).ShouldBe(
            File.ReadAllLines(Path.Combine(Vectors, "expected", "csv", "2024-05-06", "camwatcher.csv")).Where(l => l.Contains(Id, StringComparison.Ordinal)));
        File.ReadAllLines(_watcher.PathOf("sentinel.log")).ShouldBe([
            $"INFO EOJ (GetFaces, Done), elapsed time: 0:00:03.456789 [12, 3.5], event: {Id}, source: alpha5/PiCam3",
            $"INFO [\"Faces\", \"2024-05-06\", \"{Id}\", 8, 3, 3, 4]",
            $"INFO EOJ (FaceRecon, Done), elapsed time: 0:00:03.456789 [12, 3.5], event: {Id}, source: alpha5/PiCam3",
        ]);
        Discards().ShouldBe(0);
    }

    [Fact]
    public void Results_that_are_faster_than_the_files_are_held_back_for_a_while()
    {
        Begin();
        foreach (var frames in Messages())
            Publish(frames[0], frames[1]);
        File.Exists(_watcher.Folders.SetOf(Key, "fd1")).ShouldBeFalse();

        CopyPictures();
        _watcher.Time.Advance(TimeSpan.FromSeconds(1));
        _results.Check();
        _results.Check(); // fr1 counts by the rows of fd1

        foreach (var type in new[] { "fd1", "fr1" })
            File.ReadAllText(_watcher.Folders.SetOf(Key, type)).ShouldBe(File.ReadAllText(Path.Combine(Vectors, "expected", "csv", "2024-05-06", $"{Id}_{type}.csv")));
    }

    [Fact]
    public void A_job_goes_on_after_restarts_in_the_middle_of_it()
    {
        Begin();
        CopyPictures();
        _results.Dispose();

        foreach (var frames in Messages())
        {
            _watcher.Restart();
            using var results = new SentinelResults(_watcher.Room, _watcher.Files);
            using var listener = new SentinelListener(Agent, _watcher.Room, results, new SentinelLog(Agent.Name, null, _watcher.Time, NullLogger.Instance));
            using var message = ZmqMessage.Copy([Encoding.UTF8.GetBytes(frames[0]), Encoding.UTF8.GetBytes(frames[1])]);
            listener.Take(message);
        }

        foreach (var type in new[] { "fd1", "fr1" })
            File.ReadAllText(_watcher.Folders.SetOf(Key, type)).ShouldBe(File.ReadAllText(Path.Combine(Vectors, "expected", "csv", "2024-05-06", $"{Id}_{type}.csv")));
        Discards().ShouldBe(0);
        _watcher.Restart();
        using var journal = WorkJournal.Open(_watcher.State, SentinelJobJournal.Name, Durability.Written);
        journal.Items.ShouldBeEmpty();
    }

    [Fact]
    public void A_sentinel_that_is_known_by_two_names_is_written_once()
    {
        Begin();
        CopyPictures();
        using var twin = new SentinelListener(
            Agent with { Name = "twin" }, _watcher.Room, _results, new SentinelLog("twin", null, _watcher.Time, NullLogger.Instance));
        foreach (var frames in Messages())
        {
            Publish(frames[0], frames[1]);
            using var message = ZmqMessage.Copy([Encoding.UTF8.GetBytes(frames[0]), Encoding.UTF8.GetBytes(frames[1])]);
            twin.Take(message);
        }

        foreach (var type in new[] { "fd1", "fr1" })
            File.ReadAllText(_watcher.Folders.SetOf(Key, type)).ShouldBe(File.ReadAllText(Path.Combine(Vectors, "expected", "csv", "2024-05-06", $"{Id}_{type}.csv")));
    }

    [Fact]
    public void Results_for_an_event_without_files_are_given_up_and_counted()
    {
        foreach (var frames in Messages())
            Publish(frames[0], frames[1]);
        Discards().ShouldBe(0);

        _watcher.Time.Advance(SentinelResults.Patience);
        _results.Check();

        Discards().ShouldBe(6); // 4 of fd1, 2 of fr1
        _watcher.AllFiles().ShouldBeEmpty();
    }

    [Fact]
    public void The_outposts_own_set_is_not_replaced()
    {
        Begin();
        CopyPictures();
        var before = File.ReadAllText(_watcher.Folders.SetOf(Key, "trk"));

        Start("job", "sink1");
        Publish("Sentinel.INFO", Result("job", "trk"));

        File.ReadAllText(_watcher.Folders.SetOf(Key, "trk")).ShouldBe(before);
        Discards().ShouldBe(1);
    }

    [Fact]
    public void Another_sinks_job_is_ignored()
    {
        Begin();
        CopyPictures();

        Start("job", "sink2");
        Publish("Sentinel.INFO", Result("job", "fd1"));

        File.Exists(_watcher.Folders.SetOf(Key, "fd1")).ShouldBeFalse();
    }

    [Fact]
    public void Whatever_a_sentinel_publishes_listening_goes_on()
    {
        Publish("Sentinel", "no level");
        Publish("Sentinel.INFO", "");
        Publish("Sentinel.INFO", "\n");
        Publish("", "");
        Publish("Sentinel.INFO", "{not JSON");
        Publish("Sentinel.INFO", "{\"jobid\": 5}");
        Take("Sentinel.INFO"u8.ToArray());
        Take("Sentinel.INFO"u8.ToArray(), "a"u8.ToArray(), "b"u8.ToArray());
        Take("Sentinel.INFO"u8.ToArray(), [0x7B, 0xFF, 0xFE]);
        Take("Sentinel.WARNING.part"u8.ToArray(), [0x41, 0xFF]);
        Publish("Sentinel.INFO", "Pump tcp://x: connected");

        Discards().ShouldBe(10);
        File.ReadAllLines(_watcher.PathOf("sentinel.log")).ShouldBe(["WARNING A\ufffd"]);
        The_vectors_records_still_work();
    }

    [Fact]
    public void A_results_time_is_found_from_the_first_one_at_or_after_its_start()
    {
        DateTime[] times = [At(1), At(2), At(4)];

        SentinelJob.TimeOf(times, At(0), 0).ShouldBe(At(1));
        SentinelJob.TimeOf(times, At(2), 0).ShouldBe(At(2));
        SentinelJob.TimeOf(times, At(3), 0).ShouldBe(At(4));
        SentinelJob.TimeOf(times, At(9), 0).ShouldBe(At(4));
        SentinelJob.TimeOf(times, At(2), 1).ShouldBe(At(4));
        SentinelJob.TimeOf(times, At(2), -1).ShouldBe(At(1));
        SentinelJob.TimeOf(times, At(2), long.MaxValue).ShouldBe(At(4));
        SentinelJob.TimeOf(times, At(2), long.MinValue).ShouldBe(At(1));

        static DateTime At(int second) => new(2024, 5, 6, 10, 0, second);
    }

    [Fact]
    public void The_job_that_was_heard_of_longest_ago_makes_room()
    {
        var jobs = new SentinelJobs(most: 2, mostOpen: 1);
        jobs.Add(new SentinelJob("a", Key)).ShouldBeNull();
        jobs.Add(new SentinelJob("b", Key)).ShouldBeNull();
        jobs.TryGet("a", out _).ShouldBeTrue();

        jobs.Add(new SentinelJob("c", Key))!.Id.ShouldBe("b");

        jobs.Count.ShouldBe(2);
    }

    [Fact]
    public void A_further_sentinels_log_is_named_after_it() =>
        SentinelLog.NameFor("/var/log/sentinel.log", "two").ShouldBe("/var/log/sentinel_two.log");

    private static IEnumerable<string[]> Messages()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors, "log_messages.json")));
        return [.. vectors.RootElement.GetProperty("messages").EnumerateArray().Where(m => m.GetProperty("publisher").GetString() == "Sentinel")
            .Select(m => m.GetProperty("frames").EnumerateArray().Select(f => f.GetString()!).ToArray())];
    }

    private static string Result(string job, string type) =>
        $$"""{"jobid": "{{job}}", "refkey": "{{type}}", "ringctrl": "full", "start": "2024-05-06T10:00:00.250000", "offset": 0, "clas": "Face", "objid": 0, "rect": [1, 2, 3, 4], "trktype": "trk"}""";

    private void Start(string job, string sink) =>
        Publish("Sentinel.INFO", $$"""{"flag": "START", "jobid": "{{job}}", "task": "T", "from": ["alpha5", "PiCam3"], "sink": "{{sink}}", "date": "2024-05-06", "event": "{{Id}}"}""");

    private void The_vectors_records_still_work()
    {
        Begin();
        CopyPictures();
        foreach (var frames in Messages())
            Publish(frames[0], frames[1]);
        File.Exists(_watcher.Folders.SetOf(Key, "fr1")).ShouldBeTrue();
    }

    private void Begin()
    {
        var start = new DateTime(2024, 5, 6, 10, 0, 0, 250);
        using var set = _watcher.Store.Begin(Key, new RecordedEvent("alpha5", "PiCam3", start, 640, 480), isNew: true);
        set!.Append(start, "0", "person: 0.9011", 100, 80, 180, 300);
    }

    private void CopyPictures()
    {
        var target = _watcher.Folders.ImagesOf(Day);
        Directory.CreateDirectory(target);
        foreach (var picture in Directory.GetFiles(Path.Combine(Vectors, "given", "images", "2024-05-06")))
            File.Copy(picture, Path.Combine(target, Path.GetFileName(picture)));
    }

    private void Publish(string topic, string text) => Take(Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(text));

    private void Take(params byte[][] frames)
    {
        using var message = ZmqMessage.Copy([.. frames.Select(f => new ReadOnlyMemory<byte>(f))]);
        _listener.Take(message);
    }

    private long Discards() => _watcher.Metrics.Totals.Discarded;
}
