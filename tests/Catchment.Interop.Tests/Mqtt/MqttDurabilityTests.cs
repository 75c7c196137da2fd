using System.Globalization;
using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.Mqtt.Queues;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Interop.Tests.Mqtt;

public sealed class MqttDurabilityTests
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") is "1";

    [Fact]
    public async Task A_broker_that_is_ended_and_started_under_load_costs_nothing_at_qos_1_and_no_order()
    {
        const int total = 3000;
        using var broker = new Mosquitto();
        using var folder = new TemporaryFolder();
        using var node = new NodeMetrics(TimeProvider.System, "1");
        var surroundings = new MqttSurroundings
        {
            Options = new MqttOptions(),
            Metrics = new MqttMetrics(node.ForService("gateway", MqttMetrics.DiscardReasons)),
            Time = TimeProvider.System,
            Logger = NullLogger.Instance,
        };
        using var subscriber = MosquittoClient.Subscribe(broker.Port, "load", "-q", "1", "-c", "-i", "load-subscriber");
        var options = new MqttClientOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "load", ReconnectMin = TimeSpan.FromMilliseconds(20), ReconnectMax = TimeSpan.FromMilliseconds(100) };
        await using var connection = new BrokerConnection(options, new MemoryBacklog(1), MqttOutbox.Open(folder["outbox"], new OutboxLimits()), surroundings);
        connection.Start();
        for (var i = 0; i < total; i++)
        {
            connection.Publish(new MqttMessage("load", Encoding.ASCII.GetBytes($"{i}"), MqttQos.AtLeastOnce));
            if (i % 1000 != 500) continue;
            Eventually.True(() => surroundings.Metrics.Published > i / 2, "nothing is published");
            broker.Stop();
            for (var j = 0; j < 100; j++) connection.Publish(new MqttMessage("load", Encoding.ASCII.GetBytes($"{++i}"), MqttQos.AtLeastOnce));
            broker.Start();
        }

        ReadAll(subscriber, total - 1);
        Eventually.True(() => connection.QueueSize == 0, "the queue does not empty");
        surroundings.Metrics.Published.ShouldBe(total);
        surroundings.Metrics.Discarded("queue_full").ShouldBe(0);
    }

    [Fact]
    public void Kill_9_of_a_process_with_a_full_outbox_loses_nothing_that_was_kept()
    {
        var random = new Random(9);
        using var broker = new Mosquitto();
        using var folder = new TemporaryFolder();
        using var subscriber = MosquittoClient.Subscribe(broker.Port, "outbox", "-q", "1", "-c", "-i", "outbox-subscriber");
        broker.Stop();
        var next = 0;
        for (var round = 0; round < (IsFull ? 30 : 4); round++)
        {
            using var child = OutboxChild.Start(folder["outbox"], broker.Port, next, 1_000_000);
            var last = 0;
            for (var reads = random.Next(1, 400); reads > 0; reads--) last = child.ReadNumber();
            if (round % 2 == 1)
            {
                broker.Start(); // It is killed while it sends, too.
                for (var reads = random.Next(1, 2000); reads > 0; reads--) last = child.ReadNumber();
                broker.Stop();
            }

            next = child.Kill(last) + 2; // The one behind the last may be kept without having been told.
        }

        broker.Start();
        using var sender = OutboxChild.Start(folder["outbox"], broker.Port, next, 1);
        ReadAll(subscriber, sender.ReadNumber(), mayLack: 1);
    }

    /// <summary>Reads until the last number: each one is there, and the first of each come in order.</summary>
    /// <param name="subscriber">Reads them.</param>
    /// <param name="last">The last number.</param>
    /// <param name="mayLack">How many numbers on end may not be there: those of which nobody was told.</param>
    private static void ReadAll(MosquittoClient subscriber, int last, int mayLack = 0)
    {
        for (var newest = -1; newest < last;)
        {
            var number = int.Parse(subscriber.Next().Split(' ')[^1], CultureInfo.InvariantCulture);
            if (number <= newest) continue; // Again.
            number.ShouldBeLessThanOrEqualTo(newest + 1 + mayLack, "something is lost");
            newest = number;
        }
    }
}
