using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.News;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Cameras.Tests.Watcher;

/// <summary>News for a pump that is away, or silent; a real one is in the interoperability tests.</summary>
public sealed class PumpNewsTests : IDisposable
{
    private static readonly DateOnly Day = new(2024, 5, 6);

    private readonly WatcherFixture _watcher = new();

    public void Dispose() => _watcher.Dispose();

    [Fact]
    public async Task A_pump_that_starts_a_little_later_is_told_all_the_same_and_nothing_is_said_of_it()
    {
        int port;
        using (var before = new ZmqReplier([new ZmqEndpoint("127.0.0.1", 0)], static _ => { }))
            port = before.Start()[0].Port;
        var (log, time) = (new RecordedLog(), new ManualTime());
        await using var news = new PumpNews(new ZmqEndpoint("127.0.0.1", port), _watcher.Metrics, time, log);
        news.Started(new EventKey(Day, "first"), "n", "v");
        time.Advance(TimeSpan.FromSeconds(3)); // Longer than one answer is waited for later on.
        var asked = new TaskCompletionSource();
        using var pump = new ZmqReplier([new ZmqEndpoint("127.0.0.1", port)], request =>
        {
            request.Reply("OK"u8);
            asked.TrySetResult();
        });
        pump.Start();
        await asked.Task.InTimeAsync();
        _watcher.Metrics.Totals.Discarded.ShouldBe(0);
        log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pump_that_is_away_or_silent_is_waited_for_by_nobody(bool isThere)
    {
        var asked = new TaskCompletionSource();
        using var over = new ManualResetEventSlim();
        using var pump = new ZmqReplier([new ZmqEndpoint("127.0.0.1", 0)], _ =>
        {
            asked.TrySetResult();
            over.Wait(Patience.Limit);
        });
        var port = isThere ? pump.Start()[0].Port : 1;
        var news = new PumpNews(new ZmqEndpoint("127.0.0.1", port), _watcher.Metrics, TimeProvider.System, NullLogger.Instance);
        if (isThere)
        {
            news.Started(new EventKey(Day, "first"), "n", "v");
            await asked.Task.InTimeAsync();
        }

        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 5000; i++)
            news.Started(new EventKey(Day, $"e{i}"), "n", "v");
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30)); // Not 5000 answers waited for.

        _watcher.Metrics.Totals.Discarded.ShouldBeGreaterThanOrEqualTo(3999);
        await news.DisposeAsync().AsTask().InTimeAsync();
        over.Set();
    }
}
