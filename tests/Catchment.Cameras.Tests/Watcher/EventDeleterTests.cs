using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Deleting;
using Catchment.Cameras.Watcher.Recording;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class EventDeleterTests : IDisposable
{
    private static readonly DateOnly Day = new(2024, 5, 6);

    private readonly WatcherFixture _watcher = new();
    private readonly TestLocks _locks = new();
    private readonly List<EventKey> _alerts = [];
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _watcher.Dispose();
    }

    [Fact]
    public async Task Exactly_the_events_files_and_rows_go()
    {
        var other = _watcher.Record("f00d1", Day);
        WatcherFixture.Write(Path.Combine(_watcher.Folders.ImagesOf(Day), "f00d_notatime.jpg"));
        WatcherFixture.Write(Path.Combine(_watcher.Folders.CsvOf(Day), "f00d_a b.csv"));
        var before = _watcher.AllFiles();
        var indexBefore = File.ReadAllText(_watcher.Folders.IndexOf(Day));
        var key = _watcher.Record("f00d", Day);

        await DeleteAsync(key);

        _watcher.AllFiles().ShouldBe(before);
        File.ReadAllText(_watcher.Folders.IndexOf(Day)).ShouldBe(indexBefore);
        _alerts.ShouldBe([key]);
        _watcher.Listener.Told.ShouldBe([$"deleted {key}"]);
        _watcher.Store.FindEvent(other).ShouldNotBeNull();
    }

    [Fact]
    public async Task Pictures_after_midnight_go_too_and_nobody_elses()
    {
        var next = Day.AddDays(1);
        var same = _watcher.Record("f00d2", next);
        var before = _watcher.AllFiles().Count;
        var key = _watcher.Record("f00d", Day, firstPicture: next.ToDateTime(new TimeOnly(0, 0)));

        await DeleteAsync(key);

        _watcher.AllFiles().Count.ShouldBe(before + 1); // the first day's index, empty
        _watcher.Store.FindEvent(same).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_event_of_the_next_day_with_the_same_id_keeps_its_pictures()
    {
        var same = _watcher.Record("f00d", Day.AddDays(1));
        var before = _watcher.AllFiles();
        var key = _watcher.Record("f00d", Day);

        await DeleteAsync(key);

        _watcher.AllFiles().ShouldBe(["csv/2024-05-06/camwatcher.csv", .. before]);
        _watcher.Store.FindEvent(same).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_event_under_way_is_closed_and_deleted()
    {
        var key = new EventKey(Day, "f00d");
        using var set = _watcher.Store.Begin(key, new RecordedEvent("a", "b", Day.ToDateTime(new TimeOnly(1, 0)), 1, 1), isNew: true)!;

        await DeleteAsync(key);

        set.Append(Day.ToDateTime(new TimeOnly(1, 0)), "0", "x", 1, 2, 3, 4).ShouldBeFalse();
        File.Exists(_watcher.Folders.SetOf(key, "trk")).ShouldBeFalse();
    }

    [Fact]
    public async Task An_unknown_event_harms_nothing()
    {
        _watcher.Record("f00d1", Day);
        var before = _watcher.AllFiles();

        await DeleteAsync(new EventKey(Day, "f00d"));
        await DeleteAsync(new EventKey(DateOnly.MaxValue, "f00d"));

        _watcher.AllFiles().ShouldBe(before);
    }

    [Fact]
    public void Locked_events_and_unreadable_locks_are_refused()
    {
        var key = _watcher.Record("f00d", Day);
        using var deleter = Deleter();

        _locks.Locked.Add(key);
        deleter.Accept(key).ShouldBe(DeletionAnswer.Locked);
        _locks.IsUnreadable = true;
        deleter.Accept(key).ShouldBe(DeletionAnswer.LocksUnreadable);
    }

    [Fact]
    public async Task An_event_that_is_locked_before_its_turn_is_kept()
    {
        var key = _watcher.Record("f00d", Day);
        var before = _watcher.AllFiles();
        using (var deleter = Deleter())
        {
            deleter.Accept(key).ShouldBe(DeletionAnswer.Queued);
        }

        _locks.Locked.Add(key);
        await RunUntilAsync(() => _watcher.Metrics.Totals.Errors == 1);

        _watcher.AllFiles().ShouldBe(before);
        _watcher.Store.FindEvent(key).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(CrashPoint.Accepted)]
    [InlineData(CrashPoint.Abandoned)]
    [InlineData(CrashPoint.OutOfTheIndex)]
    [InlineData(CrashPoint.Alerted)]
    public async Task Wherever_it_is_interrupted_the_next_start_finishes(CrashPoint point)
    {
        var key = _watcher.Record("f00d", Day);
        _watcher.Use(new CrashingStore(_watcher.Store, point));
        using (var deleter = Deleter(isCrashing: point == CrashPoint.Alerted))
        {
            deleter.Accept(key).ShouldBe(DeletionAnswer.Queued);
            if (point != CrashPoint.Accepted)
                await Should.ThrowAsync<CrashException>(() => deleter.RunAsync(CancellationToken.None)).InTimeAsync();
        }

        _watcher.Restart();
        if (point != CrashPoint.Accepted)
            _locks.Locked.Add(key); // Its rows may be gone: a lock comes too late.
        await RunUntilAsync(() => _watcher.Listener.Told.Count > 0);

        _watcher.AllFiles().ShouldBe(["csv/2024-05-06/camwatcher.csv"]);
        File.ReadAllText(_watcher.Folders.IndexOf(Day)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_that_refuses_is_tried_again_and_holds_up_no_other()
    {
        var key = _watcher.Record("f00d", Day);
        var other = _watcher.Record("f00d", Day.AddDays(1));
        var store = new CrashingStore(_watcher.Store, CrashPoint.Refused, Day);
        _watcher.Use(store);
        using var deleter = Deleter();
        deleter.Accept(key);
        deleter.Accept(other);
        var running = deleter.RunAsync(_stop.Token);
        await _watcher.Time.TimerSetAsync(TimeSpan.FromSeconds(1));

        _watcher.Listener.Told.ShouldBe([$"deleted {other}"]);
        _watcher.Context.Degradations.Keys.ShouldBe(["deleting"]);
        var later = _watcher.Record("f00d1", Day.AddDays(1)); // Nor does its pause, which grows to a minute.
        deleter.Accept(later);
        await Eventually.TrueAsync(() => _watcher.Listener.Told.Count == 2);
        _watcher.Listener.Told[^1].ShouldBe($"deleted {later}");

        store.Point = CrashPoint.None;
        _watcher.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _watcher.Listener.Told.Count == 3);
        await _stop.CancelAsync();
        await running.InTimeAsync();
        _watcher.Context.Degradations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lock_that_comes_after_a_failed_attempt_comes_too_late()
    {
        var key = _watcher.Record("f00d", Day);
        var images = _watcher.Folders.Images;
        Directory.Move(images, images + ".away");
        File.WriteAllText(images, "no folder"); // Its rows go, its pictures cannot.
        using var deleter = Deleter();
        deleter.Accept(key);
        var running = deleter.RunAsync(_stop.Token);
        await _watcher.Time.TimerSetAsync(TimeSpan.FromSeconds(1));
        _watcher.Store.FindEvent(key).ShouldBeNull();
        _watcher.Context.Degradations.Keys.ShouldBe(["deleting"]);

        _locks.Locked.Add(key);
        File.Delete(images);
        Directory.Move(images + ".away", images);
        _watcher.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _watcher.Listener.Told.Count > 0);
        await _stop.CancelAsync();
        await running.InTimeAsync();

        _watcher.AllFiles().ShouldBe(["csv/2024-05-06/camwatcher.csv"]);
    }

    [Fact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public async Task Other_lines_of_the_index_stay_byte_for_byte_and_so_do_its_permissions()
    {
        var index = _watcher.Folders.IndexOf(Day);
        string[] lines =
        [
            "a,b,2024-05-06T10:00:00,f00d1,640,480,trk\r\n", "-\n", "\n", "a,\"b,\"\"x\"\"\",2024-05-06T10:00:00,f00d,640,480,trk\n", "a,b,c\n", "f00d,f00d,f00d,x,1,1,f00d\n",
            "a,b,2024-05-06T10:00:00,f00d\r\n", "a,b,2024-05-06T10:00:00,e1,640,480,trk\n", "a,b,2024-05-06T10:00:00,f00d,640,480,fd1,more\n", "a,\"b,2024-05-06T10:00:00,f00d\n", "a,b,2024-05-06T10:00:00,f0",
        ];
        Directory.CreateDirectory(_watcher.Folders.CsvOf(Day));
        File.WriteAllText(index, string.Concat(lines));
        File.SetUnixFileMode(index, (UnixFileMode)0b110_110_000);

        await DeleteAsync(new EventKey(Day, "f00d"), new EventKey(Day, "e1"));

        File.ReadAllText(index).ShouldBe(string.Concat(lines.Where((_, i) => i is not (3 or 6 or 7 or 8))));
        File.GetUnixFileMode(index).ShouldBe((UnixFileMode)0b110_110_000);
    }

    [Fact]
    public async Task Many_deletions_of_a_day_are_one_reading_of_its_folders()
    {
        var keys = Enumerable.Range(0, 300).Select(i => _watcher.Record($"e{i}", Day, pictures: 1)).ToList();

        await DeleteAsync([.. keys]);

        _watcher.AllFiles().ShouldBe(["csv/2024-05-06/camwatcher.csv"]);
    }

    private EventDeleter Deleter(bool isCrashing = false) => new(_watcher.Room, _locks, key =>
    {
        if (isCrashing)
            throw new CrashException();
        _alerts.Add(key);
    });

    private async Task DeleteAsync(params EventKey[] keys)
    {
        using var deleter = Deleter();
        foreach (var key in keys)
            deleter.Accept(key).ShouldBe(DeletionAnswer.Queued);
        using var stop = new CancellationTokenSource();
        var told = _watcher.Listener.Told.Count;
        var running = Task.Run(() => deleter.RunAsync(stop.Token));
        await Eventually.TrueAsync(() => _watcher.Listener.Told.Count >= told + keys.Length);
        await stop.CancelAsync();
        await running.InTimeAsync();
    }

    private async Task RunUntilAsync(Func<bool> done)
    {
        using var deleter = Deleter();
        var running = Task.Run(() => deleter.RunAsync(_stop.Token));
        await Eventually.TrueAsync(done);
        await _stop.CancelAsync();
        await running.InTimeAsync();
    }
}
