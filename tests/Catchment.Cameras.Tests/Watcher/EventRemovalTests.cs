using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Deleting;
using Catchment.Cameras.Watcher.Journal;
using Catchment.Cameras.Watcher.Removal;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Watcher;

/// <summary>Deleting without a watcher, and while one has its state folder.</summary>
public sealed class EventRemovalTests : IDisposable
{
    private static readonly DateOnly Day = new(2024, 5, 6);

    private readonly WatcherFixture _watcher = new();
    private readonly TestLocks _locks = new();
    private int _asked;

    public void Dispose() => _watcher.Dispose();

    [Fact]
    public void Without_a_watcher_it_deletes_and_leaves_no_work()
    {
        var other = _watcher.Record("f00d1", Day);
        var before = _watcher.AllFiles();
        var key = _watcher.Record("f00d", Day);
        _watcher.State.Dispose();

        using (var removal = Removal())
            removal.Remove(key, CancellationToken.None).Outcome.ShouldBe(EventDeskOutcome.Done);

        _watcher.AllFiles().ShouldBe(before);
        _watcher.Restart();
        _watcher.Store.FindEvent(other).ShouldNotBeNull();
        Journal().ShouldBeEmpty();
        _asked.ShouldBe(0);
    }

    [Fact]
    public async Task What_fails_half_way_is_finished_by_the_next_watcher()
    {
        var key = _watcher.Record("f00d", Day);
        var images = _watcher.Folders.Images;
        _watcher.State.Dispose();
        Directory.Move(images, images + ".away");
        File.WriteAllText(images, "no folder"); // The rows go, the pictures cannot.
        using (var removal = Removal())
            removal.Remove(key, CancellationToken.None).Outcome.ShouldBe(EventDeskOutcome.Failed);
        File.Delete(images);
        Directory.Move(images + ".away", images);

        _watcher.Restart();
        Journal().ShouldBe(["2024-05-06 f00d"]);
        _locks.Locked.Add(key); // Too late.
        using var deleter = new EventDeleter(_watcher.Room, _locks, _ => { });
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => deleter.RunAsync(stop.Token));
        await Eventually.TrueAsync(() => _watcher.Listener.Told.Count > 0);
        await stop.CancelAsync();
        await running.InTimeAsync();

        _watcher.AllFiles().ShouldBe(["csv/2024-05-06/camwatcher.csv"]);
    }

    [Fact]
    public void A_locked_event_stays_and_a_running_watcher_is_asked()
    {
        var key = _watcher.Record("f00d", Day);
        using (var removal = Removal())
            removal.Remove(key, CancellationToken.None).Outcome.ShouldBe(EventDeskOutcome.Failed); // The fixture has the state folder; nobody listens.
        _asked.ShouldBe(1);

        _watcher.State.Dispose();
        _locks.Locked.Add(key);
        using (var removal = Removal())
            removal.Remove(key, CancellationToken.None).Outcome.ShouldBe(EventDeskOutcome.Locked);

        _watcher.Store.FindEvent(key).ShouldNotBeNull();
    }

    [Fact]
    public void What_was_killed_half_way_is_finished_without_a_watcher_and_stays_noted_for_the_sentinels()
    {
        var begun = _watcher.Record("f00d", Day);
        var locked = _watcher.Record("f00d1", Day);
        using (var journal = WorkJournal.Open(_watcher.State, EventDeleter.JournalName, Durability.Written))
        {
            journal.Begin(journal.Add(EventDeleter.Note(begun)));
            journal.Add(EventDeleter.Note(locked));
        }

        _watcher.Store.RemoveFromIndex(Day, new HashSet<string> { begun.Id }); // Killed here: its files are nobody's.
        using (var removal = Removal())
            removal.Finish().ShouldBe(0); // The fixture has the state folder, as a running watcher has, which does it itself.
        _watcher.State.Dispose();
        _locks.Locked.Add(locked);
        using (var removal = Removal())
            removal.Finish().ShouldBe(1);

        _watcher.AllFiles().ShouldAllBe(f => !f.Contains("f00d_", StringComparison.Ordinal));
        _watcher.Restart();
        _watcher.Store.FindEvent(locked).ShouldNotBeNull();
        Journal().ShouldBe(["2024-05-06 f00d", "2024-05-06 f00d1"]);
        _asked.ShouldBe(0);
    }

    [Fact]
    public void Where_there_is_a_sentinel_the_watchers_next_start_tells_it()
    {
        var key = _watcher.Record("f00d", Day);
        _watcher.State.Dispose();
        using (var removal = Removal(hasSentinel: true))
            removal.Remove(key, CancellationToken.None).Outcome.ShouldBe(EventDeskOutcome.Done);

        _watcher.AllFiles().ShouldBe(["csv/2024-05-06/camwatcher.csv"]);
        _watcher.Restart();
        Journal().ShouldBe(["2024-05-06 f00d"]);
    }

    private IReadOnlyList<string> Journal()
    {
        using var journal = WorkJournal.Open(_watcher.State, EventDeleter.JournalName, Durability.Written);
        return [.. journal.Items.Select(i => i.Text)];
    }

    private EventRemoval Removal(bool hasSentinel = false) => new(_watcher.Folders, Durability.Written, _locks, _watcher.Settings.StateDirectory, hasSentinel, () =>
    {
        _asked++;
        return new WatcherRemoval(new Protocols.ZeroMq.ZmqEndpoint("127.0.0.1", 1), TimeSpan.FromMilliseconds(100));
    });
}
