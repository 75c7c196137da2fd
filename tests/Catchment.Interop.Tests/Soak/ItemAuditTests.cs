using Catchment.Core.Demo;
using Catchment.Soak.Audits;

namespace Catchment.Interop.Tests.Soak;

/// <summary>The audit of items, with made-up journals and stores: it tells what is missing, doubled or nobody's.</summary>
public sealed class ItemAuditTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_acknowledged_and_is_there_once_is_clean()
    {
        var result = Compare([Item("a"), Item("b"), Item("c", answer: "ERROR disk full"), Item("d", answer: null)], ["a", "b"]);

        result.ShouldSatisfyAllConditions(
            () => result.IsClean.ShouldBeTrue(), () => result.Sent.ShouldBe(4), () => result.Acknowledged.ShouldBe(2), () => result.Found.ShouldBe(2), () => result.Note.ShouldBeNull());
    }

    [Fact]
    public void What_was_acknowledged_and_is_not_there_is_missing()
    {
        var result = Compare([Item("a"), Item("b")], ["a"]);

        result.Missing.ShouldBe(["b"]);
        result.IsClean.ShouldBeFalse();
    }

    [Fact]
    public void What_was_sent_once_and_is_there_twice_is_told() => Compare([Item("a"), Item("b")], ["a", "b", "b"]).Twice.ShouldHaveSingleItem().ShouldStartWith("b: 2 times, sent 1");

    [Fact]
    public void What_nobody_sent_is_told() => Compare([Item("a")], ["a", "x"]).Twice.ShouldBe(["x: nobody sent it"]);

    [Fact]
    public void What_was_sent_again_without_an_answer_may_be_there_for_each_attempt_and_no_more()
    {
        var twice = Compare([Item("a", attempts: 2)], ["a", "a"]);
        twice.IsClean.ShouldBeTrue();
        twice.Note.ShouldNotBeNull().ShouldStartWith("1 once more");
        Compare([Item("a", attempts: 2)], ["a", "a", "a"]).Twice.ShouldHaveSingleItem();
        Compare([Item("a", answer: null)], ["a"]).IsClean.ShouldBeTrue();
        Compare([Item("a", answer: null)], ["a", "a"]).Twice.ShouldHaveSingleItem();
    }

    [Fact]
    public void The_same_item_that_was_acknowledged_twice_is_there_twice()
    {
        Compare([Item("a"), Item("a")], ["a", "a"]).IsClean.ShouldBeTrue();
        Compare([Item("a"), Item("a")], ["a"]).Missing.ShouldBe(["a"]);
    }

    [Fact]
    public void A_copy_has_to_have_all_and_nothing_else()
    {
        ItemAudit.Same("copy", ["a", "b", "b"], ["b", "a", "b"]).IsClean.ShouldBeTrue();
        ItemAudit.Same("copy", ["a", "b", "b"], ["b", "a"]).Missing.ShouldBe(["b"]);
        ItemAudit.Same("copy", ["a"], ["a", "a"]).Twice.ShouldBe(["a: 2 times for 1"]);
        ItemAudit.Same("copy", ["a"], ["a", "x"]).Twice.ShouldBe(["x: 1 times for 0"]);
    }

    private static AuditResult Compare(IEnumerable<DemoItem> sent, IEnumerable<string> found) => ItemAudit.Compare("items", sent, static i => i.Item, "OK", found);

    private static DemoItem Item(string item, string? answer = "OK", int attempts = 1) => new("cameras", item, Noon) { Answer = answer, Attempts = attempts };
}
