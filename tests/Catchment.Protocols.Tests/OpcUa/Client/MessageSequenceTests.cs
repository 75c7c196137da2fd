using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client.Subscriptions;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.Tests.OpcUa.Client;

public sealed class MessageSequenceTests
{
    [Fact]
    public void Messages_in_order_are_handed_over_at_once()
    {
        var sequence = new MessageSequence();
        for (uint i = 1; i <= 3; i++)
        {
            sequence.Take(Message(i), [i]);
            Next(sequence).ShouldBe([i]);
            sequence.TryMissing(out _, out var lost).ShouldBeFalse();
            lost.ShouldBe(0);
        }
    }

    [Fact]
    public void A_message_that_is_missing_is_asked_for_and_those_behind_it_wait()
    {
        var sequence = new MessageSequence();
        sequence.Take(Message(3), [1, 2, 3]);
        Next(sequence).ShouldBeEmpty();
        sequence.Held.ShouldBe(1);
        sequence.TryMissing(out var number, out _).ShouldBeTrue();
        number.ShouldBe(1u);
        sequence.Put(Message(1));
        Next(sequence).ShouldBe([1u]);
        sequence.TryMissing(out number, out _).ShouldBeTrue();
        number.ShouldBe(2u);
        sequence.Put(Message(2));
        Next(sequence).ShouldBe([2u, 3u]);
        sequence.TryMissing(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_message_without_news_tells_that_others_are_missing()
    {
        var sequence = new MessageSequence();
        sequence.Take(new NotificationMessage { SequenceNumber = 1 }, []);
        sequence.TryMissing(out _, out _).ShouldBeFalse();
        sequence.Take(new NotificationMessage { SequenceNumber = 3 }, [2]);
        sequence.TryMissing(out var number, out var lost).ShouldBeTrue();
        (number, lost).ShouldBe((2u, 1L));
    }

    [Fact]
    public void What_nobody_has_any_more_is_counted_however_much_it_is()
    {
        var sequence = new MessageSequence();
        sequence.Take(Message(2_000_000_000), []);
        sequence.TryMissing(out _, out var lost).ShouldBeFalse();
        lost.ShouldBe(1_999_999_999);
        Next(sequence).ShouldBe([2_000_000_000u]);
    }

    [Fact]
    public void Messages_that_came_before_and_numbers_that_there_are_not_count_nothing()
    {
        var sequence = new MessageSequence();
        sequence.Take(Message(1), []);
        Next(sequence).ShouldBe([1u]);
        sequence.Take(Message(1), []);
        sequence.Take(Message(0), []);
        sequence.Take(new NotificationMessage { SequenceNumber = 0 }, []);
        Next(sequence).ShouldBeEmpty();
        sequence.Held.ShouldBe(0);
        sequence.TryMissing(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void The_number_behind_the_largest_is_one()
    {
        var sequence = new MessageSequence();
        uint[] steps = [2_000_000_000, 4_000_000_000, uint.MaxValue];
        foreach (var number in steps)
        {
            sequence.Take(Message(number), []);
            sequence.TryMissing(out _, out _).ShouldBeFalse();
            Next(sequence).ShouldBe([number]);
        }

        sequence.Take(Message(1), []);
        Next(sequence).ShouldBe([1u]);
        sequence.TryMissing(out _, out var lost).ShouldBeFalse();
        lost.ShouldBe(0);
    }

    [Fact]
    public void Whatever_order_messages_come_in_all_are_handed_over_once_and_in_order()
    {
        var random = new Random(4711);
        for (var round = 0; round < 2_000; round++)
        {
            var sequence = new MessageSequence();
            List<uint> seen = [];
            var count = (uint)random.Next(1, 30);
            uint[] available = [.. Enumerable.Range(1, (int)count).Select(i => (uint)i)];
            foreach (var number in available.OrderBy(n => n + (random.NextDouble() * 5)).Where(_ => random.Next(4) > 0))
            {
                sequence.Take(Message(number), available);
                seen.AddRange(Next(sequence));
                while (random.Next(3) == 0 && sequence.TryMissing(out var missing, out var lost))
                {
                    lost.ShouldBe(0);
                    sequence.Put(Message(missing));
                    seen.AddRange(Next(sequence));
                }
            }

            sequence.Take(new NotificationMessage { SequenceNumber = count + 1 }, available);
            while (sequence.TryMissing(out var missing, out var lost))
            {
                lost.ShouldBe(0);
                sequence.Put(Message(missing));
                seen.AddRange(Next(sequence));
            }

            seen.ShouldBe(available);
        }
    }

    private static NotificationMessage Message(uint number) => new()
    {
        SequenceNumber = number,
        NotificationData = [new ExtensionObject(new DataChangeNotification())],
    };

    private static List<uint> Next(MessageSequence sequence)
    {
        List<uint> numbers = [];
        while (sequence.TryNext(out var message))
            numbers.Add(message.SequenceNumber);
        return numbers;
    }
}
