using System.Runtime.Versioning;
using Catchment.Core.Databases;
using Catchment.Files.Patterns;
using Catchment.Files.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tests.Finder;

/// <summary>The search by transfer logs. Source: <c>files</c> 4.3, 11 (D5, D7, D8, D10).</summary>
[SupportedOSPlatform("linux")]
public sealed class FinderLogTests
{
    private const string Day = "20210101";

    public static TheoryData<DatabaseKind> Kinds => FinderRig.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_logs_of_the_days_around_the_day_are_read_once_and_get_their_sentinels(DatabaseKind kind)
    {
        using var rig = Rig(kind);
        rig.Settings = rig.Settings with { PastDays = 2, FutureDays = 1, Exclude = PatternList.Parse([@"\.tmp$"]) };
        foreach (var day in new[] { "20201229", "20201230", "20201231", Day, "20210102", "20210103" })
        {
            rig.Write($"{day}/raw/{day}.fits", day, rig.Storage);
            Log(rig, $"{day}/deeper/rsync_1.log", $"{day}/raw/{day}.fits");
        }

        rig.Write("skip.tmp", "left out", rig.Storage);
        Log(rig, Day + "/rsync.log", "skip.tmp");
        Log(rig, Day + "/sync.log", "20210103/raw/20210103.fits"); // No log by its name.
        rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 4);
        await rig.SearchAsync(2);
        await rig.StopAsync();

        rig.Tracked().ShouldBe(["20201230/raw/20201230.fits", "20201231/raw/20201231.fits", "20210101/raw/20210101.fits", "20210102/raw/20210102.fits"]);
        Sentinels(rig).ShouldBe(["20201230/deeper/rsync_1.log.done", "20201231/deeper/rsync_1.log.done", "20210101/deeper/rsync_1.log.done", "20210101/rsync.log.done", "20210102/deeper/rsync_1.log.done"]);
        var sentinel = Path.Combine(rig.Source, Day, "rsync.log.done");
        new FileInfo(sentinel).Length.ShouldBe(0);
        (File.GetUnixFileMode(sentinel) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)).ShouldBe(UnixFileMode.None);
        rig.Metrics.Totals.Received.ShouldBe(4);
        rig.Logs.Lines.ShouldNotContain(l => l.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_log_is_not_done_before_its_last_file_is_there()
    {
        using var rig = Rig(DatabaseKind.Sqlite);
        rig.Write("first.fits", "first", rig.Storage);
        Log(rig, Day + "/rsync.log", "first.fits", "late.fits");
        rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 1);
        await rig.SearchAsync(3);
        Sentinels(rig).ShouldBeEmpty();
        rig.Logs.Count(LogLevel.Error, "late.fits").ShouldBe(1); // Once, whatever the number of readings.
        rig.Write("late.fits", "late", rig.Storage);
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 2);
        await rig.SearchAsync(2);
        await rig.StopAsync();
        Sentinels(rig).ShouldBe([Day + "/rsync.log.done"]);
        rig.Tracked().ShouldBe(["first.fits", "late.fits"]);
        rig.Metrics.Totals.Received.ShouldBe(2);
    }

    [Fact]
    public async Task Bad_lines_and_paths_are_told_once_and_keep_nothing_back()
    {
        using var rig = Rig(DatabaseKind.Sqlite);
        rig.Write("a.fits", "a", rig.Storage);
        rig.Write("b.fits", "b", rig.Storage);
        rig.Write("outside.fits", "outside", Path.Combine(rig.Storage, ".."));
        Directory.CreateDirectory(Path.Combine(rig.Storage, "folder"));
        File.CreateSymbolicLink(Path.Combine(rig.Storage, "link.fits"), Path.Combine(rig.Storage, "a.fits"));
        Directory.CreateDirectory(Path.Combine(rig.Source, Day));
        File.WriteAllBytes(Path.Combine(rig.Source, Day, "rsync.log"),
        [
            .. "send <f+++++++++ a.fits\n"u8, .. "send <f+++++++++\n"u8, .. "send <f+++++++++ gr\u00fcn.fits\n\n"u8,
            .. "send <f+++++++++ bad\n"u8[..^1], 0xff, .. ".fits\n"u8, .. "send <f+++++++++ ../outside.fits\n"u8, .. "send <f+++++++++ /etc/hostname\n"u8,
            .. "send <f+++++++++ folder\n"u8, .. "send <f+++++++++ link.fits\n"u8, .. "send <f+++++++++ b.fits"u8,
        ]);
        Old(rig, Day + "/rsync.log");
        rig.Write("gr\u00fcn.fits", "c", rig.Storage);
        rig.Start();
        await rig.UntilAsync(() => Sentinels(rig).Length == 1);
        await rig.SearchAsync(2);
        await rig.StopAsync();
        rig.Tracked().ShouldBe(["a.fits", "b.fits", "gr\u00fcn.fits"]);
        rig.Logs.Lines.Single(l => l.Text.Contains("line 2: ", StringComparison.Ordinal)).Text.ShouldContain("skipped: 2, the first of them line 2: it tells of a new file and has fewer than three fields; line 5: it is no UTF-8 text");
        foreach (var told in new[] { "line 2: ", "line 5: ", "../outside.fits: ", "/etc/hostname: " })
            rig.Logs.Count(LogLevel.Error, told).ShouldBe(1, told);
        rig.Logs.Count(LogLevel.Warning, "folder: ").ShouldBe(1);
        rig.Logs.Count(LogLevel.Warning, "link.fits: ").ShouldBe(1);
    }

    [Fact]
    public async Task A_log_that_is_not_settled_is_read_again_when_the_delay_has_passed()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        using var rig = Rig(DatabaseKind.Sqlite, time);
        rig.Settings = rig.Settings with { Delay = TimeSpan.FromSeconds(4), Pause = TimeSpan.FromSeconds(1) };
        Log(rig, Day + "/rsync.log", "late.fits");
        rig.Start();
        await PauseAsync(time);
        rig.Write("late.fits", "late", rig.Storage);
        for (var second = 1; second < 4; second++)
        {
            await NextAsync(time);
            rig.Tracked().ShouldBeEmpty();
        }

        await NextAsync(time);
        rig.Tracked().ShouldBe(["late.fits"]);
        Sentinels(rig).Length.ShouldBe(1);
        rig.Logs.Count(LogLevel.Error, "late.fits").ShouldBe(1);
    }

    [Fact]
    public async Task A_log_waits_for_its_delay_and_is_read_again_when_it_changed()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow().UtcDateTime); // As far as the files' times are concerned: now, and not moving.
        using var rig = Rig(DatabaseKind.Sqlite, time);
        rig.Settings = rig.Settings with { Delay = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromSeconds(1) };
        rig.Write("a.fits", "a", rig.Storage);
        rig.Write("b.fits", "b", rig.Storage);
        Log(rig, Day + "/rsync.log", "a.fits");
        var log = Path.Combine(rig.Source, Day, "rsync.log");
        File.SetLastWriteTimeUtc(log, time.GetUtcNow().UtcDateTime - TimeSpan.FromSeconds(58.5));
        rig.Start();
        await PauseAsync(time);
        await NextAsync(time);
        rig.Tracked().ShouldBeEmpty();
        await NextAsync(time);
        Sentinels(rig).Length.ShouldBe(1);
        rig.Tracked().ShouldBe(["a.fits"]);

        // Older than its log the sentinel goes, and the log is read again: its tracked file is no duplicate.
        Log(rig, Day + "/rsync.log", "a.fits", "b.fits");
        File.SetLastWriteTimeUtc(Path.Combine(rig.Source, Day, "rsync.log.done"), TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromDays(2));
        await NextAsync(time);
        rig.Metrics.Totals.Sent.ShouldBe(2);
        await NextAsync(time);
        Sentinels(rig).Length.ShouldBe(1);
        rig.Logs.Count(LogLevel.Error, "rsync.log").ShouldBe(1);
        await rig.StopAsync();
        rig.Tracked().ShouldBe(["a.fits", "b.fits"]);
    }

    [Theory]
    [InlineData(FileAction.Delete)]
    [InlineData(FileAction.Move)]
    [InlineData(FileAction.Noop)]
    public async Task A_log_that_is_read_again_never_costs_the_tracked_file(FileAction alternative)
    {
        using var rig = Rig(DatabaseKind.Sqlite);
        rig.Settings = rig.Settings with { AlternativeAction = alternative };
        rig.Write("d/a.fits", "a", rig.Storage);
        rig.Write("copy/a.fits", "a", rig.Storage);
        Log(rig, Day + "/rsync.log", "d/a.fits");
        await rig.RunAsync();
        rig.Tracked().ShouldBe(["d/a.fits"]);

        // Touched, and nothing is known any more: in whatever form the log names it, it is the tracked file.
        Log(rig, Day + "/rsync.log", "./d//a.fits", rig.Storage + "/d/a.fits", "copy/a.fits", "d/a.fits");
        File.Delete(Path.Combine(rig.State, "finder.known"));
        File.Delete(Path.Combine(rig.Source, Day, "rsync.log.done"));
        rig.ForgetProcess();
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();
        File.ReadAllText(Path.Combine(rig.Storage, "d/a.fits")).ShouldBe("a");
        File.Exists(Path.Combine(rig.Storage, "copy/a.fits")).ShouldBe(alternative != FileAction.Delete);
        rig.Logs.Count(LogLevel.Error, "d/a.fits").ShouldBe(0);
        rig.Logs.Count(LogLevel.Error, "copy/a.fits").ShouldBe(1);
        Sentinels(rig).Length.ShouldBe(alternative == FileAction.Move ? 0 : 1); // What cannot be moved is not settled.
    }

    [Fact]
    public async Task A_file_that_stays_in_storage_cannot_be_moved()
    {
        using var rig = Rig(DatabaseKind.Sqlite);
        rig.Settings = rig.Settings with { StandardAction = FileAction.Move };
        rig.Write("a.fits", "a", rig.Storage);
        Log(rig, Day + "/rsync.log", "a.fits");
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();
        rig.Tracked().ShouldBeEmpty();
        rig.Logs.Count(LogLevel.Error, "a.fits").ShouldBe(1);
        rig.Metrics.Totals.Received.ShouldBe(1);
        Sentinels(rig).ShouldBeEmpty();
    }

    private static FinderRig Rig(DatabaseKind kind, TimeProvider? time = null)
    {
        var rig = new FinderRig(kind, time);
        rig.Settings = rig.Settings with { Method = SearchMethod.ParseRsyncLogs, StandardAction = FileAction.Noop, Date = new DateOnly(2021, 1, 1), PastDays = 0, FutureDays = 0 };
        return rig;
    }

    /// <summary>Waits until a search has ended.</summary>
    private static Task PauseAsync(ManualTime time) => time.TimerSetAsync(TimeSpan.FromSeconds(1));

    /// <summary>The next search, to its end.</summary>
    private static Task NextAsync(ManualTime time)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return PauseAsync(time);
    }

    private static void Log(FinderRig rig, string log, params string[] paths)
    {
        rig.Write(log, string.Concat(paths.Select(p => $"send <f+++++++++ {p}\n")));
        Old(rig, log);
    }

    private static void Old(FinderRig rig, string log) => File.SetLastWriteTimeUtc(Path.Combine(rig.Source, log), TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromDays(1));

    private static string[] Sentinels(FinderRig rig) => [.. FinderRig.Tree(rig.Source).Where(f => f.EndsWith(".done", StringComparison.Ordinal))];
}
