using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.Tests.ZeroMq.Connections;

public sealed class OutboundQueueTests
{
    [Fact]
    public void It_is_bounded_in_messages()
    {
        var queue = new OutboundQueue(maxMessages: 2, maxBytes: 1000);
        queue.TryAdd(Message(1)).ShouldBeTrue();
        queue.TryAdd(Message(1)).ShouldBeTrue();
        queue.TryAdd(Message(1)).ShouldBeFalse();
        queue.TryTakeNow(out _).ShouldBeTrue();
        queue.TryAdd(Message(1)).ShouldBeTrue();
    }

    [Fact]
    public void It_is_bounded_in_octets_but_a_larger_message_may_wait_alone()
    {
        var queue = new OutboundQueue(maxMessages: 10, maxBytes: 100);
        queue.TryAdd(Message(200)).ShouldBeTrue();
        queue.TryAdd(Message(1)).ShouldBeFalse();
        queue.TryTakeNow(out _).ShouldBeTrue();
        queue.TryAdd(Message(60)).ShouldBeTrue();
        queue.TryAdd(Message(60)).ShouldBeFalse();
        queue.TryAdd(Message(20)).ShouldBeTrue();
    }

    [Fact]
    public async Task Adding_waits_for_room()
    {
        var queue = new OutboundQueue(maxMessages: 1, maxBytes: 1000);
        queue.TryAdd(Message(1)).ShouldBeTrue();
        var adding = Task.Run(() => queue.TryAdd(Message(2), Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None));
        queue.TryTake(out var first, () => false).ShouldBeTrue();
        first!.Length.ShouldBe(3);
        (await adding).ShouldBeTrue();
    }

    [Fact]
    public async Task Completing_ends_the_waiting_of_both_sides()
    {
        var full = new OutboundQueue(maxMessages: 1, maxBytes: 1000);
        full.TryAdd(Message(1)).ShouldBeTrue();
        var empty = new OutboundQueue(maxMessages: 1, maxBytes: 1000);
        var adding = Task.Run(() => full.TryAdd(Message(2), Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None));
        var taking = Task.Run(() => empty.TryTake(out _, () => false));
        full.Clear().ShouldBe(1);
        empty.Complete();
        (await adding).ShouldBeFalse();
        (await taking).ShouldBeFalse();
    }

    private static OutboundMessage Message(int size) => OutboundMessage.Encode([new byte[size]]);
}
