using Catchment.Tags.Board;
using Catchment.Tags.Store;

namespace Catchment.WebConsole.Tests.Tags;

public sealed class TagBoardTests
{
    [Fact]
    public void The_order_of_the_keys_is_that_of_a_sort_whatever_comes_and_goes()
    {
        using var world = new TagWorld();
        var board = new TagBoard(world.Store, TimeProvider.System);
        var random = new Random(7);
        var model = new SortedSet<string>(Comparer<string>.Create(static (a, b) =>
            string.Compare(a, b, StringComparison.OrdinalIgnoreCase) is var order and not 0 ? order : string.CompareOrdinal(a, b)));
        for (var round = 0; round < 60; round++)
        {
            for (var i = 0; i < random.Next(8); i++)
            {
                string key = new([.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => "aAbBé_"[random.Next(6)])]);
                if (random.Next(3) == 0 && world.Store.Unregister(key))
                {
                    model.Remove(key);
                }
                else
                {
                    world.Register(key);
                    model.Add(key);
                }
            }

            Keys(new TagFilter()).ShouldBe(model);
            Keys(new TagFilter { Search = "a b" }).ShouldBe(model.Where(static k => k.Contains('a', StringComparison.OrdinalIgnoreCase) && k.Contains('b', StringComparison.OrdinalIgnoreCase)));
            board.Window(new TagFilter(), isReversed: true, 1, 3).Points.Select(static p => p.Key).ShouldBe(model.Reverse().Skip(1).Take(3));
        }

        IEnumerable<string> Keys(TagFilter filter) => board.Window(filter, isReversed: false, 0, int.MaxValue).Points.Select(static p => p.Key);
    }

    [Fact]
    public void Buckets_hold_every_number_of_the_span_once()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            List<HistoryEntry> entries = [];
            double time = 1000;
            for (var i = random.Next(50); i >= 0; i--)
                entries.Add(new HistoryEntry(time += random.NextDouble() * 3, random.Next(10) == 0 ? TagValue.Of("text") : TagValue.Of(random.NextDouble())));
            double? from = random.Next(2) == 0 ? null : 1000 + (random.NextDouble() * 60);
            double to = 1000 + (random.NextDouble() * 150);
            TagPast past = TagPast.Of(entries, from, to, 1 + random.Next(20));
            HistoryEntry[] inside = [.. entries.Where(e => e.Timestamp >= past.From && e.Timestamp <= to)];
            double[] numbers = [.. inside.Where(static e => e.Value.Kind == TagValueKind.Number).Select(static e => e.Value.AsNumber)];
            past.Entries.ShouldBe(inside.Length);
            past.Buckets.Sum(static b => b.Count).ShouldBe(numbers.Length);
            past.Buckets.Sum(static b => b.Mean * b.Count).ShouldBe(numbers.Sum(), 1e-9);
            past.Buckets.Select(static b => b.Start).ShouldBeInOrder();
            past.Buckets.ShouldAllBe(b => b.Start >= past.From && b.Start <= to && b.Min <= b.Max);
        }
    }
}
