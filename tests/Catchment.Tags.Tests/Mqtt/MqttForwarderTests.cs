using System.Text;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Mqtt;

public sealed class MqttForwarderTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Snapshots_of_everything_go_to_the_prefix()
    {
        using var site = new MqttSite(new MqttOptions { Retain = true, UserName = "u", Password = "p" });
        await using var forwarder = new MqttForwarder(site.Store, site.Surroundings);
        forwarder.Start();
        var client = site.Clients.ShouldHaveSingleItem();
        (client.Options.Host, client.Options.Port, client.Options.ClientId, client.Options.UserName, client.Options.Password, client.Options.KeepAlive, client.Options.CleanStart, client.Options.Version)
            .ShouldBe(("localhost", 1883, "dataservice-gateway", "u", "p", TimeSpan.FromSeconds(30), true, MqttVersion.V311));
        await site.Time.TimerSetAsync(Interval);
        site.Time.Advance(Interval);
        client.Count.ShouldBe(0); // Nobody is there, and nothing is kept.

        client.Connect();
        site.Time.Advance(Interval);
        var empty = await client.NextAsync();
        (empty.Topic, Text(empty), empty.Qos, empty.Retain).ShouldBe(("dataservice/snapshot", "{}", MqttQos.AtLeastOnce, true));
        site.Write("Dev:a", TagValue.Of(1L));
        site.Write("b", TagValue.Of("x"));
        await site.Time.TimerSetAsync(Interval);
        site.Time.Advance(Interval);
        Text(await client.NextAsync()).ShouldBe("{\"Dev:a\": 1.0, \"b\": \"x\"}");
    }

    [Fact]
    public async Task With_a_buffer_they_wait_for_the_broker_and_the_oldest_go()
    {
        using var site = new MqttSite(new MqttOptions { IsBuffered = true, MaxQueue = 2 });
        await using (var forwarder = new MqttForwarder(site.Store, site.Surroundings))
        {
            forwarder.Start();
            await site.Time.TimerSetAsync(Interval);
            for (var i = 1; i <= 2; i++)
            {
                site.Write("k", TagValue.Of((long)i));
                site.Time.Advance(Interval);
                await site.Time.TimerSetAsync(Interval);
                await KeptAsync(site, i - 1);
            }
        }

        await using var again = new MqttForwarder(site.Store, site.Surroundings);
        again.Start();
        site.Clients[1].Connect();
        Text(await site.Clients[1].NextAsync()).ShouldStartWith("{\"k\": ");
        Text(await site.Clients[1].NextAsync()).ShouldBe("{\"k\": 2.0}");

        static Task KeptAsync(MqttSite site, long dropped) => Eventually.TrueAsync(() => site.Metrics.Discarded(MqttDiscard.QueueFull) >= dropped);
    }

    [Fact]
    public async Task Arrived_messages_are_written_to_tags()
    {
        using var site = new MqttSite(new MqttOptions
        {
            IsEnabled = false,
            Subscriptions =
            [
                new MqttSubscriptionOptions { Topic = "plant/+/+/state", Key = "{2}.{3}", Member = "now.value" },
                new MqttSubscriptionOptions { Topic = "all/+", Key = "{2}:{member}" },
                new MqttSubscriptionOptions { Topic = "plain/#", Payload = SubscribedPayload.Plain, Qos = 2 },
            ],
        });
        await using var forwarder = new MqttForwarder(site.Store, site.Surroundings);
        forwarder.Start();
        var options = site.Clients.ShouldHaveSingleItem().Options;
        options.Subscriptions.ShouldBe([new("plant/+/+/state", MqttQos.AtLeastOnce), new("all/+", MqttQos.AtLeastOnce), new("plain/#", MqttQos.ExactlyOnce)]);
        async Task Arrives(string topic, string payload) => await options.Handler!(new MqttMessage(topic, Encoding.UTF8.GetBytes(payload)), default);

        await Arrives("plant/line1/temp/state", """{"now":{"value":21.5}}""");
        await Arrives("all/dev", """{"a":1,"b":"x","c":[1]}""");
        await Arrives("plain/a/b", " 12.5 ");
        await Arrives("plain/t", "true");
        await Arrives("plain/word", "on fire");
        Value(site, "line1.temp").ShouldBe(TagValue.Of(21.5));
        Value(site, "dev:a").ShouldBe(TagValue.Of(1.0));
        Value(site, "dev:b").ShouldBe(TagValue.Of("x"));
        Value(site, "dev:c").Kind.ShouldBe(TagValueKind.Json);
        Value(site, "plain/a/b").ShouldBe(TagValue.Of(12.5));
        Value(site, "plain/t").ShouldBe(TagValue.Of(true));
        Value(site, "plain/word").ShouldBe(TagValue.Of("on fire"));

        await Arrives("plant/line1/temp/state", """{"now":{}}""");
        await Arrives("plant/line1/temp/state", "no json");
        await Arrives("all/dev", "5");
        await Arrives("all/dev", "{\"\\ud800\":1}");
        site.Metrics.Discarded(MqttDiscard.Unreadable).ShouldBe(4);
        await Arrives("plain/a\u0001b", "1");
        site.Metrics.Discarded(MqttDiscard.NotWritten).ShouldBe(1);
    }

    [Fact]
    public async Task Any_payload_is_written_or_counted()
    {
        using var site = new MqttSite(new MqttOptions { Subscriptions = [new MqttSubscriptionOptions { Topic = "j/#", Key = "k:{member}" }, new MqttSubscriptionOptions { Topic = "p/#", Key = "p", Payload = SubscribedPayload.Plain }] });
        await using var forwarder = new MqttForwarder(site.Store, site.Surroundings);
        forwarder.Start();
        var random = new Random(21);
        for (var round = 0; round < Fuzzing.Rounds(brief: 3_000, full: 300_000); round++)
        {
            var bytes = Encoding.UTF8.GetBytes("{\"a\":[1,2e3,{\"b\":\"\\u00e4\"}],\"c\":null}");
            for (var hits = random.Next(1, 6); hits > 0; hits--) bytes[random.Next(bytes.Length)] = (byte)random.Next(random.Next(2) == 0 ? 128 : 256);
            await site.Clients[0].Options.Handler!(new MqttMessage(random.Next(2) == 0 ? "j/x" : "p/x", bytes), default);
        }
    }

    private static TagValue Value(MqttSite site, string key)
    {
        site.Store.TryGet(key, out var point).ShouldBeTrue(key);
        return point!.Read().Value;
    }

    private static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
