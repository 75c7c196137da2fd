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
        while (_watcher.Listener.Told.Count == 0)
            await Task.Yield();
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

    private IReadOnlyList<string> Journal()
    {
        using var journal = WorkJournal.Open(_watcher.State, EventDeleter.JournalName, Durability.Written);
        return [.. journal.Items.Select(i => i.Text)];
    }

    private EventRemoval Removal() => new(_watcher.Folders, Durability.Written, _locks, _watcher.Settings.StateDirectory, () =>
    {
        _asked++;
        return new WatcherRemoval(new Protocols.ZeroMq.ZmqEndpoint("127.0.0.1", 1), TimeSpan.FromMilliseconds(100));
    });
}
