using System.Text.Json.Nodes;
using Catchment.Tags.Settings;

namespace Catchment.Tags.Tests.Sync;

public sealed class SyncCycleTests
{
    [Fact]
    public async Task Unchanged_values_are_left_out_until_they_are_due()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { Refresh = TimeSpan.FromSeconds(10) });
        bench.Polling.Show("d", ("a", "1"), ("b", "2"));
        await bench.CycleAsync();
        bench.Gateway.Forget();
        await bench.CycleAsync();
        bench.Gateway.Writes.ShouldBeEmpty();
        bench.Polling.Show("d", ("a", "1"), ("b", "3"));
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:b", "3")]);
        bench.Gateway.Forget();
        bench.Time.Advance(TimeSpan.FromSeconds(8));
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:a", "1")]);
        bench.Stats.Unchanged.ShouldBe(4);
        bench.Polling.Connections.Count.ShouldBe(1);
        bench.Gateway.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_document_that_is_said_to_be_the_same_is_gone_through_again()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { Refresh = TimeSpan.FromSeconds(2) });
        bench.Polling.HasTags = true;
        bench.Polling.Show("d", ("a", "1"));
        for (var i = 0; i < 3; i++)
            await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:a", "1"), ("d:a", "1")]);
        bench.Stats.TotalSyncs.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_gateway_refuses_fails_and_is_tried_again()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Gateway.Refused.Add("d:b");
        bench.Polling.Show("d", ("a", "1"), ("b", "2"));
        await bench.CycleAsync();
        bench.Stats.FailedWrites.ShouldBe(1);
        bench.Stats.SuccessfulWrites.ShouldBe(1);
        bench.Stats.Errors.Single().Message.ShouldBe("Error writing d:b: key not registered");
        bench.Gateway.Refused.Clear();
        bench.Gateway.Forget();
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:b", "2")]);
    }

    [Fact]
    public async Task The_last_hundred_errors_are_kept()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Polling.Show("d", [.. Enumerable.Range(0, 150).Select(i => ($"t{i}", "1"))]);
        bench.Gateway.Refused.UnionWith(Enumerable.Range(0, 150).Select(i => $"d:t{i}"));
        await bench.CycleAsync();
        bench.Stats.FailedWrites.ShouldBe(150);
        bench.Stats.Errors.Count.ShouldBe(100);
        bench.Stats.Errors[^1].Message.ShouldBe("Error writing d:t149: key not registered");
    }

    [Fact]
    public async Task An_unreachable_polling_service_is_told_with_the_option_that_names_it_and_asked_less_often()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { PollingUrl = new Uri("http://127.0.0.1:1/none") });
        var waits = new List<double>();
        for (var i = 0; i < 5; i++)
            waits.Add((await bench.CycleAsync()).TotalSeconds);
        waits.ShouldBe([1, 2, 4, 5, 5]);
        bench.Trouble["polling"].ShouldContain("--polling-url");
        bench.Trouble["polling"].ShouldContain("http://127.0.0.1:1/none");
        bench.Stats.TotalSyncs.ShouldBe(0);
        bench.Stats.PollingErrors.ShouldBe(5);
    }

    [Theory]
    [InlineData(500, "{}", 1)]
    [InlineData(404, "{\"d\":{\"t\":{\"value\":1,\"status\":\"ok\"}}}", 1)]
    [InlineData(200, "no json", 1)]
    [InlineData(200, "", 1)]
    [InlineData(200, "[1]", 5)]
    [InlineData(200, "null", 5)]
    [InlineData(200, "{}", 1)]
    [InlineData(200, "{\"d\":{\"t\":{\"value\":1,\"status\":\"ok\"}}", 1)]
    public async Task What_is_no_document_writes_nothing_and_counts_as_no_cycle(int status, string body, int wait)
    {
        await using var bench = await SyncBench.StartAsync();
        (bench.Polling.Status, bench.Polling.Text) = (status, body);
        (await bench.CycleAsync()).TotalSeconds.ShouldBe(wait);
        bench.Gateway.Writes.ShouldBeEmpty();
        bench.Stats.TotalSyncs.ShouldBe(0);
    }

    [Fact]
    public async Task Numbers_that_Python_writes_and_JSON_does_not_know_lose_their_own_tag_only()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Polling.Text = """{"d":{"a":{"value":NaN,"status":"ok"},"b":{"value":-Infinity,"status":"ok"},"c":{"value":"NaN \" Infinity","status":"ok"},"e":{"value":1e999,"status":"ok"}}}""";
        await bench.CycleAsync();
        bench.Gateway.Writes.Select(w => (string)w["key"]!).ShouldBe(["d:c"]);
        bench.Stats.Rejected["non_finite"].ShouldBe(3);
    }

    [Fact]
    public async Task A_key_that_the_gateway_has_in_either_form_is_used_and_a_new_one_has_a_dot()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { KeyFormat = "auto" });
        bench.Gateway.Known.UnionWith(["d:a", "d.b", "d:id"]);
        bench.Polling.Text = """{"d":{"a":{"value":1,"status":"ok"},"b":{"value":2,"status":"ok"},"c":{"value":3,"status":"ok"},"id":{"value":4,"status":"ok","tag_name":"named"}},"USER_TAGS":{"u":{"value":5,"status":"good","tag_name":"user"}}}""";
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:a", "1"), ("d.b", "2"), ("d.c", "3"), ("d:id", "4"), ("user", "5")]);
    }

    [Fact]
    public async Task A_gateway_that_begins_anew_gets_every_value_again()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { KeyFormat = "auto" });
        bench.Polling.Show("d", ("a", "1"), ("b", "2"));
        await bench.CycleAsync();
        bench.Gateway.Stop();
        bench.Gateway.Known.Clear();
        bench.Gateway.Known.Add("d:b");
        bench.Gateway.Forget();
        bench.Gateway.Start();
        bench.Polling.Show("d", ("a", "3"), ("b", "2"));
        await bench.CycleAsync();
        await bench.CycleAsync();
        bench.Gateway.Pairs.Last(p => p.Key == "d.a").Value.ShouldBe("3");
        bench.Gateway.Pairs.ShouldContain(("d:b", "2"));
    }

    [Fact]
    public async Task A_tag_whose_status_fails_is_told_as_bad_where_that_is_wanted()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { BadStatusPolicy = BadStatusPolicy.Bad });
        bench.Polling.Show("d", ("a", "1"));
        await bench.CycleAsync();
        bench.Polling.Text = """{"d":{"a":{"value":null,"status":"modbus_error"}}}""";
        await bench.CycleAsync();
        await bench.CycleAsync();
        bench.Polling.Show("d", ("a", "1"));
        await bench.CycleAsync();
        bench.Gateway.Writes.Select(w => (string?)w["quality"]).ShouldBe([null, "BAD", null]);
        bench.Stats.NotGood.ShouldBe(2);
    }

    [Fact]
    public async Task A_gateway_is_asked_for_keys_also_where_single_values_are_written_to_it()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { KeyFormat = "auto", BulkSize = 1, BadStatusPolicy = BadStatusPolicy.Bad });
        bench.Gateway.Known.Add("d:a");
        bench.Polling.Show("d", ("a", "1"), ("b", "2"));
        await bench.CycleAsync();
        bench.Polling.Text = """{"d":{"a":{"value":null,"status":"modbus_error"}}}""";
        await bench.CycleAsync();
        bench.Gateway.Writes.Select(w => ((string)w["key"]!, (string?)w["source"], (string?)w["quality"])).ShouldBe([("d:a", "sync", null), ("d.b", "sync", null), ("d:a", "sync", "BAD")]);
        bench.Gateway.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"ok":false,"error":"busy"}""")]
    [InlineData("""{"pong":1}""")]
    public async Task An_odd_answer_to_the_first_question_is_no_original(string odd)
    {
        await using var bench = await SyncBench.StartAsync(s => s with { KeyFormat = "auto" });
        bench.Gateway.Pings.Enqueue(odd);
        bench.Polling.Show("d", ("a", "1"));
        await bench.CycleAsync();
        bench.Gateway.Writes.ShouldBeEmpty();
        bench.Trouble.ShouldContainKey("gateway");
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d.a", "1")]);
        bench.Trouble.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_original_that_gives_way_to_our_gateway_is_found_out_at_once()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { KeyFormat = "auto" });
        bench.Gateway.Pings.Enqueue("""{"ok":false,"error":"unknown action"}""");
        bench.Polling.Show("d", ("a", "1"));
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d:a", "1")]);
        bench.Gateway.Stop();
        bench.Polling.Show("d", ("a", "2"));
        await bench.CycleAsync();
        bench.Gateway.Known.Clear();
        bench.Gateway.Forget();
        bench.Gateway.Start();
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("d.a", "2")]);
    }

    [Fact]
    public async Task A_point_with_a_unit_is_registered_only_where_it_differs()
    {
        await using var bench = await SyncBench.StartAsync(s =>
        {
            var rules = s.BufferFile + ".yaml";
            File.WriteAllText(rules, "rules:\n- match: device=d\n  units: bar\n");
            return s with { Rules = rules };
        });
        bench.Gateway.Known.UnionWith(["d:a", "d:b"]);
        bench.Gateway.Definitions["d:a"] = JsonNode.Parse("""{"data_type":"int","units":"bar","default":7}""")!.AsObject();
        bench.Gateway.Definitions["d:b"] = JsonNode.Parse("""{"data_type":"int","units":"","default":7}""")!.AsObject();
        for (var session = 1; session <= 3; session++)
        {
            bench.Polling.Show("d", ("a", $"{session}.5"), ("b", $"{session}.5"), ("c", $"{session}.5"));
            await bench.CycleAsync();
            bench.Gateway.Stop();
            bench.Gateway.Start();
        }

        bench.Gateway.Registered.Select(r => ((string)r["key"]!, (string)r["data_type"]!, (string)r["units"]!, r["default"]!.ToJsonString())).ShouldBe([("d:b", "int", "bar", "7"), ("d:c", "float", "bar", "0")]);
    }

    [Fact]
    public async Task Filters_decide_by_device_tag_and_key()
    {
        await using var bench = await SyncBench.StartAsync(s => s with { Include = ["device=PLC_*"], Exclude = ["tag=debug*", "PLC_2:x"] });
        bench.Polling.Text = """{"PLC_1":{"x":{"value":1,"status":"ok"},"debug1":{"value":1,"status":"ok"}},"PLC_2":{"x":{"value":1,"status":"ok"}},"other":{"x":{"value":1,"status":"ok"}}}""";
        await bench.CycleAsync();
        bench.Gateway.Pairs.ShouldBe([("PLC_1:x", "1")]);
        bench.Stats.Filtered.ShouldBe(3);
    }

    [Fact]
    public async Task Nothing_is_allocated_for_tags_that_do_not_change()
    {
        await using var bench = await SyncBench.StartAsync();
        var document = new Catchment.Tags.Sync.Polling.PolledDocument(bench.Settings.Statuses, 100_000);
        var selection = new Catchment.Tags.Sync.Cycle.TagSelection(
            Catchment.Tags.Sync.Keys.KeyFormat.Parse("dot"), Catchment.Tags.Sync.Rules.SyncRules.None, BadStatusPolicy.Keep, TimeSpan.FromHours(1), bench.Tally, bench.Time);
        bench.Polling.Show("d", [.. Enumerable.Range(0, 1000).Select(i => ($"t{i}", $"{i}.5"))]);
        var body = bench.Polling.Body;
        List<Catchment.Tags.Sync.Cycle.PendingWrite> pending = [];
        document.Read(body);
        selection.Choose(document, pending);
        pending.Count.ShouldBe(1000);
        pending.ForEach(p => p.Tag.Give(p, Catchment.Tags.Sync.Cycle.TagState.Written, bench.Time.GetTimestamp()));
        pending.Clear();
        Allocations.Of(() =>
        {
            document.Read(body);
            selection.Choose(document, pending);
        }).ShouldBeLessThan(500);
        pending.ShouldBeEmpty();
    }
}
