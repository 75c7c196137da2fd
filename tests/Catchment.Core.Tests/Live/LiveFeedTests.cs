using Catchment.Core.Live;

namespace Catchment.Core.Tests.Live;

public sealed class LiveFeedTests
{
    private readonly LiveFeed _feed = new();

    [Fact]
    public async Task A_watcher_gets_the_messages_of_its_topics_in_order()
    {
        using LiveSubscription all = _feed.Subscribe([]);
        using LiveSubscription frames = _feed.Subscribe(["frame"]);

        Publish("frame", "a", 1);
        Publish("event", "b", 2);
        Publish("frame", "c", 3);

        (await TakeAsync(all)).ShouldBe([1, 2, 3]);
        (await TakeAsync(frames)).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task A_newer_message_of_the_same_key_takes_the_place_of_one_that_was_not_taken()
    {
        using LiveSubscription watcher = _feed.Subscribe([]);

        Publish("frame", "a", 1);
        Publish("frame", "b", 2);
        Publish("frame", "a", 3);
        Publish("event", "a", 4);

        (await TakeAsync(watcher)).ShouldBe([2, 3, 4]);
        watcher.Dropped.ShouldBe(0);
        Publish("frame", "a", 5);
        (await TakeAsync(watcher)).ShouldBe([5]);
    }

    [Fact]
    public async Task A_slow_watcher_keeps_the_newest_and_is_told_how_many_it_missed()
    {
        using LiveSubscription slow = _feed.Subscribe([], capacity: 3);
        using LiveSubscription quick = _feed.Subscribe([]);

        for (var i = 1; i <= 10; i++)
            Publish("event", $"{i}", i);

        (await TakeAsync(slow)).ShouldBe([8, 9, 10]);
        slow.Dropped.ShouldBe(7);
        (await TakeAsync(quick)).Count.ShouldBe(10);
        quick.Dropped.ShouldBe(0);
    }

    [Fact]
    public async Task A_reader_that_waits_is_woken_by_a_message()
    {
        using LiveSubscription watcher = _feed.Subscribe([]);
        Task<IReadOnlyList<LiveMessage>> taking = watcher.TakeAsync(CancellationToken.None);
        taking.IsCompleted.ShouldBeFalse();

        Publish("frame", "a", 1);

        (await taking.InTimeAsync()).Single().Payload.ShouldBe(1);
    }

    [Fact]
    public async Task A_wait_can_be_ended_and_begun_again()
    {
        using LiveSubscription watcher = _feed.Subscribe([]);
        using var end = new CancellationTokenSource();
        Task<IReadOnlyList<LiveMessage>> taking = watcher.TakeAsync(end.Token);

        await end.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => taking.InTimeAsync());
        Publish("frame", "a", 1);
        (await TakeAsync(watcher)).ShouldBe([1]);
    }

    [Fact]
    public async Task Who_has_left_gets_nothing_and_nobody_watches()
    {
        LiveSubscription watcher = _feed.Subscribe([]);
        _feed.IsWatched.ShouldBeTrue();

        watcher.Dispose();
        Publish("frame", "a", 1);

        _feed.IsWatched.ShouldBeFalse();
        using var end = new CancellationTokenSource();
        Task<IReadOnlyList<LiveMessage>> taking = watcher.TakeAsync(end.Token);
        taking.IsCompleted.ShouldBeFalse();
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => taking.InTimeAsync());
    }

    [Fact]
    public void A_watcher_must_have_room_for_a_message() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _feed.Subscribe([], capacity: 0));

    [Fact]
    public async Task Every_message_of_many_threads_is_taken_or_counted_and_each_thread_stays_in_order()
    {
        const int Threads = 4;
        const int Each = 5000;
        using LiveSubscription watcher = _feed.Subscribe([], capacity: 64);
        var taken = new List<(int Thread, int Number)>();
        Task publishing = Task.WhenAll(Enumerable.Range(0, Threads).Select(t => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
                _feed.Publish(new LiveMessage("event", $"{t}-{i}", (t, i)));
        })));

        while (taken.Count + watcher.Dropped < Threads * Each)
            taken.AddRange((await watcher.TakeAsync(CancellationToken.None).InTimeAsync()).Select(m => ((int, int))m.Payload));

        await publishing;
        (taken.Count + watcher.Dropped).ShouldBe(Threads * Each);
        foreach (var thread in taken.GroupBy(m => m.Thread))
            thread.Select(m => m.Number).ShouldBeInOrder();
    }

    private static async Task<IReadOnlyList<int>> TakeAsync(LiveSubscription watcher) =>
        [.. (await watcher.TakeAsync(CancellationToken.None).InTimeAsync()).Select(m => (int)m.Payload)];

    private void Publish(string topic, string key, int payload) => _feed.Publish(new LiveMessage(topic, key, payload));
}
