using Catchment.Cameras.Pump;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Pump;

public sealed class RecordedEventsTests
{
    private static readonly DateTimeOffset Now = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5, 0.019, false)]
    [InlineData(5, 0.021, true)]
    [InlineData(0, 0.021, false)] // whole seconds alone: a file system that may tick every other second
    [InlineData(0, 2.1, true)]
    [InlineData(5, -3600, true)] // the clock was set back
    [InlineData(5, -0.01, false)]
    public void A_file_that_changed_just_now_is_not_trusted_to_show_its_next_change(int fraction, double ageSeconds, bool shows)
    {
        var changed = Now.AddSeconds(-ageSeconds).ToUnixTimeMilliseconds() * 1_000_000;
        var modified = changed / 1_000_000_000 * 1_000_000_000 + fraction;

        RecordedEvents.ShowNextChange(new FileFacts(FileKind.File, 1, modified, 2, 3) { Changed = changed }, Now).ShouldBe(shows);
    }
}
