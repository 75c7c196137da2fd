using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Core.Recording;
using Catchment.Tags.Recording;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Recording;

/// <summary>Points that are recorded in the telemetry. Source: tags 11, and the pages of this gateway.</summary>
public sealed class TagRecorderTests : IAsyncDisposable
{
    private readonly NodeMetrics _node = new(TimeProvider.System, "1");
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualTime _time = new();
    private readonly HeldSink _sink = new();
    private readonly RecordedLog _log = new();
    private readonly RecordMetrics _metrics;
    private readonly TagStore _store;
    private Task _running = Task.CompletedTask;

    public TagRecorderTests()
    {
        _metrics = new RecordMetrics(_node.ForService("gateway"));
        _store = new TagStore(new TagStoreSettings(), _time, null, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _sink.Hold?.TrySetResult();
        await StopAsync();
        _stop.Dispose();
        _node.Dispose();
    }

    [Fact]
    public async Task A_change_is_a_record_of_a_device_of_its_own()
    {
        Run(new RecordRule("PLC_*", 0, TimeSpan.Zero));
        _store.Register(new PointRegistration { Key = "PLC_1:temp", Units = "°C" });
        _store.Register(new PointRegistration { Key = "PLC_1:text", DataType = "raw" });

        Write("other", 1, 1_772_366_000);
        Write("PLC_1:temp", 21.5, 1_772_366_000.123456);
        var record = await _sink.NextAsync();
        (record.Device, record.EventCode, record.Time).ShouldBe(("tag:PLC_1:temp", "tag_value", DateTimeOffset.FromUnixTimeSeconds(1_772_366_000).AddMicroseconds(123456)));
        Encoding.UTF8.GetString(record.Message.Span).ShouldBe("""{"key":"PLC_1:temp","value":21.5,"quality":"GOOD","units":"\u00B0C"}""");

        _store.Write("PLC_1:text", new TagWrite(TagValue.Of("on"), TagOrigin.Ipc, Quality: TagQuality.Uncertain));
        (await _sink.MessageAsync()).ShouldBe("""{"key":"PLC_1:text","value":"on","quality":"UNCERTAIN"}""");
        _sink.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_differs_by_no_more_than_the_deadband_is_left_out_but_a_quality_never_is()
    {
        Run(new RecordRule("a", 0.5, TimeSpan.Zero), new RecordRule("*", 0, TimeSpan.Zero));
        Write("a", 1);
        (await _sink.MessageAsync()).ShouldContain("1.0");
        foreach (var small in (double[])[1.5, 0.5, 1])
            Write("a", small);
        Write("b", 1); // a rule behind the first, and a mark that the recorder has passed the others
        (await _sink.MessageAsync()).ShouldContain("\"b\"");

        Write("a", 1.51);
        var record = await _sink.NextAsync();
        Encoding.UTF8.GetString(record.Message.Span).ShouldContain("1.51");

        _store.TryGet("a", out var point).ShouldBeTrue();
        _store.Mark(point!, TagQuality.Uncertain);
        var marked = await _sink.NextAsync();
        Encoding.UTF8.GetString(marked.Message.Span).ShouldContain("UNCERTAIN");
        marked.Time.ShouldBe(record.Time.AddMicroseconds(1)); // its own time: the table keeps one record of each
    }

    [Fact]
    public async Task Within_the_shortest_interval_the_newest_value_waits()
    {
        Run(new RecordRule("*", 0, TimeSpan.FromSeconds(10)));
        Write("a", 1);
        (await _sink.MessageAsync()).ShouldContain("1.0");
        Write("a", 2);
        await _time.TimerSetAsync(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(5));
        Write("a", 3);
        _time.Advance(TimeSpan.FromSeconds(5));

        (await _sink.MessageAsync()).ShouldContain("3.0");
        Write("a", 4);
        await _time.TimerSetAsync(TimeSpan.FromSeconds(10));
        Write("a", 3); // back to what is recorded: nothing is left to tell
        _time.Advance(TimeSpan.FromSeconds(10));
        Write("b", 1);
        (await _sink.MessageAsync()).ShouldContain("\"b\"");
        _sink.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task While_nothing_is_stored_the_newest_values_wait_and_the_loss_is_counted()
    {
        const int More = 100;
        _sink.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Register([.. Enumerable.Range(0, TagRecorder.MostUnderWay).Select(i => new PointRegistration { Key = $"k{i}" })]);
        Run(new RecordRule("*", 0, TimeSpan.Zero));
        for (var i = 0; i < TagRecorder.MostUnderWay; i++)
        {
            Write($"k{i}", 1);
            await _sink.NextAsync();
        }

        for (var round = 2; round < 12; round++)
        {
            for (var i = 0; i < More; i++)
                Write($"k{i}", round);
        }

        _sink.TryNext(out _).ShouldBeFalse();
        _sink.Hold.SetResult();
        for (var i = 0; i < More; i++)
            (await _sink.MessageAsync()).ShouldBe($$"""{"key":"k{{i}}","value":11.0,"quality":"GOOD"}""");

        await StopAsync();
        _metrics.Superseded.ShouldBe(9 * More);
        _metrics.Recorded.ShouldBe(TagRecorder.MostUnderWay + More);
    }

    [Fact]
    public async Task What_is_refused_is_counted_and_told_once()
    {
        _sink.Refuses = record => record.Device switch
        {
            "tag:a" => new TelemetryRefusedException("No room."),
            "tag:b" => new ArgumentException("No JSON.", nameof(record)),
            _ => null,
        };
        _store.Register([.. "abc".Select(key => new PointRegistration { Key = $"{key}" })]);
        Run(new RecordRule("*", 0, TimeSpan.Zero));
        Write("a", 1);
        Write("b", 1);
        Write("a", 2);
        Write("c", 1);
        await _sink.NextAsync();

        await StopAsync();

        (_metrics.Recorded, _metrics.Lost + _metrics.Superseded).ShouldBe((1, 3));
        _log.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldBe("A value of tag:a was not recorded: No room. Further ones are counted.");
    }

    [Fact]
    public async Task A_stop_waits_a_moment_for_what_is_under_way_and_counts_the_rest()
    {
        _sink.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Run(new RecordRule("*", 0, TimeSpan.Zero));
        Write("a", 1);
        await _sink.NextAsync();

        await _stop.CancelAsync();
        await _time.TimerSetAsync(TimeSpan.FromSeconds(2));
        _running.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(2));
        await _running.InTimeAsync();

        _metrics.Lost.ShouldBe(1);
    }

    [Theory]
    [InlineData("a", "tag:a")]
    [InlineData("1234567890123456789012345678901234567890123456", "tag:1234567890123456789012345678901234567890123456")]
    [InlineData("12345678901234567890123456789012345678901234567", "tag:1234567890123456789012345678901234567~196c205d")]
    public void A_device_has_room_in_the_table(string key, string device)
    {
        RecordedTag.DeviceOf(key).ShouldBe(device);
        var wide = RecordedTag.DeviceOf(string.Concat(Enumerable.Repeat("😀", 300)));
        wide.EnumerateRunes().Count().ShouldBe(50);
        RecordedTag.DeviceOf("\ud83d").ShouldBe("tag:\ufffd");
    }

    private void Run(params RecordRule[] rules) => _running = new TagRecorder(_store, _sink, rules, _metrics, _time, _log).RunAsync(_stop.Token);

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.InTimeAsync();
    }

    private void Write(string key, double value, double? timestamp = null) => _store.Write(key, new TagWrite(TagValue.Of(value), TagOrigin.Http, timestamp));
}
