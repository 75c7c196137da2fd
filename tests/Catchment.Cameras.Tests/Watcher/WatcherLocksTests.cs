using Catchment.Cameras.Watcher;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class WatcherLocksTests
{
    [Fact]
    public async Task What_is_wrong_with_the_FaceList_shows_before_anybody_deletes_and_is_over_with_it()
    {
        using var watcher = new WatcherFixture();
        var locks = new TestLocks { IsUnreadable = true };
        await using var work = new WatcherWork(watcher.Room, watcher.Files, locks, sentinelLog: null);
        work.Start();

        work.Check();
        watcher.Context.Degradations["locks"].ShouldBe("the list cannot be read");
        locks.IsUnreadable = false;
        work.Check();
        work.Check();

        watcher.Context.Degradations.ShouldBeEmpty();
        watcher.Context.Said.Count(s => s == "+locks").ShouldBe(1);
    }
}
