using System.Collections.Concurrent;
using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Pump;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Pump;

public sealed class DeletionsTests
{
    private const string Day = "2024-05-01";

    [Fact]
    public async Task A_hundred_who_delete_at_once_each_get_the_watchers_answer()
    {
        var asked = new ConcurrentBag<string>();
        using var watcher = new ZmqReplier([ZmqEndpoint.Parse("tcp://127.0.0.1:0")], request =>
        {
            asked.Add(Encoding.ASCII.GetString(request.Message[0]));
            request.Reply("OK"u8);
        });
        await using var pump = new RunningPump($"tcp://{watcher.Start()[0]}", inRealTime: true);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Ask(pump, $"e{i}"))).InTimeAsync();

        answers.ShouldAllBe(a => a == "OK");
        asked.Distinct().Count().ShouldBe(100);
        asked.ShouldContain($"{{\"cmd\": \"DelEvt\", \"date\": \"{Day}\", \"event\": \"e42\"}}");
    }

    [Fact]
    public async Task A_silent_watcher_costs_those_who_delete_their_time_and_nobody_else_anything()
    {
        using var silent = new ManualResetEventSlim();
        using var watcher = new ZmqReplier([ZmqEndpoint.Parse("tcp://127.0.0.1:0")], request =>
        {
            silent.Wait(Patience.Limit);
            request.Reply("OK"u8);
        });
        await using var pump = new RunningPump($"tcp://{watcher.Start()[0]}", deleteTimeout: TimeSpan.FromSeconds(2), inRealTime: true);
        var began = TimeProvider.System.GetTimestamp();
        var deleting = Task.WhenAll(Enumerable.Range(0, 100).Select(i => Ask(pump, $"e{i}")));

        pump.AskPlain(("cmd", "HC")).ShouldBe("OK");
        deleting.IsCompleted.ShouldBeFalse();

        (await deleting.InTimeAsync()).ShouldAllBe(a => a == "Error");
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(100)); // Not 100 times 2 s.
        pump.Context.Degradations["watcher"].ShouldContain("pump.camwatcher");
        pump.Metrics.Refusals(PumpRefusal.Watcher).ShouldBe(100);
        silent.Set();

        (await Ask(pump, "e1").InTimeAsync()).ShouldBe("OK");
        pump.Context.Degradations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_a_silent_watcher_and_blames_nobody()
    {
        using var silent = new ManualResetEventSlim();
        using var asked = new SemaphoreSlim(0);
        using var watcher = new ZmqReplier([ZmqEndpoint.Parse("tcp://127.0.0.1:0")], request =>
        {
            asked.Release();
            silent.Wait(Patience.Limit);
        });
        await using var pump = new RunningPump($"tcp://{watcher.Start()[0]}", deleteTimeout: TimeSpan.FromSeconds(60), inRealTime: true);
        var deleting = Ask(pump, "e1");
        await asked.WaitAsync().InTimeAsync();

        await pump.StopAsync();

        (await deleting.InTimeAsync()).ShouldBe("Error");
        pump.Context.Said.ShouldNotContain("-watcher");
        silent.Set();
    }

    [Fact]
    public async Task Locked_events_and_those_whose_locks_nobody_knows_never_reach_the_watcher()
    {
        await using var pump = new RunningPump();
        pump.Locks.Locked.Add(new EventKey(new DateOnly(2024, 5, 1), "e1"));

        (await Ask(pump, "e1")).ShouldBe("Locked");
        pump.Locks.IsUnreadable = true;
        (await Ask(pump, "e2")).ShouldBe("Error");

        pump.Metrics.Refusals(PumpRefusal.Locked).ShouldBe(1);
        pump.Metrics.Refusals(PumpRefusal.Locks).ShouldBe(1);
        pump.Context.Degradations.Keys.ShouldBe(["locks"]);
    }

    private static Task<string> Ask(RunningPump pump, string id) => Task.Factory.StartNew(
        () => pump.AskPlain(("cmd", "del"), ("date", Day), ("evt", id)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
