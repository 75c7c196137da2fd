using Catchment.Cameras.Catalog;
using Catchment.Cameras.Retention;
using Catchment.Core.Hosting;

namespace Catchment.Cameras.Tests.Retention;

public sealed class RetentionRoundsTests : IDisposable
{
    private static readonly DateTime Now = new(2024, 5, 10, 12, 0, 0);
    private static readonly RetentionOptions TwoDays = new() { KeepDays = 2, Pace = 0 };

    private readonly FrameTree _tree = new(Now);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Without_a_rule_nothing_ever_leaves()
    {
        _tree.Frame("Cam", Now.AddYears(-10));
        _tree.Frame("Cam", Now);
        Directory.CreateDirectory(_tree["2001-01-01"]);

        _tree.Rounds(new RetentionOptions { ArchiveTo = _tree.Root + "/archive" }).Run(null, CancellationToken.None).Files.ShouldBe(0);

        _tree.Names().Length.ShouldBe(3);
    }

    [Fact]
    public void The_last_whole_days_stay_and_a_folder_that_became_empty_goes()
    {
        var days = Enumerable.Range(0, 5).Select(i => _tree.Frame("Cam", Now.AddDays(-i))).ToArray();

        var report = Run(TwoDays);

        _tree.Names().Order(StringComparer.Ordinal).ShouldBe(days[..3].Order(StringComparer.Ordinal));
        Directory.Exists(_tree["2024-05-07"]).ShouldBeFalse();
        report.Lines.ShouldBe(
        [
            new RetentionLine(new DateOnly(2024, 5, 6), "Cam", "*", RetentionReason.KeepDays, null, 1, 5),
            new RetentionLine(new DateOnly(2024, 5, 7), "Cam", "*", RetentionReason.KeepDays, null, 1, 5),
        ]);
        _tree.Listener.Announced.ShouldBe([new DateOnly(2024, 5, 6), new DateOnly(2024, 5, 7)]);
    }

    [Fact]
    public void Over_its_room_the_oldest_frames_of_a_rule_leave_whatever_others_have()
    {
        _tree.Frame("Yard", Now.AddDays(-9), new string('x', 1000));
        var oldest = _tree.Frame("Barn-1", Now.AddDays(-3), new string('x', 60));
        var older = _tree.Frame("Barn-2", Now.AddDays(-3).AddMinutes(1), new string('x', 60));
        _tree.Frame("Barn-1", Now.AddDays(-3).AddMinutes(2), new string('x', 60));
        _tree.Frame("Barn-1", Now, new string('x', 60));
        var options = new RetentionOptions { Rules = [new RetentionRuleOptions { Cameras = "Barn *", KeepGib = 130.0 / (1L << 30) }], Pace = 0 };

        Run(options).Files.ShouldBe(2);

        File.Exists(_tree[oldest]).ShouldBeFalse();
        File.Exists(_tree[older]).ShouldBeFalse();
        _tree.Names().Length.ShouldBe(3);
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(9, 2)]
    [InlineData(10, 1)]
    public void Shortly_after_midnight_yesterday_is_still_open(int minutes, int stay)
    {
        using var tree = new FrameTree(Now.Date.AddMinutes(minutes));
        tree.Frame("Cam", Now.Date.AddDays(-1).AddHours(23), new string('x', 100));
        tree.Frame("Cam", Now.Date, new string('x', 100));

        tree.Rounds(new RetentionOptions { KeepGib = 1.0 / (1L << 30), Pace = 0 }).Run(null, CancellationToken.None);

        tree.Names().Length.ShouldBe(stay);
    }

    [Fact]
    public void The_newest_day_stays_however_old_it_is()
    {
        var newest = _tree.Frame("Cam", Now.AddYears(-3));
        _tree.Frame("Cam", Now.AddYears(-4));

        Run(TwoDays);

        _tree.Names().ShouldBe([newest]);
    }

    [Fact]
    public void The_folder_of_frames_may_be_a_link()
    {
        _tree.Frame("Cam", Now.AddDays(-5));
        _tree.Frame("Cam", Now);
        Directory.Move(_tree.Images, _tree.Root + "/disk");
        File.CreateSymbolicLink(_tree.Images, _tree.Root + "/disk");

        Run(TwoDays).Files.ShouldBe(1);

        FrameTree.NamesIn(_tree.Root + "/disk").ShouldBe([FrameTree.NameOf("Cam", Now)]);
    }

    [Fact]
    public void Listeners_are_told_in_batches_of_at_most_a_thousand_oldest_first()
    {
        for (var i = 0; i < 2500; i++)
            _tree.Frame("Cam", Now.AddDays(-5).AddMilliseconds(i * 7919 % 2500));
        _tree.Frame("Cam", Now);

        Run(TwoDays).Files.ShouldBe(2500);

        _tree.Listener.Batches.ShouldBe([1000, 1000, 500]);
        _tree.Listener.Frames.ShouldBe(_tree.Listener.Frames.OrderBy(f => f.Frame.Time));
        Directory.Exists(_tree["2024-05-05"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_listener_that_cannot_be_told_keeps_everything_where_it_is(bool catalog)
    {
        _tree.Frame("Cam", Now.AddDays(-5));
        _tree.Frame("Cam", Now.AddDays(-4));
        _tree.Frame("Cam", Now);
        _tree.Listener.OnLeaving = _ => throw (catalog ? new CatalogException("the database is away", isQuestion: false) : new IOException("the database is away"));

        var report = Run(TwoDays);

        report.Files.ShouldBe(0);
        report.Troubles[RetentionTrouble.Catalog].ShouldContain("the database is away");
        _tree.Names().Length.ShouldBe(3);
    }

    [Fact]
    public async Task Frames_leave_at_the_pace_and_a_stop_ends_it_between_two_with_all_told()
    {
        for (var i = 0; i < 100; i++)
            _tree.Frame("Cam", Now.AddDays(-5).AddSeconds(i));
        _tree.Frame("Cam", Now);
        using var stop = new CancellationTokenSource();
        var rounds = _tree.Rounds(TwoDays with { Pace = 200 });
        var slice = _tree.Time.TimerSetAsync(TimeSpan.FromMilliseconds(100)); // 20 frames
        var round = Task.Run(() => rounds.Run(null, stop.Token));

        await slice;
        _tree.Names().Length.ShouldBe(81);
        await stop.CancelAsync();
        var report = await round.InTimeAsync();

        report.IsStopped.ShouldBeTrue();
        report.Files.ShouldBe(20);
        _tree.Listener.Frames.Count.ShouldBe(20);
        _tree.Names().Length.ShouldBe(81);
        rounds = _tree.Rounds(TwoDays);
        rounds.Run(null, CancellationToken.None).Files.ShouldBe(80);
        _tree.Listener.Frames.Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_second_round_does_not_wait_but_says_who_is_at_work()
    {
        _tree.Frame("Cam", Now.AddDays(-5));
        _tree.Frame("Cam", Now);
        using var begun = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        _tree.Listener.OnLeaving = _ =>
        {
            begun.Release();
            go.Wait(Patience.Limit);
        };
        var first = Task.Run(() => Run(TwoDays));
        (await begun.WaitAsync(Patience.Limit)).ShouldBeTrue();

        var refused = Should.Throw<StateFolderException>(() => _tree.Rounds(TwoDays, new RecordingListener()).Run(null, CancellationToken.None));
        go.Release();

        refused.Message.ShouldContain($"the process {Environment.ProcessId}");
        (await first.InTimeAsync()).Files.ShouldBe(1);
        Run(TwoDays).Files.ShouldBe(0);
    }

    [Fact]
    public void Nothing_at_all_is_no_trouble()
    {
        Directory.Delete(_tree.Images);

        var report = Run(TwoDays);

        report.Troubles.ShouldBeEmpty();
        Directory.Exists(_tree.Images).ShouldBeFalse();
    }

    private RetentionReport Run(RetentionOptions options) => _tree.Rounds(options).Run(null, CancellationToken.None);
}
