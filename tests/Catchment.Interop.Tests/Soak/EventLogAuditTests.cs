using Catchment.Core.Demo;
using Catchment.Soak.Audits;

namespace Catchment.Interop.Tests.Soak;

/// <summary>The audit of a log in which the same text comes again and again.</summary>
public sealed class EventLogAuditTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_message_with_a_line_of_its_own_is_clean() =>
        Compare([Message("still", 0), Message("moving", 2), Message("still", 5)], [Line("still", 0.1), Line("moving", 2), Line("still", 5.001)]).IsClean.ShouldBeTrue();

    [Fact]
    public void A_message_without_a_line_is_missing_though_the_same_text_is_there_at_another_time()
    {
        var result = Compare([Message("still", 0), Message("still", 5), Message("still", 9)], [Line("still", 0.1), Line("still", 9.1)]);

        result.Missing.ShouldHaveSingleItem().ShouldContain("12:00:05");
        result.Twice.ShouldBeEmpty();
    }

    [Fact]
    public void A_second_line_is_told_also_when_a_later_message_could_be_taken_for_it()
    {
        var result = Compare([Message("still", 0), Message("still", 5)], [Line("still", 0.1), Line("still", 0.2), Line("still", 5.1)]);

        result.Missing.ShouldBeEmpty();
        result.Twice.Count.ShouldBe(2); // neither that one nor the third of two
    }

    [Fact]
    public void A_message_that_was_sent_again_may_have_a_line_for_each_attempt_and_one_without_an_answer_none()
    {
        Compare([Message("still", 0) with { Attempts = 2 }], [Line("still", 0.1), Line("still", 3)]).IsClean.ShouldBeTrue();
        Compare([Message("still", 0) with { Attempts = 2 }], [Line("still", 0.1), Line("still", 3), Line("still", 4)]).Twice.ShouldHaveSingleItem();
        Compare([Message("still", 0) with { Answer = null }], []).IsClean.ShouldBeTrue();
    }

    [Fact]
    public void A_line_that_nobody_sent_is_told() => Compare([Message("still", 0)], [Line("still", 0), Line("x", 1)]).Twice.ShouldBe(["x: nobody sent it"]);

    private static AuditResult Compare(IEnumerable<DemoItem> sent, IEnumerable<(DateTimeOffset, string)> lines) => EventLogAudit.Compare("log", sent, lines);

    private static DemoItem Message(string text, double second) => new("cameras", text, Noon.AddSeconds(second)) { Answer = "OK" };

    private static (DateTimeOffset, string) Line(string text, double second) => (Noon.AddSeconds(second), text);
}
