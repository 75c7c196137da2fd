using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Catchment.Cameras.Demo.Outposts;
using Catchment.Core.Demo;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Demo.Outposts;

public sealed class OutpostDemoTests
{
    [Fact]
    public async Task Outposts_introduce_every_view_and_publish_events_that_the_sentinel_analyses()
    {
        using var watcher = new RecordingWatcher();
        using var stop = new CancellationTokenSource();
        var running = Demo(watcher.Endpoint).RunAsync(new DemoPlan { Seed = 3 }, null, stop.Token);

        var requests = Enumerable.Range(0, 5).Select(_ => Take(watcher.Requests)).ToArray();
        requests.Count(r => r.StartsWith("""{"cmd": "CamUp", "node": "bravo", """, StringComparison.Ordinal)).ShouldBe(2);
        requests.Count(r => r.StartsWith("""{"cmd": "Agent", "name": "demo", """, StringComparison.Ordinal)).ShouldBe(1);

        Take(watcher.Pictures).ShouldMatch("""^\{"msg": "(alpha Street|bravo Porch|bravo Path|charlie Yard)\|jpg\|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?"\}$""");
        var id = IdIn(watcher.LogLike("\"type\": \"start\""));
        watcher.LogLike(id).ShouldContain("\"type\": \"trk\"");

        // Asked before the event ended, the sentinel says that it failed, and is not out of order.
        var job = Ask(watcher.Sentinel!, "GetFaces", id);
        watcher.LogLike("\"SUBMIT\"").ShouldContain(job);
        watcher.LogLike("\"EOJ\"").ShouldContain("\"status\": \"Failed\"");

        string ended;
        do
        {
            ended = watcher.LogLike("\"type\": \"end\"");
        }
        while (ended.Contains("\"tasks\": []", StringComparison.Ordinal));
        job = Ask(watcher.Sentinel!, VisitScript.AllFrames, IdIn(ended));
        watcher.LogLike("\"START\"").ShouldContain(job);
        watcher.LogLike("\"refkey\": \"obj\"").ShouldContain($"\"jobid\": \"{job}\"");
        watcher.LogLike("\"EOJ\"").ShouldContain("\"status\": \"Done\"");
        await stop.CancelAsync();
        var tally = await running.InTimeAsync();
        tally.Sent.ShouldBeGreaterThan(20);
        tally.Refused.ShouldBe(0);
    }

    [Fact]
    public async Task A_watcher_that_is_started_again_is_introduced_to_again()
    {
        var told = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();
        var first = new RecordingWatcher();
        var running = Demo(first.Endpoint, outposts: 1, told.Enqueue).RunAsync(new DemoPlan(), null, stop.Token);
        Take(first.Requests);
        Take(first.Requests);
        var port = first.Endpoint.Port;
        first.Dispose();

        using var second = new RecordingWatcher(port);

        new[] { Take(second.Requests), Take(second.Requests) }.ShouldContain(r => r.StartsWith("""{"cmd": "CamUp", "node": "alpha", """, StringComparison.Ordinal));
        Take(second.Pictures);
        await stop.CancelAsync();
        await running.InTimeAsync();
    }

    [Fact]
    public async Task A_watcher_that_refuses_is_told_and_nothing_counts_as_sent()
    {
        var told = new BlockingCollection<string>();
        using var watcher = new RecordingWatcher(reply: "Error");
        using var stop = new CancellationTokenSource();
        var running = Demo(watcher.Endpoint, outposts: 1, told.Add).RunAsync(new DemoPlan(), null, stop.Token);

        Take(told).ShouldBe($"The watcher at {watcher.Endpoint} refuses: Error");
        Take(watcher.Requests);
        Take(watcher.Requests);
        await stop.CancelAsync();
        var tally = await running.InTimeAsync();
        tally.Sent.ShouldBe(0);
        tally.Refused.ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task An_event_under_way_is_ended_when_the_demo_is()
    {
        using var watcher = new RecordingWatcher();
        using var stop = new CancellationTokenSource();
        var running = Demo(watcher.Endpoint, outposts: 1).RunAsync(new DemoPlan { Seed = 2, Rate = double.PositiveInfinity }, null, stop.Token);
        watcher.LogLike("\"type\": \"start\"");

        await stop.CancelAsync();

        watcher.LogLike("\"type\": \"end\"").ShouldContain("alpha.INFO ote{");
        await running.InTimeAsync();
    }

    [Fact]
    public async Task The_duration_ends_it_although_there_is_no_watcher_and_a_port_that_is_taken_is_told()
    {
        using var taken = new ZmqReplier([new ZmqEndpoint("127.0.0.1", 0)], request => request.Reply("x"u8));
        var port = taken.Start()[0].Port;
        var told = new ConcurrentQueue<string>();
        var options = new OutpostDemoOptions(new ZmqEndpoint("127.0.0.1", 1)) { FirstPort = 0 };

        var tally = await new OutpostDemo(options, TimeProvider.System, told.Enqueue)
            .RunAsync(new DemoPlan { Duration = TimeSpan.FromSeconds(0.5) }, null, CancellationToken.None).InTimeAsync();
        tally.ShouldBe(new DemoTally(0, 0, 0));
        await new OutpostDemo(options with { FirstPort = port }, TimeProvider.System, told.Enqueue)
            .RunAsync(new DemoPlan(), null, CancellationToken.None).InTimeAsync();

        // Another of its ports may be taken as well, and be met first.
        told.ShouldContain(t => t.Contains("127.0.0.1:", StringComparison.Ordinal) && t.Contains("--first-port", StringComparison.Ordinal));
    }

    private static OutpostDemo Demo(ZmqEndpoint watcher, int outposts = 3, Action<string>? tell = null) =>
        new(new OutpostDemoOptions(watcher) { FirstPort = 0, Outposts = outposts }, TimeProvider.System, tell);

    private static string IdIn(string record) => Regex.Match(record, "(?<=\"id\": \")[0-9a-f]{32}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

    private static string Ask(ZmqEndpoint sentinel, string task, string id)
    {
        using var requester = new ZmqRequester(sentinel);
        requester.Start();
        var text = $$"""{"task": "{{task}}", "node": ["alpha", "Street"], "date": "2024-05-06", "event": "{{id}}", "sink": "sink1", "pump": "tcp://127.0.0.1:5556", "priority": 1}""";
        requester.Request(Encoding.ASCII.GetBytes(text), Patience.Limit, out var reply).ShouldBe(ZmqRequestOutcome.Answered);
        using (reply)
        {
            var job = Encoding.ASCII.GetString(reply![0]);
            job.ShouldMatch("^[0-9a-f]{32}$");
            return job;
        }
    }

    private static string Take(BlockingCollection<string> from)
    {
        from.TryTake(out var item, Patience.Limit).ShouldBeTrue();
        return item!;
    }
}
