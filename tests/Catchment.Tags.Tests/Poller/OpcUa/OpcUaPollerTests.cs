using System.Text.Json;
using Catchment.Protocols.OpcUa;
using Catchment.Tags.Poller;
using Catchment.Tags.Store;
using static Catchment.Tags.Tests.Poller.OpcUa.OpcUaPlant;

namespace Catchment.Tags.Tests.Poller.OpcUa;

/// <summary>The poller against real OPC UA servers. Source: tags 9, 10.4.</summary>
public sealed class OpcUaPollerTests
{
    private static readonly DateTime Began = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Values_of_all_kinds_are_in_the_document_and_the_store_after_one_scan()
    {
        await using var plant = new OpcUaPlant();
        await using var bench = new PollerBench();
        plant.Add("number", new Variant(12.5));
        plant.Add("flag", new Variant(true));
        plant.Add("text", new Variant("hello"));
        plant.Add("list", Variant.OfArray(BuiltInType.Int32, new[] { 1, 2, 3 }));
        plant.Add("doubtful", new Variant((short)7)).Set(new Variant((short)7), StatusCodes.UncertainSubNormal);
        plant.Add("broken", new Variant(1)).Set(default, StatusCodes.BadSensorFailure);
        await bench.ApplyAsync(plant.Device(string.Join(',',
            Tag("n", "ns=2;s=number", "\"scale\": 2, \"offset\": 1"), Tag("f", "ns=2;s=flag", "\"scale\": 5"), Tag("d", "nsu=urn:own;s=flag", "\"dataType\": \"Discrete\", \"signalReversal\": true"),
            Tag("t", "ns=2;s=text"), Tag("l", "ns=2;s=list"), Tag("u", "ns=2;s=doubtful"), Tag("b", "ns=2;s=broken"), Tag("gone", "ns=2;i=99"), Tag("far", "nsu=urn:none;s=x"), "{\"id\": \"none\"}")));
        await bench.ScannedAsync();

        var now = bench.Time.GetUtcNow().ToUnixTimeSeconds();
        bench.Entry("ua", "n").GetRawText().ShouldBe($$"""{"value":26.0,"status":"ok","error":null,"error_details":null,"timestamp":{{now}},"last_successful_timestamp":{{now}},"tag_name":"n-name"}""");
        (Text("f"), Text("d"), Text("t"), Text("l")).ShouldBe(("5", "false", "\"hello\"", "[1,2,3]"));
        (Text("u"), bench.Status("ua", "u"), Error("u")).ShouldBe(("7", "opcua_read_failed", "(0x40950000 - UncertainSubNormal: The value is derived from multiple sources and has less than the required number of good sources)"));
        bench.Entry("ua", "u").GetProperty("last_successful_timestamp").ValueKind.ShouldBe(JsonValueKind.Null);
        (Text("b"), bench.Status("ua", "b"), bench.Entry("ua", "b").GetProperty("error_details").GetProperty("error_type").GetString()).ShouldBe(("null", "opcua_read_failed", "BadSensorFailure"));
        const string Unknown = "(0x80340000 - BadNodeIdUnknown: The node id refers to a node that does not exist in the server address space)";
        (bench.Status("ua", "gone"), Error("gone"), Error("far")).ShouldBe(("opcua_read_failed", Unknown, Unknown));
        bench.Entry("ua", "gone").GetProperty("error_details").GetRawText().ShouldBe(
            """{"error_type":"BadNodeIdUnknown","status_code":2150891520,"connection_error_code":null,"error_message":"The node id refers to a node that does not exist in the server address space.(BadNodeIdUnknown)","""
            + $"\"verbose_description\":\"{Unknown}\",\"severity\":\"error\",\"additional_info\":{{}}}}");
        (bench.Status("ua", "none"), Error("none")).ShouldBe(("missing_node_id", "(UNKNOWN - OPC-UA Error: No Node ID specified in tag address)"));
        (bench.State("ua:n").Value, bench.State("ua:n").Quality, bench.State("ua:n").Timestamp).ShouldBe((TagValue.Of(26.0), TagQuality.Good, (Began - DateTime.UnixEpoch).TotalSeconds));
        (bench.State("ua:u").Value, bench.State("ua:u").Quality).ShouldBe((TagValue.Of(7.0), TagQuality.Uncertain));
        var report = bench.Poller.Devices.ShouldHaveSingleItem();
        (report.Type, report.Endpoint, report.IsPolled, report.IsUp, report.Tags, report.FailedTags).ShouldBe(("OPC-UA", plant.Url, true, true, 10, 5));

        string Text(string tag) => bench.Entry("ua", tag).GetProperty("value").GetRawText();

        string? Error(string tag) => bench.Entry("ua", tag).GetProperty("error").GetString();
    }

    [Fact]
    public async Task Every_change_is_in_the_store_at_once_with_its_source_time_and_stays_true()
    {
        await using var plant = new OpcUaPlant();
        await using var bench = new PollerBench();
        var node = plant.Add("n", new Variant(1.0));
        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n")));
        await bench.ScannedAsync();

        node.Set(new Variant(2.0), time: Began.AddSeconds(7));
        await Eventually.TrueAsync(() => bench.State("ua:t").Value == TagValue.Of(2.0)); // no scan was made
        bench.State("ua:t").Timestamp.ShouldBe((Began - DateTime.UnixEpoch).TotalSeconds + 7);
        bench.Entry("ua", "t").GetProperty("value").GetDouble().ShouldBe(2);
        var version = bench.Store.Version;
        await bench.ScanAsync();
        await bench.ScanAsync();
        bench.Store.Version.ShouldBe(version + 1); // It was stored with a time far past: it is told once that it is true still.
        bench.State("ua:t").Timestamp.ShouldBeGreaterThan((Began - DateTime.UnixEpoch).TotalSeconds + 1_000);

        // What another writes to a tag that cannot be written does not stay.
        bench.Store.Write("ua:t", new TagWrite(TagValue.Of(9.0), TagOrigin.Http)).IsOk().ShouldBeTrue();
        await bench.ScanAsync();
        bench.State("ua:t").Value.ShouldBe(TagValue.Of(2.0));
    }

    [Fact]
    public async Task What_the_server_does_not_watch_is_read_in_each_scan()
    {
        await using var plant = new OpcUaPlant(static options => options with { SubscriptionLimits = new OpcUaSubscriptionLimits { MaxMonitoredItemsPerSubscription = 1, MinSamplingInterval = 10, MinPublishingInterval = 10 } });
        await using var bench = new PollerBench();
        plant.Add("a", new Variant(1.0));
        var second = plant.Add("b", new Variant(1.0));
        await bench.ApplyAsync(plant.Device($"{Tag("a", "ns=2;s=a")},{Tag("b", "ns=2;s=b")}"));
        await bench.ScannedAsync();
        bench.Status("ua", "b").ShouldBe("ok");

        var polls = bench.Metrics.Polls;
        second.Set(new Variant(2.0), time: Began.AddSeconds(1));
        await bench.ScanAsync();
        (bench.State("ua:b").Value, bench.Metrics.Polls).ShouldBe((TagValue.Of(2.0), polls + 1));
    }

    [Fact]
    public async Task A_server_that_dies_is_told_and_found_again_with_its_namespaces_at_other_places()
    {
        await using var plant = new OpcUaPlant();
        await using var bench = new PollerBench();
        plant.Add("n", new Variant(1.0));
        await bench.ApplyAsync(plant.Device($"{Tag("uri", "nsu=urn:own;s=n")},{Tag("index", "ns=2;s=n")}", "\"opcuaReconnectRetries\": 2, "));
        await bench.ScannedAsync();
        var seen = bench.Entry("ua", "uri").GetProperty("last_successful_timestamp").GetInt64();
        bench.State("ua:index").Quality.ShouldBe(TagQuality.Good);

        await plant.KillAsync();
        await Eventually.TrueAsync(() => bench.Status("ua", "uri") == "opcua_connection_error", () => bench.Time.Advance(PollerBench.Scan));
        bench.Entry("ua", "uri").GetProperty("error").GetString()!.ShouldStartWith("(0x800D0000 - BadServerNotConnected: The operation could not complete because the client is not connected to a server");
        bench.Entry("ua", "uri").GetProperty("last_successful_timestamp").GetInt64().ShouldBeGreaterThanOrEqualTo(seen);
        await Eventually.TrueAsync(() => bench.State("ua:uri").Quality == TagQuality.Bad);
        bench.State("ua:uri").Value.ShouldBe(TagValue.Of(1.0));
        bench.Poller.Devices[0].IsUp.ShouldBeFalse();

        plant.Return("urn:other", Own);
        var node = plant.Add("n", new Variant(5.0));
        await Eventually.TrueAsync(() => bench.Status("ua", "uri") == "ok", () => bench.Time.Advance(PollerBench.Scan));
        await Eventually.TrueAsync(() => bench.State("ua:uri") is { Quality: TagQuality.Good, Value: var value } && value == TagValue.Of(5.0));
        bench.Status("ua", "index").ShouldBe("opcua_read_failed"); // the index is taken as it is
        node.Set(new Variant(6.0), time: Began.AddSeconds(1));
        await Eventually.TrueAsync(() => bench.State("ua:uri").Value == TagValue.Of(6.0)); // no scan: the subscription is there again
        bench.Poller.Devices[0].IsUp.ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_is_not_there_at_first_is_found_when_it_comes()
    {
        await using var plant = new OpcUaPlant();
        await using var bench = new PollerBench();
        await plant.KillAsync();
        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n")));
        await bench.ScannedAsync();
        bench.Status("ua", "t").ShouldBe("opcua_connection_error");

        plant.Return(Own);
        plant.Add("n", new Variant(3.0));
        await Eventually.TrueAsync(() => bench.Status("ua", "t") == "ok", () => bench.Time.Advance(PollerBench.Scan));
        bench.Entry("ua", "t").GetProperty("value").GetDouble().ShouldBe(3);
    }

    [Fact]
    public async Task A_change_within_the_deadband_is_not_told_and_what_has_none_is_told_all_the_same()
    {
        await using var plant = new OpcUaPlant();
        await using var bench = new PollerBench();
        var number = plant.Add("n", new Variant(20.0));
        var text = plant.Add("t", new Variant("a"));
        await bench.ApplyAsync(plant.Device($"{Tag("n", "ns=2;s=n")},{Tag("t", "ns=2;s=t")}", "\"opcuaDeadbandType\": \"Absolute\", \"opcuaDeadbandValue\": 5, "));
        await bench.ScannedAsync();

        number.Set(new Variant(21.0), time: Began.AddSeconds(1));
        var looks = number.Looks;
        await Eventually.TrueAsync(() => number.Looks > looks + 1);
        text.Set(new Variant("b"), time: Began.AddSeconds(2));
        await Eventually.TrueAsync(() => bench.Entry("ua", "t").GetProperty("value").GetString() == "b");
        bench.State("ua:n").Value.ShouldBe(TagValue.Of(20.0));
        number.Set(new Variant(26.0), time: Began.AddSeconds(3));
        await Eventually.TrueAsync(() => bench.State("ua:n").Value == TagValue.Of(26.0));
    }

    [Fact]
    public async Task What_others_write_goes_to_the_node_in_its_own_type_with_the_scale_taken_back()
    {
        await using var plant = new OpcUaPlant();
        await using var bench = new PollerBench();
        var whole = plant.Add("whole", new Variant((short)1));
        var flag = plant.Add("flag", new Variant(true));
        var any = plant.Add("any", new Variant(1u), dataType: 24);
        var text = plant.Add("text", new Variant("a"));
        var closed = plant.Add("closed", new Variant(1.0), isWritable: false);
        const string Write = "\"readWrite\": \"Read/Write\"";
        bench.Store.Register(new PointRegistration { Key = "ua:t", DataType = "string" });
        await bench.ApplyAsync(plant.Device(string.Join(',',
            Tag("w", "ns=2;s=whole", $"{Write}, \"scale\": 0.1"), Tag("f", "ns=2;s=flag", $"{Write}, \"dataType\": \"Discrete\", \"signalReversal\": true"), Tag("a", "ns=2;s=any", Write),
            Tag("t", "ns=2;s=text", Write), Tag("c", "ns=2;s=closed", Write), Tag("r", "ns=2;s=whole"))));
        await bench.ScannedAsync();

        Send("ua:w", TagValue.Of(21.5));
        Send("ua:f", TagValue.Of(true));
        Send("ua:a", TagValue.Of(77L));
        Send("ua:t", TagValue.Of("b"));
        await Eventually.TrueAsync(() => bench.Metrics.Numbers.Totals.Sent == 4);
        (whole.Present.Value, flag.Present.Value, any.Present.Value, text.Present.Value).ShouldBe((new Variant((short)215), new Variant(false), new Variant(77u), new Variant("b")));
        bench.Entry("ua", "w").GetProperty("value").GetDouble().ShouldBe(21.5); // it was read back

        Send("ua:w", TagValue.Of(1e6)); // beyond 16 bits
        Send("ua:c", TagValue.Of(2.0));
        Send("ua:r", TagValue.Of(3.0)); // is not Read/Write
        await Eventually.TrueAsync(() => bench.Metrics.Numbers.Errors[PollerMetrics.WriteFailed].Value == 2);
        bench.Metrics.Numbers.Discarded[PollerMetrics.NotWritable].Value.ShouldBe(1);
        (whole.Present.Value, closed.Present.Value).ShouldBe((new Variant((short)215), new Variant(1.0)));
        await Eventually.TrueAsync(() => bench.State("ua:w").Value == TagValue.Of(21.5), () => bench.Time.Advance(PollerBench.Scan));

        void Send(string key, TagValue value) => bench.Store.Write(key, new TagWrite(value, TagOrigin.Http)).IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task A_reload_that_changes_nothing_keeps_the_session()
    {
        await using var plant = new OpcUaPlant();
        await using var bench = new PollerBench();
        plant.Add("n", new Variant(1.0));
        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), "\"opcuaUsername\": \"x\", "));
        await bench.ScannedAsync();
        var before = bench.Poller.Pollers[0];

        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), "\"opcuaUsername\": \"x\", "));
        bench.Poller.Pollers[0].ShouldBeSameAs(before);
        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), "\"opcuaUsername\": \"y\", "));
        bench.Poller.Pollers[0].ShouldNotBeSameAs(before);
    }
}
