using Catchment.Cameras.Events;
using Catchment.Cameras.Pruning;

namespace Catchment.Cameras.Tests.Pruning;

public sealed class PruningRoundsTests : IDisposable
{
    private static readonly DateTime Now = new(2024, 5, 21, 2, 30, 0);
    private static readonly DateOnly Yesterday = new(2024, 5, 20);
    private static readonly DateTime Old = new(2024, 5, 1, 8, 0, 0);

    private readonly EventShelf _shelf = new();

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public void One_odd_class_name_costs_its_row_and_not_the_day()
    {
        _shelf.AddPlain(Old, "lab", "e1");
        _shelf.Add(Old, "lab", "e2", ("trk", ["p"]), ("fr1", ["nonsense", "Ann Lee: 99.00% (0.1|0.1|0|1)"]));

        var report = Run(new PruningOptions());

        _shelf.Removed.ShouldBe([new EventKey(new DateOnly(2024, 5, 1), "e1")]);
        report.Lines.ShouldBe([new PruningLine("lab", "default", PruningReason.SureRecognition, 1), new PruningLine("lab", "default", PruningReason.Deleted, 1)]);
        report.Troubles.ShouldHaveSingleItem().ShouldStartWith("1 rows");
    }

    [Fact]
    public void Without_a_window_every_day_is_looked_at()
    {
        var old = _shelf.AddPlain(Old.AddYears(-3), "lab", "e1");

        Run(new PruningOptions()).Deleted.ShouldBe(0);
        Run(new PruningOptions { MaxScanDays = null }).Deleted.ShouldBe(1);

        _shelf.Removed.ShouldBe([old]);
    }

    [Fact]
    public void Locked_events_stay_whoever_locks_them()
    {
        var kept = _shelf.AddPlain(Old, "lab", "e1");
        _shelf.AddPlain(Old, "lab", "e2");
        _shelf.Faces.Keep(kept, Old);
        _shelf.Answer = _ => new EventDeskAnswer(EventDeskOutcome.Locked, "locked by somebody else");

        var report = Run(new PruningOptions());

        report.Lines.ShouldBe([new PruningLine("lab", "default", PruningReason.Locked, 2)]);
        report.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_deleted_when_the_list_of_locks_cannot_be_read()
    {
        _shelf.AddPlain(Old, "lab", "e1");
        Directory.CreateDirectory(Path.GetDirectoryName(_shelf.Faces.Path)!);
        File.WriteAllText(_shelf.Faces.Path, "nonsense\n");

        var report = Run(new PruningOptions());

        _shelf.Removed.ShouldBeEmpty();
        report.Lines.ShouldBe([new PruningLine("lab", "default", PruningReason.Unreadable, 1)]);
        report.Troubles.ShouldHaveSingleItem().ShouldContain("damaged");
    }

    [Fact]
    public void An_event_that_may_be_under_way_and_today_stay_whatever_the_profile_says()
    {
        var strict = new PruningOptions { RetentionProfiles = new Dictionary<string, PruningProfileOptions> { ["default"] = new() { RetentionDays = 0 } } };
        _shelf.AddPlain(new DateTime(2024, 5, 20, 23, 59, 50), "lab", "e1");
        _shelf.AddPlain(new DateTime(2024, 5, 21, 0, 1, 0), "lab", "e2");
        var due = _shelf.AddPlain(new DateTime(2024, 5, 20, 22, 0, 0), "lab", "e3");

        var rounds = Rounds(strict, new ManualTime(new DateTime(2024, 5, 21, 0, 5, 0)));
        var report = rounds.Run(new DateOnly(2024, 5, 21), null, CancellationToken.None);

        _shelf.Removed.ShouldBe([due]);
        report.Lines.Select(l => (l.Reason, l.Events)).ShouldBe([(PruningReason.Young, 1L), (PruningReason.UnderWay, 1L), (PruningReason.Deleted, 1L)]);
        Should.Throw<ArgumentOutOfRangeException>(() => rounds.Run(new DateOnly(2024, 5, 22), null, CancellationToken.None));
    }

    [Fact]
    public void A_rehearsal_tells_the_same_and_touches_nothing()
    {
        for (var i = 0; i < 30; i++)
            _shelf.AddPlain(Old.AddDays(i), i % 2 == 0 ? "lab" : "yard", $"e{i}");

        var rehearsal = Rounds(new PruningOptions()).Rehearse(Yesterday, null, CancellationToken.None);
        _shelf.Removed.ShouldBeEmpty();
        var run = Run(new PruningOptions());

        rehearsal.Lines.ShouldBe(run.Lines);
        rehearsal.IsRehearsal.ShouldBeTrue();
        rehearsal.Published[^1].ShouldEndWith("(False)");
        run.Published[^1].ShouldEndWith("(True)");
        run.Deleted.ShouldBe(_shelf.Removed.Count);
    }

    [Fact]
    public void What_cannot_be_deleted_is_counted_and_told()
    {
        _shelf.AddPlain(Old, "lab", "e1");
        _shelf.Answer = _ => new EventDeskAnswer(EventDeskOutcome.Failed, "the watcher does not answer");

        var report = Run(new PruningOptions());

        report.Lines.ShouldBe([new PruningLine("lab", "default", PruningReason.Failed, 1)]);
        report.Troubles.ShouldBe(["the watcher does not answer"]);
        report.Deleted.ShouldBe(0);
    }

    [Fact]
    public void A_stopped_run_says_so()
    {
        _shelf.AddPlain(Old, "lab", "e1");
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Rounds(new PruningOptions()).Run(Yesterday, null, stop.Token).IsStopped.ShouldBeTrue();

        _shelf.Removed.ShouldBeEmpty();
    }

    [Fact]
    public void A_vehicle_event_whose_days_are_over_is_still_kept_for_its_faces()
    {
        _shelf.Add(Old, "lab", "e1", ("trk", ["p"]), ("vsp", ["10.0 mph"]), ("fr1", ["Ann: 10.00% (0.1|0.1|1|1)"]));
        var profile = new PruningProfileOptions { RetentionDays = 1, ExtendedDays = 2 };

        var report = Run(new PruningOptions { RetentionProfiles = new Dictionary<string, PruningProfileOptions> { ["default"] = profile } });

        report.Lines.ShouldHaveSingleItem().Reason.ShouldBe(PruningReason.UsableFace);
    }

    [Fact]
    public void A_node_in_two_profiles_is_told()
    {
        var options = new PruningOptions
        {
            RetentionProfiles = new Dictionary<string, PruningProfileOptions> { ["a"] = new() { Nodes = ["lab", "yard"] }, ["b"] = new() { Nodes = ["yard"] } },
        };

        PruningProfiles.Problems(options).ShouldHaveSingleItem().Key.ShouldBe("watcher.retention.retention_profiles.b.nodes");
    }

    private PruningReport Run(PruningOptions options) => Rounds(options).Run(Yesterday, null, CancellationToken.None);

    private PruningRounds Rounds(PruningOptions options, ManualTime? time = null) => new(_shelf.Files, _shelf.Faces, _shelf, options, time ?? new ManualTime(Now), null, pace: 0);
}
