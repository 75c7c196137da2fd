using Catchment.Core.Demo;
using Catchment.Soak.Audits;

namespace Catchment.Interop.Tests.Soak;

/// <summary>The audit of recorded events, with made-up journals and recordings.</summary>
public sealed class OutpostAuditTests
{
    private const string First = "2026-05-01T12:00:00.250000";
    private const string Second = "2026-05-01T12:00:01.250000";

    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RecordedEvent Whole = new("e1", ["trk"], ["trk"], [First + " 0", Second + " 0"], [(First, "aa"), (Second, "bb")]);

    [Fact]
    public void An_event_that_is_whole_is_clean()
    {
        var result = Compare(Published(), Whole);

        result.IsClean.ShouldBeTrue();
        result.Acknowledged.ShouldBe(1);
    }

    [Fact]
    public void What_was_heard_while_all_was_well_has_to_be_there()
    {
        Compare(Published()).Missing.ShouldHaveSingleItem().ShouldStartWith("e1: the event of");
        Compare(Published(), Whole with { Rows = [First + " 0"] }).Missing.ShouldBe([$"e1: row {Second} 0"]);
        Compare(Published(), Whole with { Pictures = [(First, "aa")] }).Missing.ShouldBe([$"e1: picture {Second}"]);
    }

    [Fact]
    public void What_nobody_heard_or_what_fell_into_a_fault_may_be_missing_in_part_but_not_wrong()
    {
        var part = Whole with { Rows = [First + " 0"], Pictures = [(First, "aa")] };
        Compare([.. Published().Select(static i => i with { Answer = null })]).IsClean.ShouldBeTrue();
        OutpostAudit.Compare(Published(), [part], [(Noon.AddSeconds(1), Noon.AddSeconds(1.1))], []).IsClean.ShouldBeTrue();
        OutpostAudit.Compare(Published(), [part with { Rows = ["x 0"] }], [(Noon.AddSeconds(1), Noon.AddSeconds(1.1))], []).Twice.ShouldBe(["e1: row x 0, which nobody published"]);
        OutpostAudit.Compare(Published(), [part], [(Noon.AddSeconds(60), Noon.AddSeconds(61))], []).Missing.Count.ShouldBe(2);
    }

    [Fact]
    public void What_is_doubled_changed_or_nobody_s_is_told()
    {
        Compare(Published(), Whole with { Sets = ["trk", "trk"] }).Twice.ShouldBe(["e1: trk twice in the index"]);
        Compare(Published(), Whole with { Rows = [First + " 0", Second + " 0", Second + " 0"] }).Twice.ShouldBe([$"e1: row {Second} 0 twice"]);
        Compare(Published(), Whole with { Pictures = [(First, "aa"), (Second, "xx")] }).Twice.ShouldHaveSingleItem().ShouldStartWith($"e1: picture {Second}, which nobody");
        Compare(Published(), Whole, Whole with { Id = "e9" }).Twice.ShouldBe(["e9: nobody published it"]);
        Compare(Published(), Whole, Whole).Twice.ShouldBe(["e1: recorded twice"]);
        Compare(Published(), Whole with { Files = [] }).Missing.ShouldBe(["e1: trk is in the index and has no file"]);
        Compare(Published(), Whole with { Files = ["trk", "obj"] }).Twice.ShouldBe(["e1: obj has a file and is not in the index"]);
        OutpostAudit.Compare(Published(), [Whole], [], ["2 pictures of e7"]).Twice.ShouldBe(["2 pictures of e7: of no event"]);
    }

    [Fact]
    public void An_event_that_asked_for_nothing_is_gone()
    {
        Compare(Published(tasks: ""), Whole).Twice.ShouldBe(["e1: it asked for nothing, and is there"]);
        Compare(Published(tasks: "")).IsClean.ShouldBeTrue();
    }

    private static AuditResult Compare(IReadOnlyList<DemoItem> published, params IReadOnlyList<RecordedEvent> recorded) => OutpostAudit.Compare(published, recorded, [], []);

    private static DemoItem[] Published(string tasks = """["GetFaces", 1]""") =>
    [
        Item(0.25, $"alpha Street|jpg|{First}", "aa"),
        Item(0.25, $$"""ote{"id": "e1", "view": "Street", "type": "start", "new": true, "fps": 9, "camsize": [640, 480], "timestamp": "{{First}}"}"""),
        Item(0.25, $$"""ote{"id": "e1", "view": "Street", "type": "trk", "timestamp": "{{First}}", "obj": 0, "clas": "person: 0.9", "rect": [1, 2, 3, 4]}"""),
        Item(1.25, $"alpha Street|jpg|{Second}", "bb"),
        Item(1.25, $$"""ote{"id": "e1", "view": "Street", "type": "trk", "timestamp": "{{Second}}", "obj": 0, "clas": "person: 0.9", "rect": [1, 2, 3, 4]}"""),
        Item(2.5, $$"""ote{"id": "e1", "view": "Street", "type": "end", "tasks": [{{tasks}}]}"""),
    ];

    private static DemoItem Item(double second, string text, string? bytes = null) => new("outposts", text, Noon.AddSeconds(second)) { Bytes = bytes, Answer = "heard" };
}
