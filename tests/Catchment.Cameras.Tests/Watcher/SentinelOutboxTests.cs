using System.Collections.Concurrent;
using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Sentinel;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Watcher;

/// <summary>Tasks and alerts on their way to a real replier.</summary>
public sealed class SentinelOutboxTests : IDisposable
{
    private static readonly EventKey Key = new(new DateOnly(2024, 5, 6), "f00d");
    private static readonly EndedEvent Ended = new(Key, "n", "v", []);

    private readonly WatcherFixture _watcher = new(time: TimeProvider.System);
    private readonly ConcurrentQueue<string> _got = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _watcher.Dispose();
    }

    [Fact]
    public async Task Beyond_its_bound_the_oldest_alert_is_dropped_before_any_task()
    {
        var agent = Agent(1);
        using (var outbox = new SentinelOutbox(agent, _watcher.Room))
        {
            outbox.Post(Task("first", agent));
            outbox.Post(SentinelMessages.Alert(Key, agent));
            for (var i = 2; i < SentinelOutbox.MostWaiting; i++)
                outbox.Post(Task($"t{i}", agent));
            outbox.Count.ShouldBe(SentinelOutbox.MostWaiting);
            outbox.Post(Task("beyond", agent)); // The alert goes.
            _watcher.Metrics.Totals.Discarded.ShouldBe(1);
            outbox.Post(Task("last", agent)); // Now the oldest task.
            outbox.Count.ShouldBe(SentinelOutbox.MostWaiting);
            _watcher.Metrics.Totals.Discarded.ShouldBe(2);
        }

        _watcher.Restart();
        var got = await SendAllAsync(SentinelOutbox.MostWaiting, _ => "OK");
        got[0].ShouldContain("\"t2\"");
        got[^2].ShouldContain("\"beyond\"");
        got[^1].ShouldContain("\"last\"");
        got.ShouldAllBe(m => !SentinelMessages.IsAlert(m));
    }

    [Fact]
    public async Task Requests_survive_a_restart_in_their_order_and_one_that_is_refused_holds_up_none()
    {
        using (var outbox = new SentinelOutbox(Agent(1), _watcher.Room))
        {
            for (var i = 0; i < 5; i++)
                outbox.Post(Task($"t{i}", outbox.Agent));
        }

        _watcher.Restart();
        var got = await SendAllAsync(5, m => m.Contains("\"t1\"", StringComparison.Ordinal) ? "Error" : "0123456789abcdef0123456789abcdef");

        got.Select(m => m[10..12]).ShouldBe(["t0", "t1", "t2", "t3", "t4"]);
        _watcher.Metrics.Totals.Errors.ShouldBe(1);
        _watcher.Restart();
        using var later = new SentinelOutbox(Agent(1), _watcher.Room);
        later.Count.ShouldBe(0);
    }

    private static SentinelAgent Agent(int port) => new("sentinel", $"tcp://127.0.0.1:{port}", "tcp://127.0.0.1:1", "p", "s");

    private static string Task(string name, SentinelAgent agent) => SentinelMessages.Task(new EndedTask(name, "1"), Ended, agent);

    private async Task<string[]> SendAllAsync(int count, Func<string, string> answer)
    {
        using var sentinel = new ZmqReplier([new ZmqEndpoint("127.0.0.1", 0)], request =>
        {
            var text = Encoding.ASCII.GetString(request.Message[0]);
            _got.Enqueue(text);
            request.Reply(Encoding.ASCII.GetBytes(answer(text)));
        });
        using var outbox = new SentinelOutbox(Agent(sentinel.Start()[0].Port), _watcher.Room);
        outbox.Count.ShouldBe(count);
        var sending = outbox.RunAsync(_stop.Token);
        await System.Threading.Tasks.Task.Run(() => SpinWait.SpinUntil(() => outbox.Count == 0, Patience.Limit)).InTimeAsync();
        await _stop.CancelAsync();
        await sending.InTimeAsync();
        _got.Count.ShouldBe(count);
        return [.. _got];
    }
}
