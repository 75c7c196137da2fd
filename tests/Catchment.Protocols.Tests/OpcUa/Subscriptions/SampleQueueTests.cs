using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Server.Subscriptions;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>The queue of an item and its overflow. Source: OPC 10000-4, 5.13.1.5.</summary>
public sealed class SampleQueueTests
{
    [Theory]
    [InlineData(4, true, "3! 4 5 6")]
    [InlineData(4, false, "1 2 3 6!")]
    [InlineData(1, true, "6")]
    [InlineData(1, false, "6")]
    [InlineData(6, true, "1 2 3 4 5 6")]
    [InlineData(5, false, "1 2 3 4 6!")]
    public void The_mark_of_what_was_lost_stands_beside_the_gap(int size, bool discardOldest, string expected)
    {
        var queue = new SampleQueue(size, discardOldest);
        Fill(queue, 1, 6);
        Drain(queue).ShouldBe(expected);
        queue.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(3, true, "4! 5 6")]
    [InlineData(3, false, "1 2 6!")]
    [InlineData(1, true, "6")]
    [InlineData(1, false, "6")]
    [InlineData(10, true, "1 2 3 4 5 6")]
    public void A_new_size_loses_as_if_it_had_always_been(int size, bool discardOldest, string expected)
    {
        var queue = new SampleQueue(6, discardOldest);
        Fill(queue, 1, 6);
        queue.Resize(size, discardOldest);
        queue.Size.ShouldBe(size);
        Drain(queue).ShouldBe(expected);
    }

    [Fact]
    public void A_status_keeps_its_own_bits_beside_the_mark()
    {
        var queue = new SampleQueue(2, discardOldest: true);
        for (var i = 0; i < 3; i++)
            queue.Enqueue(new DataValue(new Variant(i), StatusCodes.BadSensorFailure));
        var marked = queue.Dequeue().Status;
        marked.Condition.ShouldBe(StatusCodes.BadSensorFailure);
        marked.Value.ShouldBe(StatusCodes.BadSensorFailure.Value | 0x480);
        queue.Dequeue().Status.ShouldBe(StatusCodes.BadSensorFailure);
    }

    [Fact]
    public void A_queue_that_was_emptied_begins_anew()
    {
        var queue = new SampleQueue(3, discardOldest: true);
        Fill(queue, 1, 5);
        queue.Clear();
        queue.Count.ShouldBe(0);
        Fill(queue, 7, 8);
        Drain(queue).ShouldBe("7 8");
    }

    /// <summary>Numbers below 90 are put in, others take out or change the size.</summary>
    [Fact]
    public void It_does_what_a_list_does() =>
        Prop.ForAll(
            Gen.Choose(0, 110).ArrayOf().ToArbitrary(),
            Gen.Choose(1, 8).ToArbitrary(),
            ArbMap.Default.ArbFor<bool>(),
            (steps, size, discardOldest) =>
            {
                var queue = new SampleQueue(size, discardOldest);
                List<(int Value, bool Marked)> model = [];
                foreach (var step in steps)
                {
                    if (step < 90)
                    {
                        queue.Enqueue(new DataValue(new Variant(step)));
                        model.Add((step, false));
                    }
                    else if (step < 105 && model.Count > 0)
                    {
                        var value = queue.Dequeue();
                        if (!Equals(value.Value.ToObject(), model[0].Value) || (value.Status.Value != 0) != model[0].Marked)
                            return false;
                        model.RemoveAt(0);
                    }
                    else
                    {
                        size = 1 + (step % 8);
                        queue.Resize(size, discardOldest);
                    }

                    Shorten(model, size, discardOldest);
                    if (queue.Count != model.Count)
                        return false;
                }

                return Drain(queue) == string.Join(' ', model.Select(m => m.Value + (m.Marked ? "!" : "")));
            }).QuickCheckThrowOnFailure();

    private static void Shorten(List<(int Value, bool Marked)> model, int size, bool discardOldest)
    {
        if (model.Count <= size)
            return;
        if (discardOldest)
            model.RemoveRange(0, model.Count - size);
        else
            model.RemoveRange(size - 1, model.Count - size);
        var at = discardOldest ? 0 : size - 1;
        model[at] = (model[at].Value, model[at].Marked || size > 1);
    }

    private static void Fill(SampleQueue queue, int first, int last)
    {
        for (var i = first; i <= last; i++)
            queue.Enqueue(new DataValue(new Variant(i)));
    }

    private static string Drain(SampleQueue queue)
    {
        List<string> values = [];
        while (queue.Count > 0)
        {
            var value = queue.Dequeue();
            values.Add(value.Value + (value.Status.Value == SampleQueue.Overflow ? "!" : ""));
        }

        return string.Join(' ', values);
    }
}
