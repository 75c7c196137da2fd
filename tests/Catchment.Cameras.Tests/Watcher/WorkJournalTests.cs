using Catchment.Cameras.Watcher.Journal;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class WorkJournalTests : IDisposable
{
    private const string Name = "work.log";

    private readonly TemporaryFolder _root = new();
    private StateFolder _state;

    public WorkJournalTests() => _state = StateFolder.Open(_root["state"]);

    public void Dispose()
    {
        _state.Dispose();
        _root.Dispose();
    }

    [Fact]
    public void What_is_not_done_is_there_again_in_its_order()
    {
        using (var journal = Open())
        {
            var items = Enumerable.Range(0, 20).Select(i => journal.Add($"work {i}")).ToList();
            journal.Begin(items[4]).HasBegun.ShouldBeTrue();
            foreach (var done in items.Where((_, i) => i % 3 == 0))
                journal.End(done);
        }

        using var again = Open();

        again.Items.Select(i => i.Text).ShouldBe(Enumerable.Range(0, 20).Where(i => i % 3 != 0).Select(i => $"work {i}"));
        again.Items.Where(i => i.HasBegun).Select(i => i.Text).ShouldBe(["work 4"]);
        again.Add("later").Number.ShouldBeGreaterThan(again.Items[^2].Number);
    }

    [Fact]
    public void A_file_that_has_grown_is_written_anew_with_what_is_left()
    {
        using var journal = Open();
        var kept = journal.Begin(journal.Add("kept"));
        for (var i = 0; i < 10_000; i++)
            journal.End(journal.Add("done"));

        new FileInfo(_state.PathOf(Name)).Length.ShouldBeLessThan(10_000 * 10);
        journal.Dispose();
        using var again = Open();
        again.Items.ShouldBe([kept]);
    }

    [Theory]
    [InlineData("+1 a\n+12 b\n-1", "a|b")] // half of -12
    [InlineData("+1 a\n*1", "a")]
    [InlineData("+1 a\n+2 half of it", "a")]
    [InlineData("+1 a\n\0\0\0\0\0\0\n+2 b\n", "a|b")]
    [InlineData("\0\0\0", "")]
    [InlineData("+99999999999999999999 a\n-x\n*\n+ b\n+3 c\n", "c")]
    public void A_power_cut_costs_no_more_than_the_last_line(string content, string left)
    {
        File.WriteAllText(_state.PathOf(Name), content);

        using var journal = Open();

        string.Join('|', journal.Items.Select(i => i.Text)).ShouldBe(left);
        journal.Items.ShouldAllBe(i => !i.HasBegun);
    }

    [Fact]
    public void Wherever_the_file_ends_it_holds_what_was_noted_before()
    {
        var full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";
        for (var seed = 0; seed < (full ? 500 : 10); seed++)
            CutAnywhere(new Random(seed));
    }

    [Fact]
    public void Work_that_could_not_be_noted_is_done_all_the_same()
    {
        using var journal = Open();
        journal.Add("noted");
        journal.AddUnwritten("only in mind");

        journal.Items.Select(i => i.Text).ShouldBe(["noted", "only in mind"]);
        journal.End(journal.Items[1]);
        journal.Oldest()!.Text.ShouldBe("noted");
        Should.Throw<ArgumentException>(() => journal.Add("two\nlines"));
    }

    private void CutAnywhere(Random random)
    {
        _state.Dispose();
        Directory.Delete(_root["state"], recursive: true);
        _state = StateFolder.Open(_root["state"]);
        var path = _state.PathOf(Name);
        var states = new List<(long Length, string Left)>();
        using (var journal = Open())
        {
            Note(journal);
            for (var i = 0; i < 100; i++)
            {
                var items = journal.Items;
                var any = items.Count == 0 ? null : items[random.Next(items.Count)];
                if (any is null || random.Next(3) == 0)
                    journal.Add($"w{random.Next(1_000_000)}");
                else if (random.Next(2) == 0)
                    journal.Begin(any);
                else
                    journal.End(any);
                Note(journal);
            }
        }

        var whole = File.ReadAllBytes(path);
        for (var i = 0; i < 20; i++)
        {
            var cut = random.Next(whole.Length + 1);
            File.WriteAllBytes(path, whole[..cut]);
            using var journal = Open();
            Text(journal).ShouldBe(states.Last(s => s.Length <= cut).Left, $"cut at {cut}");
        }

        void Note(WorkJournal journal) => states.Add((new FileInfo(path).Length, Text(journal)));
    }

    private static string Text(WorkJournal journal) => string.Join('|', journal.Items.Select(i => $"{i.Number} {i.Text} {i.HasBegun}"));

    private WorkJournal Open() => WorkJournal.Open(_state, Name, Durability.Written);
}
