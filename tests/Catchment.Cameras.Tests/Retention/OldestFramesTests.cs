using Catchment.Cameras.Catalog;
using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

public sealed class OldestFramesTests
{
    [Fact]
    public void However_few_are_held_at_a_time_all_come_in_order()
    {
        var random = new Random(3);
        CameraLabel[] labels = [new("a", "a"u8.ToArray(), 0), new("b", "b"u8.ToArray(), 0)];
        for (var round = 0; round < 200; round++)
        {
            var all = Enumerable.Range(0, random.Next(60))
                .Select(_ => new FrameKey(random.Next(40), labels[random.Next(2)], (FrameFormat)random.Next(3))).Distinct().ToArray();
            var capacity = random.Next(1, 9);
            var came = new List<FrameKey>();
            FrameKey? after = null;
            OldestFrames frames;
            do
            {
                frames = new OldestFrames(capacity);
                foreach (var frame in all.Where(f => after is not { } last || f > last))
                    frames.Offer(frame);
                var some = frames.InOrder();
                some.Count.ShouldBeLessThanOrEqualTo(capacity);
                came.AddRange(some);
                after = came.Count == 0 ? null : came[^1];
            }
            while (frames.HasMore);

            came.ShouldBe(all.Order());
        }
    }
}
