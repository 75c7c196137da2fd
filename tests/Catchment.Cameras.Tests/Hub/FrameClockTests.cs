using Catchment.Cameras.Hub;

namespace Catchment.Cameras.Tests.Hub;

public sealed class FrameClockTests
{
    private static readonly DateTime Start = new(2024, 5, 6, 10, 0, 0);

    [Fact]
    public void A_stamp_is_local_time_to_the_microsecond()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("ranch", TimeSpan.FromHours(-8), "ranch", "ranch");

        new FrameClock(new ManualTime(Start.AddTicks(7), zone)).Next().ShouldBe(Start);
    }

    [Fact]
    public void Frames_of_one_microsecond_are_told_apart()
    {
        var clock = new FrameClock(new ManualTime(Start));

        clock.Next().ShouldBe(Start);
        clock.Next().ShouldBe(Start.AddMicroseconds(1));
        clock.Next().ShouldBe(Start.AddMicroseconds(2));
    }

    [Fact]
    public void A_clock_that_is_set_back_is_followed()
    {
        var time = new ManualTime(Start);
        var clock = new FrameClock(time);
        clock.Next();

        time.Advance(TimeSpan.FromHours(-1));

        clock.Next().ShouldBe(Start.AddHours(-1));
    }

    [Fact]
    public void Many_threads_never_get_the_same_stamp()
    {
        var clock = new FrameClock(TimeProvider.System);
        var stamps = new System.Collections.Concurrent.ConcurrentDictionary<DateTime, int>();

        Parallel.For(0, 5_000, _ => stamps.TryAdd(clock.Next(), 0).ShouldBeTrue());

        stamps.Count.ShouldBe(5_000); // more at once would run further ahead of the clock than any camera can
    }
}
