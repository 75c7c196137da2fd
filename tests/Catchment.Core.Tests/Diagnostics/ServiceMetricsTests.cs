using Catchment.Core.Diagnostics;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class ServiceMetricsTests : IDisposable
{
    private readonly NodeMetrics _metrics = new(new ManualTime(), "1.0");

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void Totals_tell_what_was_counted()
    {
        ServiceMetrics hub = _metrics.ForService("hub", ["cap"], ["decode"]);
        hub.Received(2);
        hub.Received();
        hub.Sent();
        hub.Bytes(1000);
        hub.Discarded.Add("cap");
        hub.Errors.Add("decode", 2);
        hub.Enter();
        hub.Enter();
        hub.Leave();

        hub.Totals.ShouldBe(new ServiceTotals(3, 1, 1, 2, 1000, 1));
    }

    [Fact]
    public void A_restarted_service_goes_on_with_the_same_numbers() =>
        _metrics.ForService("hub").ShouldBeSameAs(_metrics.ForService("hub"));

    [Fact]
    public void A_label_value_that_is_not_known_is_counted_as_other()
    {
        ServiceMetrics hub = _metrics.ForService("hub", ["cap"]);
        for (int i = 0; i < 100; i++)
        {
            hub.Discarded.Add($"whatever a peer sent {i}");
        }

        hub.Discarded.Values.ShouldBe(["cap", "other"]);
        hub.Discarded["other"].Value.ShouldBe(100);
        hub.Discarded.Total.ShouldBe(100);
    }

    [Theory]
    [InlineData("Hub")]
    [InlineData("1hub")]
    [InlineData("hub pump")]
    [InlineData("hub-pump")]
    [InlineData("")]
    public void A_name_that_metrics_cannot_have_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => _metrics.ForService(name));

    [Theory]
    [InlineData("")]
    [InlineData("Max Images")]
    public void A_label_value_that_is_no_identifier_is_refused(string value) =>
        Should.Throw<ArgumentException>(() => _metrics.ForService("hub", [value]));

    [Fact]
    public void Counting_allocates_nothing()
    {
        using var text = new PrometheusText(_metrics);
        ServiceMetrics hub = _metrics.ForService("hub", ["cap"], ["decode"]);
        Count(hub, 1000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Count(hub, 1000);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void Count(ServiceMetrics metrics, int times)
    {
        for (int i = 0; i < times; i++)
        {
            metrics.Enter();
            metrics.Received();
            metrics.Bytes(60_000);
            metrics.Discarded.Add("cap");
            metrics.Discarded.Add("unknown");
            metrics.Errors.Add("decode");
            metrics.Sent();
            metrics.Latency(TimeSpan.FromMilliseconds(i));
            metrics.Leave();
        }
    }
}
