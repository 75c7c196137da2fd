using System.Text;
using Catchment.Core.Storage;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Queues;

namespace Catchment.Tags.Tests.Mqtt;

public sealed class MqttOutboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Messages_survive_until_they_are_acknowledged()
    {
        using (var outbox = Open())
        {
            for (var i = 0; i < 5; i++) outbox.Append(Message(i)).ShouldBe(0);
            Take(outbox).ShouldBe("0");
            Take(outbox).ShouldBe("1");
            outbox.Acknowledge(TakeItem(outbox).Sequence); // Before those in front of it: it alone does not count.
        }

        using (var outbox = Open())
        {
            outbox.Count.ShouldBe(5);
            var first = TakeItem(outbox);
            (first.Message.Topic, first.Message.Qos, first.Message.Retain).ShouldBe(("größe/0", MqttQos.ExactlyOnce, true));
            outbox.Acknowledge(TakeItem(outbox).Sequence);
            outbox.Acknowledge(first.Sequence);
            outbox.Count.ShouldBe(3);
        }

        using var last = Open();
        Drain(last).ShouldBe(["2", "3", "4"]);
        last.Count.ShouldBe(3);
    }

    [Fact]
    public void The_oldest_go_when_there_are_too_many()
    {
        using (var outbox = Open(new OutboxLimits(Items: 3)))
        {
            Enumerable.Range(0, 5).Sum(i => outbox.Append(Message(i))).ShouldBe(2);
            Drain(outbox).ShouldBe(["2", "3", "4"]);
        }

        using var reopened = Open(new OutboxLimits(Items: 100));
        Drain(reopened).ShouldBe(["2", "3", "4"]);
    }

    [Fact]
    public void Bytes_are_bounded_on_the_disk_too()
    {
        using var outbox = Open(new OutboxLimits(Bytes: 1 << 20));
        var large = new MqttMessage("t", new byte[10_000], MqttQos.AtLeastOnce);
        for (var i = 0; i < 1000; i++) outbox.Append(large);
        outbox.Bytes.ShouldBeLessThanOrEqualTo(1 << 20);
        DiskBytes().ShouldBeLessThan(2 << 20);
        for (var i = 0; i < 1000; i++)
        {
            outbox.Append(Message(i));
            while (outbox.TryTake(out var item)) outbox.Acknowledge(item.Sequence);
        }

        outbox.Count.ShouldBe(0);
        DiskBytes().ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void A_torn_end_costs_what_was_torn_and_no_more()
    {
        using (var outbox = Open())
        {
            for (var i = 0; i < 3; i++) outbox.Append(Message(i));
        }

        var file = Directory.GetFiles(_folder["outbox"]).Single();
        using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length - 2);
        using (var outbox = Open())
        {
            outbox.UnreadableBytes.ShouldBeGreaterThan(0);
            outbox.Append(Message(9));
            Drain(outbox).ShouldBe(["0", "1", "9"]);
        }

        using var again = Open();
        Drain(again).ShouldBe(["0", "1", "9"]);
    }

    [Fact]
    public void It_does_as_a_simple_queue_does_over_any_steps_and_restarts()
    {
        var random = new Random(77);
        for (var round = 0; round < Fuzzing.Rounds(brief: 10, full: 1000); round++)
        {
            var limits = new OutboxLimits(Items: random.Next(1, 60), Bytes: 1 << 20);
            var expected = new Queue<string>();
            var outbox = Open(limits, $"o{round}");
            try
            {
                var taken = new Queue<QueuedMessage>();
                for (var step = 0; step < 300; step++)
                {
                    switch (random.Next(10))
                    {
                        case < 5:
                            outbox.Append(Message(step));
                            expected.Enqueue($"{step}");
                            while (expected.Count > limits.Items) expected.Dequeue();
                            break;
                        case < 7 when outbox.TryTake(out var item):
                            taken.Enqueue(item);
                            break;
                        case < 9 when taken.TryDequeue(out var done):
                            outbox.Acknowledge(done.Sequence);
                            if (expected.TryPeek(out var first) && first == Encoding.UTF8.GetString(done.Message.Payload.Span)) expected.Dequeue();
                            break;
                        case 9 when random.Next(10) == 0:
                            outbox.Dispose();
                            outbox = Open(limits, $"o{round}");
                            taken.Clear();
                            break;
                    }

                    outbox.Count.ShouldBe(expected.Count);
                }

                outbox.Dispose();
                outbox = Open(limits, $"o{round}");
                Drain(outbox).ShouldBe(expected);
            }
            finally
            {
                outbox.Dispose();
            }
        }
    }

    [Fact]
    public void Any_bytes_in_its_files_are_survived()
    {
        var random = new Random(78);
        for (var round = 0; round < Fuzzing.Rounds(brief: 40, full: 4000); round++)
        {
            using (var outbox = Open(name: $"f{round}"))
            {
                for (var i = 0; i < 20; i++) outbox.Append(Message(i));
                for (var i = 0; i < 5; i++) outbox.Acknowledge(TakeItem(outbox).Sequence);
            }

            var file = Directory.GetFiles(_folder[$"f{round}"]).Single();
            var bytes = File.ReadAllBytes(file);
            for (var hits = random.Next(1, 5); hits > 0; hits--) bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(file, bytes);

            using var read = Open(name: $"f{round}");
            var left = Drain(read);
            left.ShouldBe(left.OrderBy(int.Parse));
            read.Append(Message(99));
            Drain(read).ShouldBe(["99"]);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static MqttMessage Message(int number) => new("größe/" + number, Encoding.UTF8.GetBytes($"{number}"), MqttQos.ExactlyOnce, Retain: true);

    private static QueuedMessage TakeItem(MqttOutbox outbox)
    {
        outbox.TryTake(out var item).ShouldBeTrue();
        return item;
    }

    private static string Take(MqttOutbox outbox) => Encoding.UTF8.GetString(TakeItem(outbox).Message.Payload.Span);

    private static List<string> Drain(MqttOutbox outbox)
    {
        var all = new List<string>();
        while (outbox.TryTake(out var item)) all.Add(Encoding.UTF8.GetString(item.Message.Payload.Span));
        return all;
    }

    private long DiskBytes() => new DirectoryInfo(_folder["outbox"]).EnumerateFiles().Sum(static file => file.Length);

    private MqttOutbox Open(OutboxLimits? limits = null, string name = "outbox") => MqttOutbox.Open(_folder[name], limits ?? new OutboxLimits(), Durability.Written);
}
