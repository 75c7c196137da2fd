using Catchment.Tags.Board;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Store;

public sealed class TagStoreTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Addresses_come_by_type_and_end_in_the_overflow_and_then_in_none()
    {
        var store = New();

        Register(store, "i", "int").Address.ShouldBe(41_001);
        var floats = Enumerable.Range(0, 1001).Select(i => Register(store, $"f{i}", "float").Address).ToArray();
        floats[0].ShouldBe(40_001);
        floats[999].ShouldBe(41_000);
        floats[1000].ShouldBe(45_001);
        Register(store, "f0", "float").Address.ShouldBe(40_001, "an address is kept");
        store.Unregister("f5").ShouldBeTrue();
        Register(store, "again", "float").Address.ShouldBe(40_006);
        var others = store.Register([.. Enumerable.Range(0, 20_535).Select(static i => new PointRegistration { Key = $"o{i}" })]);
        others[^2].Point!.Definition.Address.ShouldBe(65_535);
        others[^1].Point!.Definition.Address.ShouldBeNull();
    }

    [Fact]
    public void An_address_has_one_key_unless_it_is_taken_over()
    {
        var store = New();
        store.Register(new PointRegistration { Key = "a", Address = 5 });
        Should.Throw<PointRefusedException>(() => store.Register(new PointRegistration { Key = "b", Address = 5 })).Message.ShouldBe("Address 5 already used by key 'a'");

        store.Register(new PointRegistration { Key = "b", Address = 5, AllowsAddressConflict = true });

        store.AtAddress(5)!.Key.ShouldBe("b");
        store.TryGet("a", out var loser).ShouldBeTrue();
        loser!.Definition.Address.ShouldBe(5);
        var restored = New();
        restored.Restore(store.Points.Reverse().Select(static point => new RestoredPoint(point.Definition, null)));
        restored.AtAddress(5)!.Key.ShouldBe("b", "whatever their order");
    }

    [Fact]
    public void Histories_hold_the_last_writes_in_the_order_of_their_times()
    {
        var store = New(new TagStoreSettings { HistorySize = 5 });
        var point = store.Register(new PointRegistration { Key = "a" });
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        foreach (var age in (ReadOnlySpan<double>)[60, 50, 20, 40, 30, 10, 55])
            store.Write(point, new TagWrite(age, TagOrigin.Ipc, now - age));

        store.History(point).Select(static entry => entry.Value.AsNumber).ShouldBe([50, 40, 30, 20, 10]);
        store.History(point, 2).Select(static entry => entry.Value.AsNumber).ShouldBe([20, 10]);
        point.Read().Value.ShouldBe(10.0, "what comes late does not replace what is newer");
        store.HistoryEntries.ShouldBe(5);
    }

    [Theory]
    [InlineData(3600.0, -1.0, WriteResult.Written)] // The clock was set back, or the folder came from another computer.
    [InlineData(100.0, 50.0, WriteResult.Written)]
    [InlineData(-10.0, -5.0, WriteResult.Written)]
    [InlineData(-10.0, -20.0, WriteResult.Late)]
    public void A_restored_value_from_ahead_of_the_clock_holds_up_no_write(double kept, double written, WriteResult result)
    {
        var store = New();
        store.Restore([new RestoredPoint(new PointDefinition { Key = "a", Id = Guid.NewGuid(), DataType = "float" }, new PointState(1.0, TagQuality.Good, Now + kept, Now + kept))]);
        store.TryGet("a", out var point).ShouldBeTrue();

        store.Write(point!, new TagWrite(2.0, TagOrigin.Ipc, Now + written)).ShouldBe(result);

        point!.Read().Value.ShouldBe(result == WriteResult.Written ? 2.0 : 1.0);
        store.History(point).Single().Value.ShouldBe(2.0);
    }

    [Fact]
    public void A_clock_that_was_ahead_costs_no_later_write_its_place()
    {
        var store = New(new TagStoreSettings { HistorySize = 4, UnknownKeys = UnknownKeys.Reject });
        var point = store.Register(new PointRegistration { Key = "a" });
        foreach (var ahead in (ReadOnlySpan<double>)[200, 202, 201, 203])
            store.Write(point, new TagWrite(ahead, TagOrigin.Ipc, Now + ahead)).ShouldBe(ahead == 201 ? WriteResult.Late : WriteResult.Written);
        store.History(point).Select(static entry => entry.Value.AsNumber).ShouldBe([200, 201, 202, 203], "two from ahead keep their order");

        store.Write(point, new TagWrite(1.0, TagOrigin.Ipc)).ShouldBe(WriteResult.Written);
        store.Write(point, new TagWrite(0.5, TagOrigin.Ipc, Now - 1)).ShouldBe(WriteResult.Late);
        store.Write(point, new TagWrite(2.0, TagOrigin.Ipc, Now)).ShouldBe(WriteResult.Written);

        point.Read().Value.ShouldBe(2.0);
        store.History(point).Select(static entry => entry.Value.AsNumber).ShouldBe([203, 0.5, 1, 2]);
        var past = TagPast.Of(store.History(point), null, Now + 300, 10);
        past.Entries.ShouldBe(4);
        past.Buckets.Select(static bucket => bucket.Start).ShouldBeInOrder();
        past.Buckets.Select(static bucket => bucket.Start).ShouldBeUnique();
    }

    [Fact]
    public void A_value_from_far_ahead_of_the_clock_is_stale()
    {
        var store = New();
        store.Restore([new RestoredPoint(new PointDefinition { Key = "a", Id = Guid.NewGuid(), DataType = "float" }, new PointState(1.0, TagQuality.Good, Now + 3600, Now + 3600))]);
        store.TryGet("a", out var point).ShouldBeTrue();
        store.Mark(point!, TagQuality.Good);

        store.MarkStale(TimeSpan.FromSeconds(10)).ShouldBe(1);
    }

    [Fact]
    public void Addresses_that_could_not_be_kept_are_free_again()
    {
        var journal = new FullDisk { IsFull = true };
        var store = new TagStore(new TagStoreSettings(), _time, journal, NullLogger.Instance);
        Should.Throw<IOException>(() => store.Register([.. Enumerable.Range(0, 1001).Select(static i => new PointRegistration { Key = $"f{i}" })]));

        journal.IsFull = false;

        Register(store, "f", "float").Address.ShouldBe(40_001);
    }

    [Fact]
    public void Writers_do_not_wait_while_a_subscription_looks_at_the_keys()
    {
        var store = New();
        var point = store.Register(new PointRegistration { Key = "a" });

        using var changes = store.Subscribe(key => Task.Run(() => store.Write(point, new TagWrite(1.0, TagOrigin.Ipc))).Wait(Patience.Limit) && key == "a");

        store.Write(point, new TagWrite(2.0, TagOrigin.Ipc));
        changes.TryTake(out var changed).ShouldBeTrue();
        changed.ShouldBe(point);
        changes.TryTake(out _).ShouldBeFalse();
    }

    [Fact]
    public void Histories_stay_within_their_budget_also_with_long_texts()
    {
        const long Budget = 200_000;
        var store = New(new TagStoreSettings { HistoryBytes = Budget });
        for (var i = 0; i < 20; i++)
            store.Register(new PointRegistration { Key = $"s{i}", DataType = i % 2 == 0 ? "string" : "float" });
        for (var round = 0; round < 1500; round++)
        {
            foreach (var point in store.Points)
                store.Write(point, new TagWrite(point.Definition.DataType == "string" ? new string('x', round % 300) : round, TagOrigin.Ipc));
        }

        store.HistoryBytes.ShouldBeLessThan(Budget * 3 / 2);
        store.Points.Select(point => store.History(point, 1).Single().Value).ShouldBe(store.Points.Select(static point => point.Read().Value));
        foreach (var point in store.Points.ToArray())
            store.Unregister(point.Key);
        store.HistoryBytes.ShouldBe(0);
        store.HistoryEntries.ShouldBe(0);
    }

    [Fact]
    public void Unknown_keys_are_registered_ignored_or_refused()
    {
        Write(New(), "a", true).ShouldBe(WriteResult.Registered);
        Write(New(new TagStoreSettings { UnknownKeys = UnknownKeys.Ignore }), "a", true).ShouldBe(WriteResult.Ignored);
        Write(New(new TagStoreSettings { UnknownKeys = UnknownKeys.Reject }), "a", true).ShouldBe(WriteResult.NotRegistered);
        Write(New(new TagStoreSettings { MaxPoints = 0 }), "a", true).ShouldBe(WriteResult.TooManyPoints);
        Write(New(), "a\u0007", true).ShouldBe(WriteResult.InvalidKey);
        Write(New(), "a", new string('x', TagStore.MaxTextBytes + 1)).ShouldBe(WriteResult.TooLong);
    }

    [Fact]
    public void Limits_refuse_or_clamp()
    {
        var store = New();
        store.Register(new PointRegistration { Key = "refuses", Limits = new TagLimits(0, 10, IsClamped: false) });
        store.Register(new PointRegistration { Key = "clamps", Limits = new TagLimits(0, 10, IsClamped: true) });

        Write(store, "refuses", 11.0).ShouldBe(WriteResult.OutOfLimits);
        Write(store, "clamps", 11.0).ShouldBe(WriteResult.Written);
        store.TryGet("clamps", out var point).ShouldBeTrue();
        point!.Read().Value.ShouldBe(10.0);
    }

    [Fact]
    public void What_nobody_writes_grows_stale()
    {
        var store = New();
        Write(store, "a", 1.0);
        using var changes = store.Subscribe(static _ => true);
        _time.Advance(TimeSpan.FromSeconds(11));

        store.MarkStale(TimeSpan.FromSeconds(10)).ShouldBe(1);
        store.MarkStale(TimeSpan.FromSeconds(10)).ShouldBe(0);

        changes.TryTake(out var point).ShouldBeTrue();
        point.Read().Quality.ShouldBe(TagQuality.Uncertain);
        Write(store, "a", 1.0);
        point.Read().Quality.ShouldBe(TagQuality.Good);
    }

    [Fact]
    public async Task A_subscription_tells_each_change_or_its_newer_one_and_never_grows()
    {
        var store = New();
        for (var i = 0; i < 100; i++)
            store.Register(new PointRegistration { Key = $"k{i}" });
        using var changes = store.Subscribe(static key => key.StartsWith("k1", StringComparison.Ordinal));
        var writer = Task.Run(() =>
        {
            for (var i = 1; i <= 20_000; i++)
                Write(store, $"k{i % 100}", (double)i);
        });
        var last = new Dictionary<string, double>(StringComparer.Ordinal);
        while (last.GetValueOrDefault("k19") < 19_919)
        {
            await changes.WaitAsync(CancellationToken.None).InTimeAsync();
            while (changes.TryTake(out var point))
            {
                changes.Waiting.ShouldBeLessThanOrEqualTo(11);
                last[point.Key] = point.Read().Value.AsNumber;
            }
        }

        await writer.InTimeAsync();
        last.Count.ShouldBe(11);
    }

    [Fact]
    public async Task Readers_never_see_half_a_write()
    {
        var store = New();
        var point = store.Register(new PointRegistration { Key = "a", DataType = "raw" });
        using var end = new CancellationTokenSource();
        using var begun = new CountdownEvent(3);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(() =>
        {
            var reads = 0L;
            while (!end.IsCancellationRequested)
            {
                var state = point.Read();
                if (reads == 0)
                    begun.Signal();
                // Text values say their own time: value, quality and time belong together.
                if (state.Value.Kind == TagValueKind.Text)
                    state.Value.AsText.ShouldBe(Invariant(state.Timestamp));
                else if (state.Value.Kind == TagValueKind.Number)
                    state.Value.AsNumber.ShouldBe(state.Timestamp);
                state.Quality.ShouldBe(state.Value.Kind == TagValueKind.Text ? TagQuality.Bad : TagQuality.Good);
                reads++;
            }

            return reads;
        }, TaskCreationOptions.LongRunning)).ToArray();
        begun.Wait(Patience.Limit).ShouldBeTrue();
        for (var i = 1; i <= 60_000; i++)
            store.Write(point, i % 2 == 0 ? new TagWrite(Invariant(i), TagOrigin.Ipc, i, TagQuality.Bad) : new TagWrite((double)i, TagOrigin.Ipc, i));
        await end.CancelAsync();

        (await Task.WhenAll(readers).InTimeAsync()).ShouldAllBe(static reads => reads > 0);
    }

    [Fact]
    public void A_hundred_thousand_points_and_five_thousand_full_rings_fit()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var store = New();
        store.Register([.. Enumerable.Range(0, 100_000).Select(static i => new PointRegistration { Key = $"PLC_{i / 100}:tag-{i}" })]);
        foreach (var point in store.Points)
            store.Write(point, new TagWrite(1.5, TagOrigin.Ipc));
        for (var round = 0; round < 600; round++)
        {
            for (var i = 0; i < 5000; i++)
                store.Write(store.Points[i], new TagWrite((double)round, TagOrigin.Ipc));
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(250_000_000);
        store.History(store.Points[0]).Count.ShouldBeGreaterThanOrEqualTo(500);
        GC.KeepAlive(store);
    }

    private static WriteResult Write(TagStore store, string key, TagValue value) => store.Write(key, new TagWrite(value, TagOrigin.Ipc));

    private static PointDefinition Register(TagStore store, string key, string type) => store.Register(new PointRegistration { Key = key, DataType = type }).Definition;

    private double Now => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static string Invariant(double time) => $"{time:0}";

    private TagStore New(TagStoreSettings? settings = null) => new(settings ?? new TagStoreSettings(), _time, null, NullLogger.Instance);

    private sealed class FullDisk : IPointJournal
    {
        public bool IsFull { get; set; }

        public void Save(IReadOnlyList<PointDefinition> definitions)
        {
            if (IsFull)
                throw new IOException("no space left");
        }

        public void Remove(string key)
        {
        }
    }
}
