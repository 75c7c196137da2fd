namespace Catchment.Tags.Tests.Sync;

public sealed class StoreAndForwardTests
{
    [Fact]
    public async Task What_comes_while_the_gateway_is_away_is_delivered_in_order_with_its_own_times_and_the_newest_last()
    {
        await using var bench = await SyncBench.StartAsync();
        Show(bench, 0);
        await bench.CycleAsync();
        bench.Gateway.Stop();
        for (var i = 1; i <= 5; i++)
        {
            Show(bench, i);
            await bench.CycleAsync();
            bench.Time.Advance(TimeSpan.FromSeconds(10));
        }

        bench.Trouble["gateway"].ShouldContain("--socket-path");
        bench.Stats.Buffered.ShouldBe(10);
        bench.Stats.FailedWrites.ShouldBe(10);
        bench.Gateway.Forget();
        bench.Gateway.Start();
        Show(bench, 6);
        await bench.CycleAsync();
        Written(bench, "a").ShouldBe([(1, 1001.0), (2, 1002), (3, 1003), (4, 1004), (5, 1005), (6, 1006)]);
        Written(bench, "b").ShouldBe(Written(bench, "a"));
        bench.Stats.Buffered.ShouldBe(0);
        bench.Trouble.ShouldBeEmpty();
        bench.Gateway.Forget();
        await bench.CycleAsync();
        bench.Gateway.Writes.Select(w => ((int)w["value"]!, w["timestamp"] is null)).ShouldBe([(6, true), (6, true)]);
        bench.Gateway.Forget();
        await bench.CycleAsync();
        bench.Gateway.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waits_outlives_the_process()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { KeyFormat = "auto" });
        bench.Gateway.Stop();
        Show(bench, 1);
        await bench.CycleAsync();
        await bench.RestartAsync();
        bench.Gateway.Known.Add("d:a");
        bench.Gateway.Start();
        bench.Polling.Text = "{}"; // The polling service has nothing: what waits goes all the same.
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:a", "1"), ("d.b", "1")]);
    }

    [Fact]
    public async Task Only_what_was_answered_is_forgotten()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { BulkSize = 3 });
        bench.Polling.Show("d", [.. Enumerable.Range(0, 10).Select(i => ($"t{i}", $"{i}"))]);
        bench.Gateway.BreaksIn = 2; // Behind the ping and one batch.
        await bench.CycleAsync();
        bench.Gateway.Pairs.Count.ShouldBe(3);
        bench.Stats.Buffered.ShouldBe(7);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await bench.CycleAsync();
        bench.Gateway.Pairs.Select(p => p.Key).ShouldBe(Enumerable.Range(0, 10).Select(i => $"d:t{i}"));
        bench.Stats.Buffered.ShouldBe(0);
        bench.Stats.SuccessfulWrites.ShouldBe(10);
    }

    [Fact]
    public async Task Without_a_buffer_the_newest_value_is_written_when_the_gateway_is_back()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { BufferFile = null });
        bench.Gateway.Stop();
        Show(bench, 1);
        await bench.CycleAsync();
        bench.Gateway.Start();
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        Show(bench, 2);
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:a", "2"), ("d:b", "2")]);
    }

    [Fact]
    public async Task An_original_gets_what_waited_too()
    {
        await using var bench = await SyncBench.StartAsync(isOriginal: true);
        Show(bench, 0);
        await bench.CycleAsync();
        bench.Gateway.Stop();
        Show(bench, 1);
        await bench.CycleAsync();
        bench.Gateway.Forget();
        bench.Gateway.Start();
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        Show(bench, 2);
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:a", "1"), ("d:b", "1"), ("d:a", "2"), ("d:b", "2")]);
    }

    [Fact]
    public async Task What_the_gateway_refuses_at_present_waits_and_holds_up_nothing_else()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Gateway.Stop();
        Show(bench, 1);
        await bench.CycleAsync();
        bench.Gateway.Refused.Add("d:a");
        bench.Gateway.Refusal = "too many points";
        bench.Gateway.Start();
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        Show(bench, 2);
        await bench.CycleAsync();
        Written(bench, "b").ShouldBe([(1, 1001.0), (2, 1002)]);
        bench.Stats.Buffered.ShouldBe(2);
        bench.Stats.Dropped.ShouldBeEmpty();
        bench.Trouble.Keys.ShouldBe(["refused"]);
        bench.Gateway.Forget();
        Show(bench, 3);
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:b", "3")]);
        await bench.RestartAsync();
        bench.Gateway.Refused.Clear();
        bench.Gateway.Forget();
        bench.Polling.Text = "{}";
        await bench.CycleAsync();
        Written(bench, "a").ShouldBe([(1, 1001.0), (2, 1002)]);
        bench.Stats.Buffered.ShouldBe(0);
        bench.Trouble.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_would_never_be_taken_is_given_up_counted_and_told()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Gateway.Stop();
        Show(bench, 1);
        await bench.CycleAsync();
        bench.Gateway.Refused.Add("d:a");
        bench.Gateway.Refusal = "value is outside the point's limits";
        bench.Gateway.Start();
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        bench.Polling.Text = "{}";
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:b", "1")]);
        bench.Stats.Buffered.ShouldBe(0);
        bench.Stats.Dropped["refused"].ShouldBe(1);
        bench.Stats.Errors[^1].Message.ShouldBe("Error writing d:a: value is outside the point's limits. The value waited, and is given up");
    }

    [Fact]
    public async Task A_gateway_that_is_busy_loses_nothing_and_the_order_stays()
    {
        await using var bench = await SyncBench.StartAsync();
        Show(bench, 0);
        await bench.CycleAsync();
        bench.Gateway.Forget();
        bench.Gateway.BulkRefusal = "busy";
        for (var i = 1; i <= 3; i++)
        {
            Show(bench, i);
            await bench.CycleAsync();
            bench.Time.Advance(TimeSpan.FromSeconds(10));
        }

        bench.Trouble["gateway"].ShouldContain("busy");
        bench.Stats.Buffered.ShouldBe(6);
        bench.Gateway.BulkRefusal = null;
        Show(bench, 4);
        await bench.CycleAsync();
        Written(bench, "a").ShouldBe([(1, 1001.0), (2, 1002), (3, 1003), (4, 1004)]);
        Written(bench, "b").ShouldBe(Written(bench, "a"));
    }

    [Fact]
    public async Task A_gateway_that_takes_shorter_lines_gets_them()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Gateway.MostAtOnce = 3;
        bench.Polling.Show("d", [.. Enumerable.Range(0, 10).Select(i => ($"t{i}", $"{i}"))]);
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe(Enumerable.Range(0, 10).Select(i => ($"d:t{i}", $"{i}")));
        bench.Stats.FailedWrites.ShouldBe(0);
    }

    [Fact]
    public async Task A_bad_status_is_told_until_it_was_delivered()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { BufferFile = null, BadStatusPolicy = Catchment.Tags.Settings.BadStatusPolicy.Bad });
        Show(bench, 1);
        await bench.CycleAsync();
        bench.Gateway.Stop();
        bench.Polling.Text = """{"d":{"a":{"value":null,"status":"modbus_error"}}}""";
        await bench.CycleAsync();
        bench.Gateway.Forget();
        bench.Gateway.Start();
        for (var i = 0; i < 3; i++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(10));
            await bench.CycleAsync();
        }

        bench.Gateway.Writes.ShouldNotBeEmpty();
        bench.Gateway.Writes.ShouldAllBe(w => (string)w["key"]! == "d:a" && (string?)w["quality"] == "BAD");
    }

    [Fact]
    public async Task A_record_that_is_damaged_while_the_sync_runs_costs_itself_and_is_told()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Gateway.Stop();
        Show(bench, 1);
        await bench.CycleAsync();
        Show(bench, 2);
        await bench.CycleAsync();
        var file = Directory.GetFiles(Path.GetDirectoryName(bench["x"])!, "buffer.0*").Single();
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.Position = (stream.Length / 2) + 20; // In the body of the third of four.
            stream.WriteByte(0xEE);
        }

        bench.Gateway.Start();
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        Show(bench, 3);
        await bench.CycleAsync();
        Written(bench, "a").ShouldBe([(1, 1001.0), (3, 1003)]);
        Written(bench, "b").ShouldBe([(1, 1001.0), (2, 1002), (3, 1003)]);
        bench.Stats.Buffered.ShouldBe(0);
        bench.Stats.Dropped["buffer_damaged"].ShouldBe(1);
        bench.Stats.Errors.ShouldContain(e => e.Message.Contains("damaged", StringComparison.Ordinal));
    }

    private static void Show(SyncBench bench, int value) => bench.Polling.Text =
        """{"d":{"a":{"value":N,"status":"ok","timestamp":100N},"b":{"value":N,"status":"ok","timestamp":100N}}}""".Replace("N", $"{value}", StringComparison.Ordinal);

    private static IEnumerable<(int, double)> Written(SyncBench bench, string tag) =>
        bench.Gateway.Writes.Where(w => (string)w["key"]! == $"d:{tag}").Select(w => ((int)w["value"]!, (double)w["timestamp"]!));
}
