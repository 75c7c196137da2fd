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
        await Second(time);
        File.AppendAllText(path, " whole");
        await Second(time);
        await Second(time);
        rig.Tracked().ShouldBeEmpty();
        await Second(time);
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 1);
        rig.Rows().Single().Size.ShouldBe(10);
        time.Advance(TimeSpan.FromSeconds(1));
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

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_is_left_for_later()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        var path = Path.Combine(rig.Source, "growing.fits");
        using (var writer = File.Create(path))
        {
            var block = new byte[1 << 20];
            for (var i = 0; i < 64; i++)
                writer.Write(block);
            writer.Flush();
            rig.Start();
            var began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(1))
            {
                writer.Write("more"u8);
                writer.Flush();
            }
        }

        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 1);
        await rig.StopAsync();
        var row = rig.Rows().Single();
        var stored = Path.Combine(rig.Storage, "growing.fits");
        row.Size.ShouldBe(new FileInfo(stored).Length);
        row.Checksum.ShouldBe(FinderScanTests.Checksum(stored));
    }

    private static async Task Second(ManualTime time)
    {
        await time.TimerSetAsync(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
    }
}
