using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Recording;

namespace Catchment.Cameras.Tests.Catalog;

public sealed class RecordBufferTests
{
    private static readonly DateTime Time = new(2026, 3, 1, 12, 0, 0, 123);

    [Fact]
    public void Notes_come_out_as_they_went_in_and_only_once()
    {
        var buffer = new RecordBuffer();
        buffer.TryAddFrame("Barn Door"u8, Time, FrameFormat.Png, 5, 640, 480, out var isFirst).ShouldBeTrue();
        isFirst.ShouldBeTrue();
        buffer.TryAddLine("Barn|motion|moving"u8, Time.AddTicks(10), long.MaxValue, out isFirst).ShouldBeTrue();
        isFirst.ShouldBeFalse();

        var notes = buffer.Drain().Span;
        var frame = RecordBuffer.Take(ref notes);
        (frame.IsLine, Encoding.UTF8.GetString(frame.Text), frame.Time, frame.Format, frame.Size, frame.Width, frame.Height)
            .ShouldBe((false, "Barn Door", Time, FrameFormat.Png, 5, 640, 480));
        var line = RecordBuffer.Take(ref notes);
        (line.IsLine, Encoding.UTF8.GetString(line.Text), line.Time, line.Ordinal).ShouldBe((true, "Barn|motion|moving", Time.AddTicks(10), long.MaxValue));
        notes.IsEmpty.ShouldBeTrue();
        buffer.Drain().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_full_buffer_says_so_and_takes_notes_again_when_it_is_drained()
    {
        var buffer = new RecordBuffer(maxBytes: 200_000);
        var taken = 0;
        while (buffer.TryAddFrame("camera"u8, Time, FrameFormat.Jpg, taken, 0, 0, out _))
            taken++;
        taken.ShouldBe(200_000 / (RecordBuffer.HeadBytes + 6));

        var notes = buffer.Drain().Span;
        for (var i = 0; i < taken; i++)
            RecordBuffer.Take(ref notes).Size.ShouldBe(i);
        buffer.TryAddFrame("camera"u8, Time, FrameFormat.Jpg, 1, 0, 0, out var isFirst).ShouldBeTrue();
        isFirst.ShouldBeTrue();
    }

    [Fact]
    public async Task Notes_of_many_threads_are_all_there()
    {
        var buffer = new RecordBuffer();
        var seen = new List<int>();
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
                buffer.TryAddFrame("camera"u8, Time, FrameFormat.Jpg, (w * 5000) + i, 0, 0, out _).ShouldBeTrue();
        })).ToArray();
        var done = Task.WhenAll(writers);
        while (!done.IsCompleted)
            Collect();
        await done;
        Collect();
        seen.Order().ShouldBe(Enumerable.Range(0, 20_000));

        void Collect()
        {
            var notes = buffer.Drain().Span;
            while (!notes.IsEmpty)
                seen.Add(RecordBuffer.Take(ref notes).Size);
        }
    }

    [Fact]
    public void A_note_costs_no_memory_of_its_own()
    {
        var buffer = new RecordBuffer();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 1000; i++)
                buffer.TryAddFrame("Barn Door"u8, Time, FrameFormat.Jpg, i, 1, 1, out _);
            buffer.Drain();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            buffer.TryAddFrame("Barn Door"u8, Time, FrameFormat.Jpg, i, 1, 1, out _);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
