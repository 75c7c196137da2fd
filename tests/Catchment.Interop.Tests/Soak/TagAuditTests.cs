using Catchment.Core.Demo;
using Catchment.Soak.Audits;

namespace Catchment.Interop.Tests.Soak;

/// <summary>The audit of tags, with made-up writers and gateways.</summary>
public sealed class TagAuditTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_last_number_and_a_whole_history_are_clean() => Compare(Numbers(1, 3), 3, [1, 2, 3]).IsClean.ShouldBeTrue();

    [Fact]
    public void A_later_number_that_was_sent_without_an_answer_may_be_there_or_not()
    {
        DemoItem[] noted = [.. Numbers(1, 3), Number(4) with { Answer = null }];
        Compare(noted, 4, [1, 2, 3, 4]).IsClean.ShouldBeTrue();
        Compare(noted, 3, [1, 2, 3]).IsClean.ShouldBeTrue();
    }

    [Fact]
    public void A_value_that_is_lost_or_that_nobody_sent_is_told()
    {
        Compare(Numbers(1, 3), 2, [1, 2, 3]).Missing.ShouldBe(["key: it is 2, 3 was acknowledged"]);
        Compare(Numbers(1, 3), null, [1, 2, 3]).Missing.ShouldBe(["key: it is not there, 3 was acknowledged"]);
        Compare(Numbers(1, 3), 4, [1, 2, 3]).Twice.ShouldBe(["key: it is 4, and 3 was the last that was sent"]);
    }

    [Fact]
    public void A_gap_a_double_and_a_wrong_order_in_the_history_are_told()
    {
        Compare(Numbers(1, 3), 3, [1, 3]).Missing.ShouldBe(["key: 2 is not in the history"]);
        Compare(Numbers(1, 3), 3, [1, 2, 2, 3]).Twice.ShouldBe(["key: 2 behind 2 in the history"]);
        Compare(Numbers(1, 3), 3, [2, 1, 3]).Twice.ShouldBe(["key: 1 behind 2 in the history"]);
    }

    [Fact]
    public void A_history_begins_with_the_start_and_has_no_more_than_its_room()
    {
        TagAudit.Compare("key", Numbers(1, 5), 5, [3, 4, 5], Noon.AddSeconds(3), 10).IsClean.ShouldBeTrue();
        TagAudit.Compare("key", Numbers(1, 5), 5, [4, 5], Noon.AddSeconds(3), 10).Missing.ShouldHaveSingleItem();
        TagAudit.Compare("key", Numbers(1, 5), 5, [4, 5], Noon, 2).IsClean.ShouldBeTrue();
    }

    [Fact]
    public void After_a_kill_there_is_a_value_from_shortly_before_it()
    {
        DemoItem Read(double value) => new("tags", $"key {value}", Noon.AddSeconds(100)) { Answer = TagAudit.ReadBack };
        Compare([.. Numbers(1, 60), Read(31)], 60, Past(60)).IsClean.ShouldBeTrue();
        Compare([.. Numbers(1, 60), Read(3)], 60, Past(60)).Missing.ShouldHaveSingleItem().ShouldContain("at 2026-05-01T12:01:40.0000000+00:00 it was 3");
        Compare([.. Numbers(1, 2), Read(-1)], 2, Past(2)).Missing.ShouldHaveSingleItem().ShouldContain("it was -1", customMessage: "the key was gone");
        Compare([.. Numbers(1, 60), Read(61)], 60, Past(60)).Twice.ShouldHaveSingleItem().ShouldContain("which nobody had sent");
    }

    private static double[] Past(int last) => [.. Enumerable.Range(1, last).Select(static n => (double)n)];

    private static AuditResult Compare(IReadOnlyList<DemoItem> noted, double? value, IReadOnlyList<double> history) => TagAudit.Compare("key", noted, value, history, Noon, 900);

    private static DemoItem[] Numbers(int from, int to) => [.. Enumerable.Range(from, to - from + 1).Select(Number)];

    private static DemoItem Number(int number) => new("tags", $"key {number}", Noon.AddSeconds(number)) { Answer = "ok" };
}
