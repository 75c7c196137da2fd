using System.Runtime.Versioning;
using Catchment.Core.Databases;
using Catchment.Files.Patterns;

namespace Catchment.Files.Tests.Finder;

[SupportedOSPlatform("linux")]
public sealed class FinderSettleTests
{
    [Theory]
    [InlineData(-300_000)]
    [InlineData(30)]
    public async Task A_file_is_waited_for_until_it_is_still_whatever_the_file_server_s_clock_says(int minutesAhead)
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(minutesAhead));
        using var rig = new FinderRig(DatabaseKind.Sqlite, time);
        rig.Settings = rig.Settings with { Settle = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromSeconds(1) };
        var path = rig.Write("a.fits", "half");
        rig.Start();
        await PauseAsync(time);
        File.AppendAllText(path, " whole");
        for (var second = 0; second < 2; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await PauseAsync(time);
            rig.Tracked().ShouldBeEmpty();
        }

        time.Advance(TimeSpan.FromSeconds(1));
        await PauseAsync(time);
        rig.Rows().Single().Size.ShouldBe(10);
    }

    [Fact]
    public async Task A_file_that_was_renamed_into_place_is_taken_at_once()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Settings = rig.Settings with { Settle = TimeSpan.FromHours(1) };
        rig.Write("d/young.fits", "young");
        rig.Write("d/.renamed.tmp", "renamed");
        rig.Settings = rig.Settings with { Exclude = PatternList.Parse([@"\.tmp$"]) };
        rig.Start();
        await rig.SearchAsync();
        rig.Tracked().ShouldBeEmpty();
        File.Move(Path.Combine(rig.Source, "d/.renamed.tmp"), Path.Combine(rig.Source, "d/renamed.fits"));
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 1);
        await rig.SearchAsync(2);
        rig.Tracked().ShouldBe(["d/renamed.fits"]);
    }

    [Fact]
    public async Task An_old_file_is_taken_at_once()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(2));
        using var rig = new FinderRig(DatabaseKind.Sqlite, time);
        rig.Settings = rig.Settings with { Settle = TimeSpan.FromMinutes(30) };
        rig.Write("a.fits", "a");
        rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 1);
    }

    /// <summary>Waits until a search has ended.</summary>
    private static Task PauseAsync(ManualTime time) => time.TimerSetAsync(TimeSpan.FromSeconds(1));
}
