using System.Text;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Control;
using Catchment.Cameras.Watcher.Deleting;
using Catchment.Cameras.Watcher.Sentinel;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class WatcherWorkTests : IDisposable
{
    private static readonly SentinelOptions Sentinel = new() { Requests = "tcp://127.0.0.1:1", Publisher = "tcp://127.0.0.1:1" };

    private readonly WatcherFixture _watcher = new(Sentinel);

    public void Dispose() => _watcher.Dispose();

    [Fact]
    public async Task What_cannot_be_opened_leaves_nothing_open()
    {
        var journal = _watcher.State.PathOf(EventDeleter.JournalName);
        Directory.CreateDirectory(journal);
        Should.Throw<IOException>(Work);
        var before = OpenFiles();
        for (var i = 0; i < 20; i++)
            Should.Throw<IOException>(Work);
        OpenFiles().ShouldBeLessThan(before + 20);

        Directory.Delete(journal);
        await Work().DisposeAsync();
    }

    [Fact]
    public async Task Damaged_memories_of_sentinels_are_passed_over()
    {
        File.WriteAllText(_watcher.State.PathOf("sentinels.json"), """
            [ { "name": "../x", "requests": "tcp://127.0.0.1:1", "publisher": "tcp://127.0.0.1:1", "datapump": "p", "datasink": "s" },
              { "name": "a", "requests": "nowhere", "publisher": "tcp://127.0.0.1:1", "datapump": "p", "datasink": "s" },
              { "name": "b", "requests": "tcp://127.0.0.1:1", "publisher": "tcp://127.0.0.1:1", "datapump": "p", "datasink": "s" } ]
            """);

        await using var work = Work();

        Directory.GetFiles(_watcher.State.FullPath, "sentinel-*.log").Select(Path.GetFileName).ShouldBe(["sentinel-b.log", "sentinel-sentinel.log"], ignoreOrder: true);
    }

    [Fact]
    public void Views_and_sentinels_beyond_the_bounds_are_refused_and_known_ones_are_not()
    {
        using var results = new SentinelResults(_watcher.Room, _watcher.Files);
        using var sentinels = new SentinelDesk(_watcher.Room, results, null);
        using var deleter = new EventDeleter(_watcher.Room, new TestLocks(), _ => { });
        var desk = new ControlDesk(_watcher.Outposts, sentinels, deleter);

        for (var i = 0; i < _watcher.Outposts.Most; i++)
            Serve($$"""{"cmd": "CamUp", "node": "n{{i}}", "view": "v", "logger": "tcp://127.0.0.1:1", "images": "tcp://127.0.0.1:2"}""").ShouldBeNull();
        Serve("""{"cmd": "CamUp", "node": "x", "view": "v", "logger": "tcp://127.0.0.1:1", "images": "tcp://127.0.0.1:2"}""").ShouldBe(WatcherError.ControlTooMany);
        Serve("""{"cmd": "CamUp", "node": "n0", "view": "v", "logger": "tcp://127.0.0.1:1", "images": "tcp://127.0.0.1:2"}""").ShouldBeNull();
        for (var i = 1; i < SentinelDesk.MostAgents; i++)
            Serve(Agent($"a{i}")).ShouldBeNull();
        Serve(Agent("beyond")).ShouldBe(WatcherError.ControlTooMany);
        Serve(Agent("a1")).ShouldBeNull();

        WatcherError? Serve(string json) => desk.Serve(Encoding.ASCII.GetBytes(json))?.Kind;
        static string Agent(string name) =>
            $$"""{"cmd": "Agent", "name": "{{name}}", "requests": "tcp://127.0.0.1:1", "publisher": "tcp://127.0.0.1:1", "datapump": "p", "datasink": "s"}""";
    }

    [Theory]
    [InlineData("/var/log/camwatcher/sentinel.log", "two", "/var/log/camwatcher/sentinel_two.log")]
    [InlineData("logs/sentinel", "two", "logs/sentinel_two.log")]
    public void A_further_sentinel_s_log_is_named_after_the_first_one_s(string path, string agent, string name) =>
        SentinelLog.NameFor(path, agent).ShouldBe(name);

    private static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private WatcherWork Work() => new(_watcher.Room, _watcher.Files, new TestLocks(), sentinelLog: null);
}
