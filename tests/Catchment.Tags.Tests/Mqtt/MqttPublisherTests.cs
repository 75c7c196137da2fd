using System.Text;
using System.Text.Json;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Mqtt;

public sealed class MqttPublisherTests
{
    private const string Broker = """{"id":"b","name":"n","address":"h","port":1}""";

    [Fact]
    public async Task Values_are_published_at_once_and_at_the_interval()
    {
        using var site = new MqttSite();
        site.Write("k", TagValue.Of(1.5));
        await using var publisher = await StartAsync(site, Mapping("m", "\"includeTimestamp\":false,\"retain\":true"));
        var client = site.Clients.ShouldHaveSingleItem();
        client.Connect();
        var first = await client.NextAsync();
        (Text(first), first.Topic, first.Qos, first.Retain).ShouldBe(("{\"k\": 1.5, \"none\": 0}", "t/m", MqttQos.AtMostOnce, true));

        site.Write("k", TagValue.Of(2.5));
        await site.Time.TimerSetAsync(TimeSpan.FromSeconds(1));
        site.Time.Advance(TimeSpan.FromSeconds(1));
        Text(await client.NextAsync()).ShouldBe("{\"k\": 2.5, \"none\": 0}");
        client.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_change_is_published_without_the_clock_where_that_is_wanted()
    {
        using var site = new MqttSite(new MqttOptions { MissingTagValue = MissingTagValue.Null });
        await using var publisher = await StartAsync(site, Mapping("m", "\"includeTimestamp\":false,\"publishOnChange\":true,\"minimumInterval\":0,\"publishInterval\":3600000"));
        var client = site.Clients.ShouldHaveSingleItem();
        client.Connect();
        Text(await client.NextAsync()).ShouldBe("{\"k\": 0, \"none\": null}");
        site.Write("k", TagValue.Of(7.5));
        Text(await client.NextAsync()).ShouldBe("{\"k\": 7.5, \"none\": null}");
    }

    [Fact]
    public async Task What_waits_is_sent_in_order_when_the_broker_is_there_and_the_oldest_go()
    {
        using var site = new MqttSite(new MqttOptions { MaxQueue = 2 });
        await using var publisher = await StartAsync(site, Mapping("zero", "\"includeTimestamp\":false"), Mapping("one", "\"qos\":1,\"includeTimestamp\":false"));
        var client = site.Clients.ShouldHaveSingleItem();
        for (var i = 1; i <= 3; i++)
        {
            await Eventually.TrueAsync(() => QueueSize(publisher) == Math.Min(2, i) + i);
            site.Write("k", TagValue.Of((double)i));
            if (i < 3) site.Time.Advance(TimeSpan.FromSeconds(1));
        }

        client.Connect();
        var all = new List<MqttMessage>();
        while (all.Count < 5) all.Add(await client.NextAsync());
        all.Where(m => m.Qos == MqttQos.AtMostOnce).Select(Text).ShouldBe(["{\"k\": 1.0, \"none\": 0}", "{\"k\": 2.0, \"none\": 0}"]);
        all.Where(m => m.Qos == MqttQos.AtLeastOnce).Select(Text).ShouldBe(["{\"k\": 0, \"none\": 0}", "{\"k\": 1.0, \"none\": 0}", "{\"k\": 2.0, \"none\": 0}"]);
        site.Metrics.Discarded(MqttDiscard.QueueFull).ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_message_is_counted_and_does_not_hold_up_the_others()
    {
        using var site = new MqttSite();
        await using var publisher = await StartAsync(site, Mapping("m", "\"qos\":1"));
        var client = site.Clients.ShouldHaveSingleItem();
        client.AcknowledgesAtOnce = false;
        client.Connect();
        await client.NextAsync();
        client.Finish(0, new MqttRefusedException("no", 0x87));
        await site.Time.TimerSetAsync(TimeSpan.FromSeconds(1));
        site.Time.Advance(TimeSpan.FromSeconds(1));
        await client.NextAsync();
        client.Finish(1);
        await Eventually.TrueAsync(() => site.Metrics.Published == 1 && site.Metrics.Discarded(MqttDiscard.Refused) == 1);
    }

    [Fact]
    public async Task Connections_whose_entries_stay_are_kept()
    {
        using var site = new MqttSite();
        await using var publisher = await StartAsync(site, Mapping("m", ""));
        var first = site.Clients.ShouldHaveSingleItem();
        await ConfigureAsync(publisher, true, [Broker, """{"id":"c","name":"n","address":"h","port":2}"""], Mapping("other", ""));
        site.Clients.Count.ShouldBe(2);
        first.IsClosed.ShouldBeFalse();
        first.Connect();
        (await first.NextAsync()).Topic.ShouldBe("t/m"); // It waited.

        await ConfigureAsync(publisher, true, [Broker.Replace("1}", "3}", StringComparison.Ordinal)], Mapping("m", ""));
        first.IsClosed.ShouldBeTrue();
        site.Clients[1].IsClosed.ShouldBeTrue();
        site.Clients[2].Options.Port.ShouldBe(3);
        await ConfigureAsync(publisher, false, [Broker], Mapping("m", ""));
        site.Clients[2].IsClosed.ShouldBeTrue();
        site.Clients.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Configuration_and_outbox_survive_a_restart()
    {
        using var site = new MqttSite();
        await using (var publisher = await StartAsync(site, Mapping("m", "\"qos\":2"), Mapping("gone", "\"enabled\":false")))
        {
            (await publisher.RemoveMappingAsync("gone", default)).ShouldBeTrue();
            (await publisher.RemoveMappingAsync("gone", default)).ShouldBeFalse();
            await Eventually.TrueAsync(() => QueueSize(publisher) >= 1);
        }

        await using (var again = new MqttPublisher(site.Store, site, site.Surroundings))
        {
            Json(again.WriteMappings).EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("m");
            again.RefersTo("k").ShouldBeTrue();
            again.RefersTo("x").ShouldBeFalse();
            await again.StartAsync(default);
            Status(again).GetProperty("running").GetBoolean().ShouldBeTrue();
            site.Clients[^1].Connect();
            (await site.Clients[^1].NextAsync()).Qos.ShouldBe(MqttQos.ExactlyOnce);
            await Eventually.TrueAsync(() => site.Metrics.Published > 0 && QueueSize(again) == 0);
            await ConfigureAsync(again, true, []); // The broker is gone, and what waited for it.
        }

        site.Metrics.Discarded(MqttDiscard.Removed).ShouldBe(0);
    }

    [Fact]
    public async Task A_configuration_that_is_refused_or_cannot_be_kept_changes_nothing()
    {
        using var site = new MqttSite();
        await using var publisher = await StartAsync(site, Mapping("m", ""));
        await Should.ThrowAsync<Catchment.Tags.Http.MqttConfigurationException>(publisher.ConfigureAsync(JsonDocument.Parse("""{"brokers":[{}]}""").RootElement, default));
        site.KeepsNothing = true;
        await Should.ThrowAsync<IOException>(publisher.ConfigureAsync(JsonDocument.Parse("{}").RootElement, default));
        Json(publisher.WriteConfiguration).GetProperty("mappings").GetArrayLength().ShouldBe(1);
        site.Clients.ShouldHaveSingleItem().IsClosed.ShouldBeFalse();
        Status(publisher).ToString().ShouldBe("""{"enabled":true,"running":true,"brokers_count":1,"mappings_count":1,"broker_status":{"b":{"connected":false,"queue_size":1}}}""");
    }

    private static async Task<MqttPublisher> StartAsync(MqttSite site, params string[] mappings)
    {
        var publisher = new MqttPublisher(site.Store, site, site.Surroundings);
        site.Store.Register(new PointRegistration { Key = "k", DataType = "float", Default = TagValue.Of(0L) });
        await publisher.StartAsync(default);
        await ConfigureAsync(publisher, true, [Broker], mappings);
        await Eventually.TrueAsync(() => QueueSize(publisher) >= mappings.Count(m => !m.Contains("\"enabled\":false", StringComparison.Ordinal)));
        return publisher;
    }

    private static Task ConfigureAsync(MqttPublisher publisher, bool isEnabled, string[] brokers, params string[] mappings) =>
        publisher.ConfigureAsync(JsonDocument.Parse($$"""{"enabled":{{(isEnabled ? "true" : "false")}},"brokers":[{{string.Join(',', brokers)}}],"mappings":[{{string.Join(',', mappings)}}]}""").RootElement, default);

    private static string Mapping(string id, string more) =>
        $$"""{"id":"{{id}}","topicName":"t/{{id}}","brokerId":"b","selectedTags":[{"name":"k"},{"name":"none"}]{{(more.Length > 0 ? "," : "")}}{{more}}}""";

    private static int QueueSize(MqttPublisher publisher) => Status(publisher).GetProperty("broker_status").GetProperty("b").GetProperty("queue_size").GetInt32();

    private static JsonElement Status(MqttPublisher publisher) => Json(publisher.WriteStatus);

    private static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) write(writer);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
