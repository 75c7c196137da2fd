using System.Text.Json;
using Catchment.Tags.Calculation;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Calculation;

/// <summary>Calculated tags at work: on changes, each second, through restarts. Source: tags 7.</summary>
public sealed class CalculationRunTests : IDisposable
{
    private readonly CalculationRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_change_is_followed_at_once_through_the_whole_chain()
    {
        _rig.Register("c2", "A*10", ("A", "c1"));
        _rig.Register("c1", "A+1", ("A", "c0"));
        _rig.Run();
        await _rig.BecomesAsync("c2", 10, TagQuality.Uncertain);

        _rig.Write("c0", 2);
        await _rig.BecomesAsync("c2", 30);
        _rig.Document().GetProperty("running").GetBoolean().ShouldBeTrue();

        _rig.Write("c0", 2, TagQuality.Bad);
        await _rig.BecomesAsync("c2", 30, TagQuality.Bad);
        _rig.Register("c3", "A", ("A", "c2"));
        await _rig.BecomesAsync("c3", 30, TagQuality.Bad);
        _rig.Register("c1", "A+2", ("A", "c0"));
        await _rig.BecomesAsync("c3", 40, TagQuality.Bad);
    }

    [Fact]
    public async Task Only_what_depends_on_a_change_is_evaluated_for_it()
    {
        for (var i = 0; i < 500; i++)
            _rig.Register($"t{i}", "A+B", ("A", $"a{i}"), ("B", $"a{i}"));
        _rig.Register("sum", "A+B", ("A", "t7"), ("B", "t8"));
        _rig.Run();
        await _rig.BecomesAsync("sum", 0, TagQuality.Uncertain);
        _rig.Document(); // waits until the first evaluation of all is over
        var before = _rig.Metrics.Evaluations;

        _rig.Write("a7", 5);
        _rig.Write("nobody", 6);
        await _rig.BecomesAsync("sum", 10, TagQuality.Uncertain);

        _rig.Metrics.Evaluations.ShouldBe(before + 2);
    }

    [Fact]
    public async Task What_no_change_tells_is_seen_within_a_second()
    {
        _rig.Write("a", 1);
        _rig.Register("t", "A", ("A", "a"));
        _rig.Run();
        await _rig.BecomesAsync("t", 1);

        _rig.Store.TryGet("a", out var point).ShouldBeTrue();
        _rig.Store.Mark(point!, TagQuality.Uncertain);
        _rig.Time.Advance(CalculationEngine.UpdateInterval);

        await _rig.BecomesAsync("t", 1, TagQuality.Uncertain);
    }

    [Fact]
    public async Task A_circle_turns_once_a_second()
    {
        _rig.Register("self", "V+1", ("V", "self"));
        _rig.Register("y1", "V+W", ("V", "y2"), ("W", "step"));
        _rig.Register("y2", "V", ("V", "y1"));
        _rig.Write("step", 1);
        _rig.Run();
        await _rig.BecomesAsync("self", 1);
        var (first, count) = (_rig.Value("y1"), _rig.Metrics.Evaluations);

        for (var second = 2; second < 5; second++)
        {
            _rig.Time.Advance(CalculationEngine.UpdateInterval);
            await _rig.BecomesAsync("self", second);
        }

        _rig.Document();
        _rig.Value("y1").ShouldBe(first + 3);
        _rig.Metrics.Evaluations.ShouldBeLessThanOrEqualTo(count + 12);
    }

    [Fact]
    public async Task A_period_holds_changes_back()
    {
        _rig.Write("a", 1);
        _rig.Register("slow", "A", 3, ("A", "a"));
        _rig.Register("fast", "A", ("A", "a"));
        _rig.Run();
        await _rig.BecomesAsync("slow", 1);

        _rig.Write("a", 2);
        for (var second = 1; second < 3; second++)
        {
            _rig.Time.Advance(CalculationEngine.UpdateInterval);
            _rig.Write("a", 2 + second);
            await _rig.BecomesAsync("fast", 2 + second);
        }

        _rig.Document();
        _rig.Value("slow").ShouldBe(1);
        _rig.Time.Advance(CalculationEngine.UpdateInterval);
        await _rig.BecomesAsync("slow", 4);
    }

    [Fact]
    public async Task Changes_from_many_threads_end_in_what_was_written_last()
    {
        const int Tags = 50;
        for (var i = 0; i < Tags; i++)
            _rig.Register($"t{i}", "A+B", ("A", $"a{i}"), ("B", "shared"));
        _rig.Run();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var round = 0; round < 2000; round++)
            {
                for (var i = thread; i < Tags; i += 4)
                    _rig.Write($"a{i}", round + 1);
                _rig.Write("shared", round % 7);
            }
        })));
        _rig.Write("shared", 100);

        for (var i = 0; i < Tags; i++)
            await _rig.BecomesAsync($"t{i}", 2100);
    }

    [Fact]
    public void A_registration_is_durable_before_it_is_seen_and_comes_back_after_a_restart()
    {
        var journal = new Journal();
        using (var rig = new CalculationRig(journal: journal))
        {
            rig.Register("b", "A+1", 2.5, ("A", "a"), ("B", ""));
            rig.Register("a", "nonsense +");
            rig.Register("gone", "1");
            rig.Engine.Remove("gone");
            journal.IsFull = true;
            Should.Throw<IOException>(() => rig.Register("c", "1"));
            Should.Throw<IOException>(() => rig.Register("b", "2"));
            Should.Throw<IOException>(() => rig.Engine.Remove("a"));
            rig.Document().GetProperty("tag_count").GetInt32().ShouldBe(2);
            rig.Document("b").GetProperty("formula").GetString().ShouldBe("A+1");
        }

        using var again = new CalculationRig(kept: journal.Kept.Select(text => JsonSerializer.Deserialize(text, CalculationJson.Default.CalculationTag)!));
        again.Engine.Evaluate();

        again.Document("b").GetProperty("value").GetDouble().ShouldBe(1);
        again.Document("b").GetProperty("variables").GetRawText().ShouldBe("""{"A":"a","B":""}""");
        again.Tags.All[0].Period.ShouldBe(2.5);
        again.Document("a").GetProperty("error").GetString().ShouldBe("position 1: unknown name 'nonsense'");
    }

    private sealed class Journal : IMappingJournal<CalculationTag>
    {
        private readonly List<(string Id, string Text)> _kept = [];

        public bool IsFull { get; set; }

        public IEnumerable<string> Kept => _kept.Select(k => k.Text);

        public void Save(IReadOnlyList<CalculationTag> mappings)
        {
            Check();
            foreach (var tag in mappings)
            {
                _kept.RemoveAll(k => k.Id == tag.Id);
                _kept.Add((tag.Id, JsonSerializer.Serialize(tag, CalculationJson.Default.CalculationTag)));
            }
        }

        public void Remove(string id)
        {
            Check();
            _kept.RemoveAll(k => k.Id == id);
        }

        private void Check()
        {
            if (IsFull)
                throw new IOException("the medium is full");
        }
    }
}
