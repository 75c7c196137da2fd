using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Store;

public sealed class TagSubscriptionTests : IDisposable
{
    private readonly TagStore _store = new(new TagStoreSettings(), new ManualTime(), null, NullLogger.Instance);
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal) { "each", "newest" };

    public void Dispose() => _news.Dispose();

    [Fact]
    public void Of_some_points_each_change_is_told_with_what_they_had_and_of_others_the_newest()
    {
        Register("each", "newest", "other");
        using var changes = Subscribe();
        for (var i = 1; i <= 3; i++)
        {
            foreach (var key in new[] { "each", "newest", "other" })
                Write(key, i);
        }

        changes.Waiting.ShouldBe(4);
        Taken(changes).ShouldBe([("each", 1.0), ("each", 2.0), ("each", 3.0), ("newest", null)]);
        changes.Conflated.ShouldBe(2);
        _news.CurrentCount.ShouldBe(1, "told once, until everything is taken");
        Write("each", 4);
        Taken(changes).ShouldBe([("each", 4.0)]);
    }

    [Fact]
    public void More_changes_than_may_wait_become_one_behind_the_others()
    {
        const int Most = 65_536;
        Register("each");
        using var changes = Subscribe();
        for (var i = 1; i <= Most + 10; i++)
            Write("each", i);
        changes.Waiting.ShouldBe(Most + 1);
        var taken = Taken(changes);
        taken[Most - 1].ShouldBe(("each", Most));
        taken[Most].ShouldBe(("each", null));
        changes.TryTake(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_is_wanted_may_change()
    {
        Register("a", "newest");
        using var changes = Subscribe();
        Write("a", 1);
        changes.Waiting.ShouldBe(0);

        _wanted.Add("a");
        changes.Review("a");
        Taken(changes).ShouldBe([("a", null)], "what is new is told of");
        Write("a", 2);
        Taken(changes).ShouldBe([("a", null)]);

        _wanted.Remove("a");
        changes.Review("a");
        changes.Review("unknown");
        Write("a", 3);
        changes.Waiting.ShouldBe(0);

        _wanted.Add("late");
        changes.Review("late");
        Register("late");
        Taken(changes).ShouldBe([("late", null)]);
    }

    private static List<(string Key, double? Value)> Taken(TagSubscription changes)
    {
        List<(string, double?)> taken = [];
        while (changes.TryTake(out var point, out var state))
            taken.Add((point.Key, state?.Value.AsNumber));
        return taken;
    }

    private TagSubscription Subscribe() => _store.Subscribe([.. _wanted], _wanted.Contains, static key => key == "each", _news);

    private void Register(params string[] keys)
    {
        foreach (var key in keys)
            _store.Register(new PointRegistration { Key = key, DataType = "float" });
    }

    private void Write(string key, double value) => _store.Write(key, new TagWrite(value, TagOrigin.Ipc)).ShouldBe(WriteResult.Written);
}
