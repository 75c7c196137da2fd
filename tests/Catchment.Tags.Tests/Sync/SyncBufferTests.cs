using Catchment.Core.Hosting;
using Catchment.Tags.Store;
using Catchment.Tags.Sync.Buffering;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Tags.Tests.Sync;

public sealed class SyncBufferTests : IDisposable
{
    private static readonly BufferLimits Wide = new(1_000_000, 1L << 30, TimeSpan.FromDays(1));

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gives_back_what_it_took_in_order_with_its_times_also_after_a_restart()
    {
        BufferedValue[] values =
        [
            new("a", TagValue.Of(1.5), 10.25),
            new("ä\0b", TagValue.Of("text \u0001 🔥"), 11, TagQuality.Bad),
            new("c", TagValue.Of(long.MinValue), 12),
            new("d", TagValue.Of(true), 13),
            new("e", TagValue.Null, 14),
        ];
        using (var buffer = Open(Wide))
            buffer.Append(values);
        using var again = Open(Wide);
        Read(again).ShouldBe(values);
        again.Acknowledge(2);
        Read(again).ShouldBe(values[2..]);
        again.Acknowledge(3);
        again.Count.ShouldBe(0);
        Directory.GetFiles(_folder.FullPath, "buffer.0*").ShouldBeEmpty();
    }

    [Fact]
    public void Behaves_as_a_queue_through_restarts_whatever_happens() => Prop.ForAll(
        Gen.Choose(0, 99).ListOf(40).ToArbitrary(),
        steps =>
        {
            using var folder = new TemporaryFolder();
            var model = new Queue<double>();
            var next = 0.0;
            var buffer = SyncBuffer.Open(folder["buffer"], Wide, _time);
            foreach (var step in steps)
            {
                if (step < 50)
                {
                    var values = Enumerable.Range(0, step * 7).Select(_ => next++).ToArray();
                    buffer.Append([.. values.Select(v => new BufferedValue(new string('k', step), TagValue.Of(v), v))]);
                    values.ToList().ForEach(model.Enqueue);
                }
                else if (step < 90)
                {
                    var count = Math.Min(model.Count, (step - 50) * 13);
                    buffer.Acknowledge(count);
                    for (var i = 0; i < count; i++)
                        model.Dequeue();
                }
                else
                {
                    buffer.Dispose();
                    buffer = SyncBuffer.Open(folder["buffer"], Wide, _time);
                }

                buffer.Count.ShouldBe(model.Count);
                Read(buffer, 20).Select(v => v.Timestamp).ShouldBe(model.Take(20));
            }

            buffer.Dispose();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void The_oldest_go_and_are_counted_where_there_are_too_many()
    {
        using var buffer = Open(Wide with { Entries = 100 });
        for (var i = 0; i < 30; i++)
            buffer.Append([.. Enumerable.Range(i * 10, 10).Select(n => new BufferedValue("k", TagValue.Of((long)n), n))]);
        buffer.Drops.Full.ShouldBe(200);
        Read(buffer).Select(v => v.Timestamp).ShouldBe(Enumerable.Range(200, 100).Select(n => (double)n));
    }

    [Fact]
    public void The_oldest_go_where_there_are_too_many_bytes()
    {
        using var buffer = Open(Wide with { Bytes = 3 << 20 });
        var text = TagValue.Of(new string('x', 60_000));
        for (var i = 0; i < 100; i++)
            buffer.Append([new BufferedValue("k", text, i)]);
        buffer.Bytes.ShouldBeLessThanOrEqualTo(3 << 20);
        buffer.Drops.Full.ShouldBe(100 - buffer.Count);
        Read(buffer)[^1].Timestamp.ShouldBe(99);
        Directory.GetFiles(_folder.FullPath, "buffer.0*").Sum(f => new FileInfo(f).Length).ShouldBeLessThan(6 << 20);
    }

    [Fact]
    public void What_waits_for_too_long_goes()
    {
        using var buffer = Open(Wide with { Age = TimeSpan.FromMinutes(10) });
        buffer.Append([new BufferedValue("old", TagValue.Of(1L), 1)]);
        _time.Advance(TimeSpan.FromMinutes(9));
        buffer.Append([new BufferedValue("young", TagValue.Of(2L), 2)]);
        _time.Advance(TimeSpan.FromMinutes(2));
        buffer.Append([new BufferedValue("new", TagValue.Of(3L), 3)]);
        Read(buffer).Select(v => v.Key).ShouldBe(["young", "new"]);
        buffer.Drops.Aged.ShouldBe(1);
    }

    [Fact]
    public void What_was_queued_before_the_computer_knew_the_time_is_not_old()
    {
        var time = new ManualTime(new DateTime(1970, 1, 1, 0, 5, 0));
        using var buffer = SyncBuffer.Open(_folder["early"], Wide, time);
        buffer.Append([new BufferedValue("a", TagValue.Of(1L), 1)]);
        time.Advance(TimeSpan.FromDays(365 * 56));
        buffer.Append([new BufferedValue("b", TagValue.Of(2L), 2)]);
        Read(buffer).Select(v => v.Key).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Some_of_the_acknowledged_go_to_the_end_and_wait_no_longer_for_it()
    {
        using (var buffer = Open(Wide with { Age = TimeSpan.FromMinutes(10), Entries = 6 }))
        {
            buffer.Append([.. Enumerable.Range(0, 6).Select(i => new BufferedValue($"k{i}", TagValue.Of((long)i), i))]);
            _time.Advance(TimeSpan.FromMinutes(6));
            buffer.Acknowledge(4, [1, 3]);
            Read(buffer).Select(v => v.Key).ShouldBe(["k4", "k5", "k1", "k3"]);
            buffer.Drops.ShouldBe(default);
        }

        using var again = Open(Wide with { Age = TimeSpan.FromMinutes(10) });
        Read(again).Select(v => (v.Key, v.Timestamp)).ShouldBe([("k4", 4.0), ("k5", 5), ("k1", 1), ("k3", 3)]);
        _time.Advance(TimeSpan.FromMinutes(6));
        again.Append([]);
        again.Count.ShouldBe(0);
        again.Drops.Aged.ShouldBe(4);
    }

    [Fact]
    public void A_record_that_was_cut_off_costs_itself_alone()
    {
        using (var buffer = Open(Wide))
            buffer.Append([new BufferedValue("a", TagValue.Of(1L), 1), new BufferedValue("b", TagValue.Of(2L), 2)]);
        var file = Directory.GetFiles(_folder.FullPath, "buffer.0*").Single();
        using (var stream = File.OpenWrite(file))
            stream.SetLength(stream.Length - 1);
        using var again = Open(Wide);
        again.Append([new BufferedValue("c", TagValue.Of(3L), 3)]);
        Read(again).Select(v => v.Key).ShouldBe(["a", "c"]);
        again.Drops.Damaged.ShouldBe(1);
    }

    [Fact]
    public void Random_bytes_in_its_files_never_break_it()
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            using var folder = new TemporaryFolder();
            using (var buffer = SyncBuffer.Open(folder["buffer"], Wide, _time))
            {
                buffer.Append([.. Enumerable.Range(0, 50).Select(i => new BufferedValue("k" + i, TagValue.Of("v" + i), i))]);
                buffer.Acknowledge(random.Next(40));
            }

            foreach (var file in Directory.GetFiles(folder.FullPath).Where(f => !f.EndsWith("lock", StringComparison.Ordinal)))
            {
                var bytes = File.ReadAllBytes(file);
                for (var i = random.Next(4); i > 0; i--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                File.WriteAllBytes(file, bytes[..^random.Next(3)]);
            }

            using var again = SyncBuffer.Open(folder["buffer"], Wide, _time);
            var read = Read(again);
            read.ShouldAllBe(v => v.Key.StartsWith('k') && v.Value == TagValue.Of("v" + v.Key.Remove(0, 1)));
            again.Acknowledge(read.Count);
            again.Append([new BufferedValue("last", TagValue.Of(1L), 1)]);
            Read(again).Single().Key.ShouldBe("last");
        }
    }

    [Fact]
    public void Two_processes_do_not_share_one()
    {
        using var buffer = Open(Wide);
        Should.Throw<StateFolderException>(() => Open(Wide)).Message.ShouldContain("--buffer");
    }

    private SyncBuffer Open(BufferLimits limits) => SyncBuffer.Open(_folder["buffer"], limits, _time);

    private static List<BufferedValue> Read(SyncBuffer buffer, int most = int.MaxValue)
    {
        List<BufferedValue> values = [];
        buffer.Peek(values, most);
        return values;
    }
}
