using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Store;

public sealed class HistoryRingTests
{
    /// <summary>Clocks that are set back, late writes, many writes of one time, and the oldest that go.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_span_of_time_is_what_a_look_at_all_entries_finds(bool isOrdered)
    {
        var random = new Random(20_261_122);
        for (var round = 0; round < 300; round++)
        {
            var ring = new HistoryRing();
            var budget = new HistoryBudget(1 << 20);
            var clock = 0.0;
            for (var i = 0; i < random.Next(60); i++)
            {
                clock = isOrdered || random.Next(8) > 0 ? clock + random.Next(3) : clock - random.Next(10);
                ring.Add(clock, TagValue.Of(i), isLate: false, 25, budget);
                if (random.Next(4) == 0)
                    ring.Add(clock - random.Next(5), TagValue.Of(1_000 + i), isLate: true, 25, budget);
            }

            var all = ring.Last(int.MaxValue);
            for (var look = 0; look < 20; look++)
            {
                var (from, to, limit, isBackward) = (random.Next(-12, 70), random.Next(-12, 70), random.Next(1, 30), random.Next(2) == 0);
                var within = all.Where(e => e.Timestamp >= from && e.Timestamp <= to).OrderBy(e => e.Timestamp).ToArray();
                ring.Between(from, to, isBackward, limit).ShouldBe((isBackward ? within.Reverse() : within).Take(limit));
            }

            ring.Clear(budget);
            ring.Between(double.NegativeInfinity, double.PositiveInfinity, isBackward: false, 5).ShouldBeEmpty();
        }
    }
}
