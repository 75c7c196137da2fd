using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using Catchment.Core.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly NodeMetrics _metrics;
    private readonly PrometheusText _text;

    public PrometheusTextTests()
    {
        _metrics = new NodeMetrics(_time, "1.2.3");
        _text = new PrometheusText(_metrics);
    }

    public void Dispose()
    {
        _text.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void Every_service_has_the_same_names()
    {
        ServiceMetrics hub = _metrics.ForService("hub", ["max_images_write"], ["decode"]);
        hub.Received(3);
        hub.Sent(2);
        hub.Bytes(123_456_789_012);
        hub.Discarded.Add("max_images_write", 4);
        hub.Errors.Add("decode");
        hub.Enter();

        Dictionary<string, double> samples = Read();

        samples["catchment_hub_received_total"].ShouldBe(3);
        samples["catchment_hub_sent_total"].ShouldBe(2);
        samples["catchment_hub_bytes_total"].ShouldBe(123_456_789_012);
        samples["catchment_hub_discarded_total{reason=max_images_write}"].ShouldBe(4);
        samples["catchment_hub_discarded_total{reason=other}"].ShouldBe(0);
        samples["catchment_hub_errors_total{kind=decode}"].ShouldBe(1);
        samples["catchment_hub_in_flight"].ShouldBe(1);
        string text = Write(_text);
        text.ShouldContain("# HELP catchment_hub_received_total Items taken in.\n# TYPE catchment_hub_received_total counter\ncatchment_hub_received_total 3\n");
        text.ShouldContain("# TYPE catchment_hub_in_flight gauge\n");
    }

    [Fact]
    public void Latencies_fall_into_cumulative_buckets()
    {
        ServiceMetrics hub = _metrics.ForService("hub");
        foreach (double milliseconds in new[] { 0.05, 0.1, 0.11, 40, 20_000 })
        {
            hub.Latency(TimeSpan.FromMilliseconds(milliseconds));
        }

        Dictionary<string, double> samples = Read();

        samples["catchment_hub_latency_seconds_bucket{le=0.0001}"].ShouldBe(2);
        samples["catchment_hub_latency_seconds_bucket{le=0.00025}"].ShouldBe(3);
        samples["catchment_hub_latency_seconds_bucket{le=0.05}"].ShouldBe(4);
        samples["catchment_hub_latency_seconds_bucket{le=10}"].ShouldBe(4);
        samples["catchment_hub_latency_seconds_bucket{le=+Inf}"].ShouldBe(5);
        samples["catchment_hub_latency_seconds_count"].ShouldBe(5);
        samples["catchment_hub_latency_seconds_sum"].ShouldBe(20.04026, 1e-9);
    }

    [Fact]
    public void The_process_tells_about_itself()
    {
        _time.Advance(TimeSpan.FromSeconds(90));

        Dictionary<string, double> samples = Read();

        samples["catchment_uptime_seconds"].ShouldBe(90);
        samples["process_resident_memory_bytes"].ShouldBeGreaterThan(1_000_000);
        samples["process_cpu_seconds_total"].ShouldBeGreaterThan(0);
        samples["process_threads"].ShouldBeGreaterThan(1);
        samples["dotnet_gc_heap_bytes"].ShouldBeGreaterThan(0);
        samples["dotnet_allocated_bytes_total"].ShouldBeGreaterThan(0);
        samples[$"catchment_build_info{{runtime={Environment.Version},version=1.2.3}}"].ShouldBe(1);
    }

    [Fact]
    public void Instruments_of_a_service_alone_are_told_too()
    {
        Meter meter = _metrics.ForService("hub").Meter;
        Counter<int> written = meter.CreateCounter<int>("catchment_hub_written_total");
        UpDownCounter<short> open = meter.CreateUpDownCounter<short>("catchment_hub_open");
        Gauge<float> load = meter.CreateGauge<float>("catchment_hub.load");
        Histogram<long> size = meter.CreateHistogram("catchment_hub_size", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [10, 100] });
        meter.CreateObservableGauge("catchment_hub_free", () => (byte)7);
        meter.CreateObservableGauge("catchment_hub_share", () => 0.5m);

        written.Add(1, new KeyValuePair<string, object?>("kind", "a"));
        written.Add(2, new KeyValuePair<string, object?>("kind", "a"));
        open.Add(3);
        open.Add(-1);
        load.Record(0.5f);
        load.Record(0.25f);
        size.Record(50, new KeyValuePair<string, object?>("le", "x"));

        Dictionary<string, double> samples = Read();
        samples["catchment_hub_written_total{kind=a}"].ShouldBe(3);
        samples["catchment_hub_open"].ShouldBe(2);
        samples["catchment_hub_load"].ShouldBe(0.25);
        samples["catchment_hub_free"].ShouldBe(7);
        samples["catchment_hub_share"].ShouldBe(0.5);
        samples["catchment_hub_size_bucket{exported_le=x,le=10}"].ShouldBe(0);
        samples["catchment_hub_size_bucket{exported_le=x,le=100}"].ShouldBe(1);
    }

    [Fact]
    public void A_series_that_an_observable_no_longer_gives_disappears()
    {
        string disk = "a";
        _metrics.ForService("hub").Meter.CreateObservableGauge(
            "catchment_hub_free", () => new Measurement<long>(1, new KeyValuePair<string, object?>("disk", disk)));
        Read().ShouldContainKey("catchment_hub_free{disk=a}");
        disk = "b";

        Read().Keys.Where(k => k.StartsWith("catchment_hub_free", StringComparison.Ordinal)).ShouldBe(["catchment_hub_free{disk=b}"]);
    }

    [Fact]
    public void One_instrument_that_cannot_be_read_hides_no_other()
    {
        Meter meter = _metrics.ForService("hub").Meter;
        meter.CreateObservableGauge("catchment_hub_a_broken", long () => throw new IOException("no disk"));
        meter.CreateObservableGauge("catchment_hub_b_well", () => 1L);

        Dictionary<string, double> samples = Read();

        samples.ShouldContainKey("catchment_hub_b_well");
        samples.ShouldContainKey("catchment_hub_received_total");
        samples.ShouldNotContainKey("catchment_hub_a_broken");
    }

    [Fact]
    public void The_number_of_series_is_bounded_whatever_labels_come()
    {
        Counter<long> counter = _metrics.ForService("hub").Meter.CreateCounter<long>("catchment_hub_peers_total");
        for (int i = 0; i < 5000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("peer", i));
        }

        Dictionary<string, double> samples = Read();
        KeyValuePair<string, double>[] peers = [.. samples.Where(s => s.Key.StartsWith("catchment_hub_peers_total", StringComparison.Ordinal))];
        peers.Length.ShouldBe(1001);
        samples["catchment_hub_peers_total{overflow=true}"].ShouldBe(4000);
        peers.Sum(p => p.Value).ShouldBe(5000);
    }

    [Fact]
    public void A_name_of_two_types_is_told_with_the_first()
    {
        Meter meter = _metrics.ForService("hub").Meter;
        meter.CreateCounter<long>("catchment_hub_x").Add(1);
        meter.CreateHistogram<long>("catchment_hub_x").Record(5);

        Read()["catchment_hub_x"].ShouldBe(1);
    }

    [Fact]
    public void Another_node_in_the_process_is_not_seen()
    {
        using var other = new NodeMetrics(_time, "9");
        other.ForService("elsewhere").Received();

        Read().Keys.ShouldNotContain("catchment_elsewhere_received_total");
    }

    [Fact]
    public void Any_label_and_any_help_stays_within_the_format() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            ArbMap.Default.ArbFor<(NonNull<string> Name, string? Value)[]>(),
            ArbMap.Default.ArbFor<string?>(),
            (tags, help) =>
            {
                using var metrics = new NodeMetrics(_time, "1");
                using var text = new PrometheusText(metrics);
                Counter<double> counter = metrics.ForService("hub").Meter.CreateCounter<double>("catchment_hub_x", description: help);
                counter.Add(1.5, [.. tags.Select(t => KeyValuePair.Create(t.Name.Get, (object?)t.Value))]);
                PrometheusParser.Parse(Write(text))
                    .Where(s => s.Key.StartsWith("catchment_hub_x", StringComparison.Ordinal))
                    .ShouldHaveSingleItem().Value.ShouldBe(1.5);
            }));

    [Fact]
    public void Label_values_are_escaped_and_names_made_valid()
    {
        Counter<long> counter = _metrics.ForService("hub").Meter.CreateCounter<long>("catchment_hub_x");
        counter.Add(1, new KeyValuePair<string, object?>("a.b", "say \"hi\",\nback\\slash {}"));

        Write(_text).ShouldContain("""catchment_hub_x{a_b="say \"hi\",\nback\\slash {}"} 1""");
    }

    [Fact]
    public void Readers_and_counting_threads_do_not_disturb_each_other()
    {
        ServiceMetrics hub = _metrics.ForService("hub");
        Parallel.For(0, 8, i =>
        {
            for (int j = 0; j < 500; j++)
            {
                hub.Received();
                hub.Latency(TimeSpan.FromMilliseconds(j));
                if (i == 0 && j % 20 == 0)
                {
                    Read();
                }
            }
        });

        Dictionary<string, double> samples = Read();
        samples["catchment_hub_received_total"].ShouldBe(4000);
        samples["catchment_hub_latency_seconds_count"].ShouldBe(4000);
        samples["catchment_hub_latency_seconds_sum"].ShouldBe(8 * 499 * 500 / 2 / 1000.0, 1e-6);
    }

    private static string Write(PrometheusText text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        text.Write(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private Dictionary<string, double> Read() => PrometheusParser.Parse(Write(_text));
}
