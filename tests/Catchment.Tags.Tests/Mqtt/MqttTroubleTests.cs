using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Catchment.Tags.Mqtt;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.Mqtt.Queues;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Mqtt;

/// <summary>What an operator is told about brokers and queues, and that it ends.</summary>
public sealed class MqttTroubleTests
{
    [Fact]
    public async Task A_broker_that_goes_away_is_told_until_it_is_back_or_no_longer_wanted()
    {
        using var site = new MqttSite(new MqttOptions { Host = "broker.example" });
        var forwarder = new MqttForwarder(site.Store, site.Surroundings);
        forwarder.Start();
        site.Clients[0].Disconnect();
        site.Trouble["mqtt.forwarder"].ShouldStartWith("There is no connection to the MQTT broker broker.example:1883: test.");
        site.Clients[0].Connect();
        site.Trouble.ShouldBeEmpty();
        site.Clients[0].Disconnect();
        site.Trouble.ShouldNotBeEmpty();
        await forwarder.DisposeAsync();
        site.Trouble.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broker_that_nobody_has_asked_for_is_missed_only_once_it_was_there()
    {
        using var site = new MqttSite();
        await using var forwarder = new MqttForwarder(site.Store, site.Surroundings);
        forwarder.Start();
        site.Clients[0].Disconnect();
        site.Trouble.ShouldBeEmpty();
        site.Clients[0].Connect();
        site.Clients[0].Disconnect();
        site.Trouble.Keys.ShouldBe(["mqtt.forwarder"]);
    }

    [Fact]
    public async Task A_full_queue_is_told_until_half_of_it_is_gone()
    {
        using var site = new MqttSite(new MqttOptions { MaxQueue = 4 });
        await using var connection = new BrokerConnection(new MqttClientOptions { Host = "h" }, new MemoryBacklog(4), new MemoryBacklog(1), site.Surroundings, "mqtt.b");
        var client = site.Clients.Single();
        connection.Start();
        for (var i = 0; i < 5; i++)
            connection.Publish(new MqttMessage("t", Encoding.UTF8.GetBytes($"{i}")));
        site.Trouble["mqtt.b.queue"].ShouldContain("h:1883");
        client.Connect();
        for (var i = 1; i < 5; i++)
            Encoding.UTF8.GetString((await client.NextAsync()).Payload.Span).ShouldBe($"{i}");
        connection.Publish(new MqttMessage("t", default));
        await client.NextAsync();
        connection.Publish(new MqttMessage("t", default));
        site.Trouble.ShouldBeEmpty();
    }

    [Fact]
    public void While_the_outbox_cannot_be_written_messages_wait_in_memory_and_go_to_the_disk_when_it_can()
    {
        using var site = new MqttSite();
        File.WriteAllText(site.Folder, "no folder");
        using (var backlog = new OutboxFolder(site.Surroundings).Open("mqtt.b", "b", 100))
        {
            for (var i = 0; i < 3; i++)
                backlog.Append(Message(i)).ShouldBe(0);
            site.Trouble["mqtt.b.outbox"].ShouldContain("memory");
            backlog.TryTake(out var first).ShouldBeTrue();
            backlog.Acknowledge(first.Sequence);
            backlog.Count.ShouldBe(2);
            File.Delete(site.Folder);
            site.Time.Advance(TimeSpan.FromSeconds(5));
            backlog.Append(Message(3)).ShouldBe(0);
            site.Trouble.ShouldBeEmpty();
        }

        using var again = new OutboxFolder(site.Surroundings).Open("mqtt.b", "b", 100);
        var left = new List<string>();
        while (again.TryTake(out var item))
        {
            left.Add(item.Message.Topic);
            again.Acknowledge(item.Sequence);
        }

        left.ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task The_gateway_tells_of_a_refused_login_and_that_it_is_over()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var site = new MqttSite();
        using var folder = new TemporaryFolder();
        using var node = new NodeMetrics(TimeProvider.System, "1");
        using var told = new BlockingCollection<(string Key, string? Reason)>();
        var room = new GatewayRoom
        {
            Model = new GatewayModel
            {
                Store = site.Store,
                Modbus = new MappingTable<ModbusMapping>(null),
                OpcUa = new MappingTable<OpcUaMapping>(null),
                Iec104 = new MappingTable<Iec104Mapping>(null),
                Snmp = new MappingTable<SnmpMapping>(null),
            },
            Documents = site,
            Metrics = new GatewayMetrics(node),
            Loggers = NullLoggerFactory.Instance,
            Time = TimeProvider.System,
            Version = "0",
            StateFolder = folder.FullPath,
            Degrade = (key, reason) => told.Add((key, reason)),
            Recover = key => told.Add((key, null)),
        };
        var options = new MqttOptions { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port };
        var part = new MqttPart(options, room, new MqttMetrics(node.ForService("mqtt", MqttMetrics.DiscardReasons, [])));
        await part.StartAsync(default);
        using (await AnswerAsync(listener, returnCode: 5))
            Next(told).ShouldSatisfyAllConditions(one => one.Key.ShouldBe("mqtt.forwarder"), one => one.Reason!.ShouldContain("refuses the connection"));
        using (await AnswerAsync(listener, returnCode: 0))
            Next(told).ShouldBe(("mqtt.forwarder", null));
        await part.StopAsync(default);
    }

    private static MqttMessage Message(int number) => new($"{number}", default, MqttQos.AtLeastOnce);

    private static (string Key, string? Reason) Next(BlockingCollection<(string Key, string? Reason)> told)
    {
        told.TryTake(out var one, Patience.Limit).ShouldBeTrue();
        return one;
    }

    /// <summary>Takes a connection, and answers its CONNECT.</summary>
    private static async Task<TcpClient> AnswerAsync(TcpListener listener, byte returnCode)
    {
        var client = await listener.AcceptTcpClientAsync().InTimeAsync();
        await client.GetStream().ReadExactlyAsync(new byte[10]).AsTask().InTimeAsync();
        await client.GetStream().WriteAsync(new byte[] { 0x20, 2, 0, returnCode });
        return client;
    }
}
