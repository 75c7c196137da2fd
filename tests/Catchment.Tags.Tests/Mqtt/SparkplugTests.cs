using System.Text.Json;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt;
using Catchment.Tags.Mqtt.Sparkplug;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Mqtt;

public sealed class SparkplugTests
{
    private const string Rebirth = "0A" + "14" + "4E6F646520436F6E74726F6C2F52656269727468" + "200B" + "7001"; // Node Control/Rebirth, Boolean, true

    [Fact]
    public async Task A_node_is_born_tells_changes_and_dies()
    {
        using var site = new MqttSite();
        site.Write("plain", TagValue.Of("x"));
        site.Write("Dev:temp", TagValue.Of(21.5));
        site.Store.Register(new PointRegistration { Key = "Dev:count", DataType = "int" });
        site.Write("Dev:count", TagValue.Of(-7L));
        site.Write("pump.on", TagValue.Of(true));
        StubClient client;
        await using (var publisher = await StartAsync(site))
        {
            client = site.Clients.ShouldHaveSingleItem();
            client.Options.Subscriptions.ShouldHaveSingleItem().Filter.ShouldBe("spBv1.0/G/NCMD/E");
            client.Connect();
            var death = SparkplugReading.Read(client.Will!.Payload);
            (client.Will.Topic, client.Will.Qos, client.Will.Retain, death.Sequence).ShouldBe(("spBv1.0/G/NDEATH/E", MqttQos.AtLeastOnce, false, null));
            death.Metrics.ShouldHaveSingleItem().Value.ShouldBe(0L);

            await BirthAsync(client, 0);
            await site.Time.TimerSetAsync(TimeSpan.FromSeconds(1));
            site.Write("Dev:temp", TagValue.Of(22.5));
            site.Time.Advance(TimeSpan.FromSeconds(1));
            var data = await client.NextAsync();
            var changed = SparkplugReading.Read(data.Payload);
            (data.Topic, changed.Sequence).ShouldBe(("spBv1.0/G/DDATA/E/Dev", 3UL));
            (changed.Metrics.ShouldHaveSingleItem().Name, changed.Metrics[0].Value, changed.Metrics[0].Quality).ShouldBe(("temp", 22.5, 192UL));

            await client.Options.Handler!(new MqttMessage("spBv1.0/G/NCMD/E", Convert.FromHexString("12" + (Rebirth.Length / 2).ToString("X2") + Rebirth)), default);
            await site.Time.TimerSetAsync(TimeSpan.FromSeconds(1));
            site.Time.Advance(TimeSpan.FromSeconds(1));
            await BirthAsync(client, 0, temp: 22.5);

            client.Disconnect();
            client.Connect();
            SparkplugReading.Read(client.Will!.Payload).Metrics[0].Value.ShouldBe(1L);
            await site.Time.TimerSetAsync(TimeSpan.FromSeconds(1));
            site.Time.Advance(TimeSpan.FromSeconds(1));
            await BirthAsync(client, 1, temp: 22.5);
        }

        (await client.NextAsync()).Topic.ShouldBe("spBv1.0/G/NDEATH/E");
    }

    [Fact]
    public void A_metric_says_null_where_its_type_has_no_place_for_the_value()
    {
        var read = SparkplugReading.Read(SparkplugPayload.Write(5, 255, [new SparkplugMetric("ä", SparkplugType.Double, TagValue.Of("text"), 6), new SparkplugMetric("b", SparkplugType.String, TagValue.Of(1.5), 7, TagQuality.Bad)]));
        (read.Timestamp, read.Sequence).ShouldBe((5UL, 255UL));
        read.Metrics.ShouldBe([new("ä", 6, 10, null, null), new("b", 7, 12, "1.5", 0)]);
    }

    [Fact]
    public void A_command_is_found_among_anything_and_no_bytes_harm()
    {
        SparkplugCommand.TryRead(Convert.FromHexString("0805" + "1204" + "0A02AABB" + "12" + (Rebirth.Length / 2).ToString("X2") + Rebirth), out var isRebirth).ShouldBeTrue();
        isRebirth.ShouldBeTrue();
        SparkplugCommand.TryRead(Convert.FromHexString("12FF"), out _).ShouldBeFalse();
        var random = new Random(3);
        for (var round = 0; round < Fuzzing.Rounds(brief: 20_000, full: 1_000_000); round++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            if (bytes.Length > 2 && random.Next(2) == 0) (bytes[0], bytes[1]) = (0x12, (byte)(bytes.Length - 2));
            SparkplugCommand.TryRead(bytes, out _);
        }
    }

    [Theory]
    [InlineData("Dev:a.b", "Dev", "a.b")]
    [InlineData("dev.tag", "dev", "tag")]
    [InlineData("a/b+c#:t", "a_b_c_", "t")]
    [InlineData("alone", "", "alone")]
    [InlineData(":t", "", ":t")]
    [InlineData("d:", "", "d:")]
    public void A_key_stands_with_its_device(string key, string device, string metric) => SparkplugName.Of(key).ShouldBe(new SparkplugName(device, metric));

    private static async Task BirthAsync(StubClient client, long number, double temp = 21.5)
    {
        var node = await client.NextAsync();
        var read = SparkplugReading.Read(node.Payload);
        (node.Topic, node.Qos, node.Retain, read.Sequence).ShouldBe(("spBv1.0/G/NBIRTH/E", MqttQos.AtMostOnce, false, 0UL));
        read.Metrics.Select(m => (m.Name, m.Type, m.Value)).ShouldBe([("bdSeq", 4UL, number), ("Node Control/Rebirth", 11UL, false), ("plain", 12UL, (object)"x")]);
        var device = await client.NextAsync();
        read = SparkplugReading.Read(device.Payload);
        (device.Topic, read.Sequence).ShouldBe(("spBv1.0/G/DBIRTH/E/Dev", 1UL));
        read.Metrics.Select(m => (m.Name, m.Type, m.Value)).ShouldBe([("temp", 10UL, (object)temp), ("count", 4UL, -7L)]);
        var other = await client.NextAsync();
        other.Topic.ShouldBe("spBv1.0/G/DBIRTH/E/pump");
        SparkplugReading.Read(other.Payload).Metrics.ShouldHaveSingleItem().Value.ShouldBe(true);
    }

    private static async Task<MqttPublisher> StartAsync(MqttSite site)
    {
        var publisher = new MqttPublisher(site.Store, site, site.Surroundings);
        await publisher.StartAsync(default);
        await publisher.ConfigureAsync(
            JsonDocument.Parse("""
                {"enabled":true,"brokers":[{"id":"b","name":"n","address":"h","port":1,"sparkplug":{"groupId":"G","edgeNodeId":"E"}}],
                 "mappings":[{"id":"m","topicName":"t","brokerId":"b","format":"sparkplug","selectedTags":[{"name":"plain"},{"name":"Dev:temp"},{"name":"Dev:count"},{"name":"pump.on"},{"name":"missing"}]}]}
                """).RootElement,
            default);
        return publisher;
    }
}
