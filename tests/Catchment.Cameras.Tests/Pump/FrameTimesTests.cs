using Catchment.Cameras.Pump;

namespace Catchment.Cameras.Tests.Pump;

public sealed class FrameTimesTests
{
    [Fact]
    public void Rows_of_equal_time_stay_as_they_stand_in_both_orders()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            long[] times = [.. Enumerable.Range(0, random.Next(100)).Select(_ => (long)random.Next(10))];
            if (round % 2 == 0)
                Array.Sort(times);
            var places = Enumerable.Range(0, times.Length).ToArray();

            FrameTimes.OldestFirst(times).ShouldBe(places.OrderBy(p => times[p]));
            FrameTimes.NewestFirst(times).ShouldBe(places.OrderByDescending(p => times[p]));
        }
    }
}
