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
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(2)); // Shorter than one answer is waited for.

        _watcher.Metrics.Totals.Discarded.ShouldBeGreaterThanOrEqualTo(3999);
        await news.DisposeAsync().AsTask().InTimeAsync();
        over.Set();
    }
}
