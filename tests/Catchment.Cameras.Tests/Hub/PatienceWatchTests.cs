using Catchment.Cameras.Hub;

namespace Catchment.Cameras.Tests.Hub;

public sealed class PatienceWatchTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(60, "No messages received for 60 minutes.")]
    [InlineData(0.5, "No messages received for 0.5 minutes.")]
    public void After_so_many_minutes_of_silence_one_line_is_due(double minutes, string expected)
    {
        var watch = new PatienceWatch(minutes, _time);

        _time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        watch.Check().ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(1));

        watch.Check().ShouldBe(expected);
        watch.Check().ShouldBeNull("the clock starts again");
    }

    [Fact]
    public void Every_message_starts_the_clock_again()
    {
        var watch = new PatienceWatch(10, _time);
        _time.Advance(TimeSpan.FromMinutes(9));

        watch.Touch();
        _time.Advance(TimeSpan.FromMinutes(9));

        watch.Check().ShouldBeNull();
    }

    [Fact]
    public void It_looks_ten_times_in_its_patience() => new PatienceWatch(10, _time).Interval.ShouldBe(TimeSpan.FromMinutes(1));
}
