using System.Text;
using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Core.Recording;
using Catchment.Telemetry.Following;
using Catchment.Telemetry.Tests.Ingest;

namespace Catchment.Telemetry.Tests.Following;

public sealed class TelemetrySinkTests
{
    private static readonly DateTimeOffset Time = new(2024, 4, 15, 22, 30, 50, TimeSpan.Zero);

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_record_is_in_the_table_when_its_task_ends_beside_the_devices_entries(DatabaseKind kind)
    {
        using var rig = new LiveRig(kind) { DataDirs = [] };
        rig.Append("dev_20240415223050000000000.bintel", Flatlogs.File(3));
        _ = rig.Start();
        await rig.Sink.RecordAsync(Record("gauge", 0, """{"b": 1e400, "a": "x\u0000y", "long": 1234567.123456788948}"""), default).InTimeAsync();
        rig.Of("SELECT device, ts, ec, prio, CAST(msg AS text) FROM telem WHERE device = 'gauge'").ShouldBe(["gauge|2024-04-15 22:30:50.000000+00:00|tag|NULL|{\"a\": \"x\uFFFDy\", \"b\": null, \"long\": 1234567.123456789}"]);
        await rig.UntilAsync(() => rig.Rows().Count == 4);
        await Task.WhenAll(Enumerable.Range(1, 3000).Select(i => rig.Sink.RecordAsync(Record("gauge", i, $"{i}"), default))).InTimeAsync();
        rig.Of("SELECT count(*) FROM telem WHERE device = 'gauge'").ShouldBe(["3001"]);
        rig.Sink.Bytes.ShouldBe(0);
    }

    [Fact]
    public async Task What_waits_is_bounded_and_who_records_more_waits_for_room()
    {
        using var sink = new TelemetrySink();
        var message = $"\"{new string('x', TelemetrySink.MostMessageBytes - 2)}\"";
        var records = Enumerable.Range(0, 20).Select(i => sink.RecordAsync(Record("gauge", i, message), default)).ToList();
        sink.Bytes.ShouldBeLessThanOrEqualTo(TelemetrySink.MostBytes);
        var stored = 0;
        var round = new Round();
        while (stored < 20)
        {
            sink.Take(round);
            round.IsFull.ShouldBeTrue(); // Its bound holds for records, too.
            stored += round.Rows.Count;
            round.Clear();
            sink.Committed(new HashSet<int>());
            sink.Bytes.ShouldBeLessThanOrEqualTo(TelemetrySink.MostBytes);
            if (stored < 20)
                await Eventually.TrueAsync(() => sink.Bytes > 0); // Those who waited come.
        }

        await Task.WhenAll(records).InTimeAsync();
    }

    [Fact]
    public async Task Who_records_without_end_does_not_keep_the_devices_entries_waiting()
    {
        using var rig = new LiveRig(DatabaseKind.Sqlite) { DataDirs = [] };
        rig.Append("dev_20240415223050000000000.bintel", Flatlogs.File(3));
        var message = $"\"{new string('x', TelemetrySink.MostMessageBytes - 2)}\""; // fills a round
        using var stop = new CancellationTokenSource();
        var flood = Enumerable.Range(0, 8).Select(FloodAsync).ToList();
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Of("SELECT count(*) FROM telem WHERE device = 'dev'") is ["3"]);
        await stop.CancelAsync();
        await Task.WhenAll(flood).InTimeAsync();

        async Task FloodAsync(int gauge)
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await rig.Sink.RecordAsync(Record($"gauge{gauge}", i, message), default);
        }
    }

    [Theory]
    [InlineData(39)]
    [InlineData(40)]
    public void The_device_of_a_long_named_node_is_cut_between_characters(int letters)
    {
        using var sink = new TelemetrySink();
        using var metrics = new Core.Diagnostics.NodeMetrics(TimeProvider.System, "1");
        var name = new string('n', letters) + "\U0001F600\U0001F600";
        new StatisticsRecorder(sink, metrics, name, TimeSpan.FromSeconds(1)).Device.ShouldBe("catchment-" + name[..(letters == 39 ? 41 : 40)]);
    }

    [Fact]
    public async Task A_record_that_a_killed_run_had_taken_is_stored_by_the_next_one()
    {
        using var rig = new LiveRig(DatabaseKind.Sqlite) { DataDirs = [] };
        rig.Reached = moment => _ = moment == LiveMoment.Writing ? throw new KilledException() : 0;
        var record = rig.Sink.RecordAsync(Record("gauge", 0, "1"), default);
        await Should.ThrowAsync<KilledException>(() => rig.Start().InTimeAsync());
        record.IsCompleted.ShouldBeFalse();
        rig.Reached = _ => { };
        _ = rig.Start();
        await record.InTimeAsync();
        rig.Rows().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_table_has_no_room_for_is_refused_at_once_and_what_is_left_at_the_end()
    {
        using var sink = new TelemetrySink();
        foreach (var wrong in new[] { Record("", 0, "1"), Record(new string('d', 51), 0, "1"), Record("d\0", 0, "1"), Record("d\uD83D", 0, "1"), Record("\uDE00d", 0, "1"), Record("observers", 0, $$"""{"obsName": "{{new string('o', 2600)}}"}"""), Record("d", 0, "{"), Record("d", 0, ""), Record("d", 0, "1 2"), Record("d", 0, "1") with { EventCode = new string('e', 21) } })
            await Should.ThrowAsync<ArgumentException>(() => sink.RecordAsync(wrong, default));
        var left = sink.RecordAsync(Record("d\U0001F600", 0, "1"), default);
        sink.Dispose();
        await Should.ThrowAsync<TelemetryRefusedException>(() => left.InTimeAsync());
        await Should.ThrowAsync<TelemetryRefusedException>(() => sink.RecordAsync(Record("d", 0, "1"), default));
    }

    [Fact]
    public async Task A_node_records_its_own_statistics()
    {
        using var rig = new LiveRig(DatabaseKind.Sqlite) { DataDirs = [] };
        using var metrics = new Core.Diagnostics.NodeMetrics(TimeProvider.System, "1.2.3");
        metrics.ForService("hub").Received(7);
        var recorder = new StatisticsRecorder(rig.Sink, metrics, "data1", TimeSpan.FromSeconds(0.01));
        using var stop = new CancellationTokenSource();
        var run = recorder.RunAsync(new LiveContext(TimeProvider.System), stop.Token);
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Rows().Count >= 2);
        await stop.CancelAsync();
        await run.InTimeAsync();
        var row = rig.Of("SELECT device, ec, msg FROM telem ORDER BY ts")[0].Split('|');
        row[..2].ShouldBe(["catchment-data1", "catchment_statistics"]);
        using var message = JsonDocument.Parse(row[2]);
        message.RootElement.GetProperty("services").GetProperty("hub").GetProperty("received").GetInt64().ShouldBe(7);
    }

    private static TelemetryRecord Record(string device, int millisecond, string message) => new(device, "tag", Time.AddMilliseconds(millisecond), Encoding.UTF8.GetBytes(message));
}
