using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.Tests.ZeroMq.Connections;

public sealed class ReceiveBufferTests
{
    private readonly MemoryBudget _budget = new(256 * 1024);

    [Fact]
    public void It_grows_only_as_octets_arrive_and_keeps_them()
    {
        using var buffer = new ReceiveBuffer(_budget);
        buffer.Capacity.ShouldBe(ReceiveBuffer.IdleSize);
        var next = 0;
        while (next < 200_000) Fill(buffer, ref next, 1000);
        buffer.Capacity.ShouldBe(256 * 1024);
        for (var i = 0; i < next; i++) buffer.Pending[i].ShouldBe((byte)i);
        _budget.Used.ShouldBe(256 * 1024 - ReceiveBuffer.WorkingSize);
    }

    [Fact]
    public void What_is_consumed_makes_room_without_growing()
    {
        using var buffer = new ReceiveBuffer(_budget);
        var next = 0;
        for (var i = 0; i < 1000; i++)
        {
            Fill(buffer, ref next, 700);
            buffer.Consume(buffer.Pending.Length - 13);
            buffer.Pending[12].ShouldBe((byte)(next - 1));
        }

        buffer.Capacity.ShouldBe(ReceiveBuffer.IdleSize);
    }

    [Fact]
    public void It_does_not_grow_beyond_the_budget_until_memory_is_given_back()
    {
        using var other = new ReceiveBuffer(_budget);
        using var buffer = new ReceiveBuffer(_budget);
        var next = 0;
        _budget.TryTake(_budget.Used + 512 * 1024, "somebody who is beyond it already").ShouldBeTrue();
        _budget.Release(512 * 1024);
        while (next < 200_000) Fill(other, ref next, 1000);
        while (buffer.TryMakeRoom()) buffer.Received(buffer.Free.Length);
        buffer.Capacity.ShouldBe(128 * 1024);
        other.Consume(other.Pending.Length);
        other.ShrinkWhenEmpty();
        buffer.TryMakeRoom().ShouldBeTrue();
    }

    [Fact]
    public void One_buffer_at_a_time_may_grow_beyond_the_budget()
    {
        using var first = new ReceiveBuffer(_budget);
        using var second = new ReceiveBuffer(_budget);
        for (var size = 0; size < 1_000_000; size = first.Pending.Length)
        {
            first.TryMakeRoom().ShouldBeTrue();
            first.Received(first.Free.Length);
        }

        first.IsBeyondBudget.ShouldBeTrue();
        while (second.TryMakeRoom()) second.Received(second.Free.Length);
        second.Capacity.ShouldBe(ReceiveBuffer.WorkingSize);

        first.Consume(first.Pending.Length - 5);
        var rest = first.Pending.ToArray();
        first.ShrinkWhenMemoryIsShort();
        first.Pending.ToArray().ShouldBe(rest);
        first.Capacity.ShouldBe(ReceiveBuffer.WorkingSize);
        first.IsBeyondBudget.ShouldBeFalse();
        second.TryMakeRoom().ShouldBeTrue();
    }

    [Fact]
    public void A_large_buffer_is_kept_while_there_is_memory_enough()
    {
        using var buffer = new ReceiveBuffer(_budget);
        var next = 0;
        Fill(buffer, ref next, 200_000);
        buffer.Consume(200_000);
        buffer.ShrinkWhenMemoryIsShort();
        buffer.Capacity.ShouldBe(256 * 1024);
    }

    [Fact]
    public void All_is_given_back_at_the_end()
    {
        var buffer = new ReceiveBuffer(_budget);
        var next = 0;
        while (next < 100_000) Fill(buffer, ref next, 1000);
        buffer.Dispose();
        buffer.Dispose();
        _budget.Used.ShouldBe(0);
    }

    [Fact]
    public void Handing_over_a_message_keeps_what_came_behind_it()
    {
        using var buffer = new ReceiveBuffer(_budget);
        var next = 0;
        Fill(buffer, ref next, 4000);
        var array = buffer.HandOver(3990);
        array[3989].ShouldBe((byte)(3989 % 256));
        buffer.Pending.Length.ShouldBe(10);
        buffer.Pending[0].ShouldBe((byte)(3990 % 256));
        buffer.Bytes.ShouldNotBeSameAs(array);
    }

    private static void Fill(ReceiveBuffer buffer, ref int next, int count)
    {
        while (count > 0)
        {
            buffer.TryMakeRoom().ShouldBeTrue();
            var free = buffer.Free[..Math.Min(count, buffer.Free.Length)];
            for (var i = 0; i < free.Length; i++) free[i] = (byte)next++;
            buffer.Received(free.Length);
            count -= free.Length;
        }
    }
}
