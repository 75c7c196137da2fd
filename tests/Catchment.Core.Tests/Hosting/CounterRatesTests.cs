using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

public sealed class CounterRatesTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly NodeMetrics _metrics;
    private readonly ServiceMetrics _hub;
    private readonly CounterRates _rates;

    public CounterRatesTests()
    {
        _metrics = new NodeMetrics(_time, "1.0");
        _hub = _metrics.ForService("hub");
        _rates = new CounterRates(_metrics, _time);
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void The_first_reading_is_over_the_time_since_the_start()
    {
        _hub.Received(100);
        _hub.Bytes(5000);
        _time.Advance(TimeSpan.FromSeconds(2));

        ServiceCounters counters = _rates.Now()["hub"];

        counters.Totals.Received.ShouldBe(100);
        counters.ReceivedPerSecond.ShouldBe(50);
        counters.BytesPerSecond.ShouldBe(2500);
        counters.SentPerSecond.ShouldBe(0);
    }

    [Fact]
    public void Later_readings_are_over_at_least_five_seconds_whoever_reads_in_between()
    {
        _time.Advance(TimeSpan.FromSeconds(100));
        _rates.Now();
        for (int i = 0; i < 10; i++)
        {
            _hub.Sent(10);
            _time.Advance(TimeSpan.FromSeconds(1));
            _rates.Now();
        }

        _hub.Sent(30);
        _time.Advance(TimeSpan.FromSeconds(1));

        _rates.Now()["hub"].SentPerSecond.ShouldBe((40 + 30) / 5.0);
    }

    [Fact]
    public void A_reading_at_the_same_moment_gives_no_rate() => _rates.Now()["hub"].ReceivedPerSecond.ShouldBe(0);

    [Fact]
    public void A_service_that_came_later_counts_from_zero()
    {
        _metrics.ForService("pump").Sent(20);
        _time.Advance(TimeSpan.FromSeconds(10));

        _rates.Now()["pump"].SentPerSecond.ShouldBe(2);
    }
}
