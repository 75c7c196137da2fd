using Catchment.Protocols.OpcUa;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class NodeIdTests
{
    [Theory]
    [InlineData("i=85")]
    [InlineData("i=4294967295")]
    [InlineData("ns=2;i=1")]
    [InlineData("ns=65535;s=Boiler")]
    [InlineData("s=a;b=c")]
    [InlineData("ns=2;s=lab:temp °C")]
    [InlineData("ns=2;s=")]
    [InlineData("ns=1;g=72962b91-fa75-4ae6-8d28-b404dc7daf63")]
    [InlineData("ns=3;b=/wE=")]
    public void A_text_form_is_read_and_written(string text) => NodeId.Parse(text).ToString().ShouldBe(text);

    [Fact]
    public void A_text_form_says_what_it_is()
    {
        NodeId.Parse("ns=0;i=85").ShouldBe(new NodeId(85));
        NodeId.Parse("ns=2;s=x").ShouldBe(new NodeId("x", 2));
        NodeId.Parse("ns=2;g=72962B91-FA75-4AE6-8D28-B404DC7DAF63").ShouldBe(new NodeId(Guid.Parse("72962B91-FA75-4AE6-8D28-B404DC7DAF63"), 2));
        NodeId.Parse("ns=2;b=/wE=").ShouldBe(new NodeId([0xFF, 1], 2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("85")]
    [InlineData("i=")]
    [InlineData("i=-1")]
    [InlineData("i= 1")]
    [InlineData("i=4294967296")]
    [InlineData("ns=65536;i=1")]
    [InlineData("ns=2")]
    [InlineData("ns=;i=1")]
    [InlineData("ns=2;ns=3;i=1")]
    [InlineData("x=1")]
    [InlineData("g=72962b91")]
    [InlineData("g= 2962b91-fa75-4ae6-8d28-b404dc7daf63")]
    [InlineData("b=/w")]
    [InlineData("I=1")]
    public void What_is_no_text_form_is_refused(string text)
    {
        NodeId.TryParse(text, out var id).ShouldBeFalse();
        id.IsNull.ShouldBeTrue();
        Should.Throw<OpcUaException>(() => NodeId.Parse(text)).Status.ShouldBe(StatusCodes.BadNodeIdInvalid);
    }

    [Fact]
    public void No_text_is_no_node_id() => NodeId.TryParse(null, out _).ShouldBeFalse();

    [Fact]
    public void Every_node_id_has_a_text_form_that_leads_back_to_it() =>
        Prop.ForAll<int>(seed =>
        {
            var id = (NodeId)new RandomValues(new Random(seed)).Value(typeof(NodeId))!;
            return NodeId.TryParse(id.ToString(), out var read) && read == id && read.GetHashCode() == id.GetHashCode();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_of_any_kind_in_namespace_0_is_the_null_id()
    {
        default(NodeId).IsNull.ShouldBeTrue();
        new NodeId("", 0).IsNull.ShouldBeTrue();
        new NodeId(Guid.Empty, 0).IsNull.ShouldBeTrue();
        new NodeId([], 0).IsNull.ShouldBeTrue();
        new NodeId(0, 1).IsNull.ShouldBeFalse();
        new NodeId("", 1).IsNull.ShouldBeFalse();
        new NodeId("x", 0).IsNull.ShouldBeFalse();
        new NodeId(1).IsNull.ShouldBeFalse();
    }

    [Fact]
    public void Ids_differ_by_namespace_and_kind()
    {
        NodeId[] ids = [new(1), new(1, 1), new(2), new("1", 0), new("1", 1), new([1], 0), new([2], 0), new(Guid.Empty, 1), default];
        foreach (var (first, second) in ids.SelectMany(first => ids.Select(second => (first, second))))
            (first == second).ShouldBe(Array.IndexOf(ids, first) == Array.IndexOf(ids, second), $"{first} {second}");
        new NodeId([1, 2], 3).ShouldBe(new NodeId([1, 2], 3));
    }

    [Theory]
    [InlineData("i=85")]
    [InlineData("ns=2;s=x")]
    [InlineData("svr=1;ns=2;s=x")]
    [InlineData("svr=1;nsu=http://lab.example/;i=7")]
    [InlineData("nsu=a%3Bb%25c;s=x;y")]
    public void An_expanded_id_has_a_text_form(string text)
    {
        ExpandedNodeId.TryParse(text, out var id).ShouldBeTrue();
        id.ToString().ShouldBe(text);
    }

    [Fact]
    public void An_expanded_ids_text_form_says_what_it_is()
    {
        ExpandedNodeId.TryParse("svr=7;nsu=a%3bb%253B;i=3", out var id).ShouldBeTrue();
        id.ShouldBe(new ExpandedNodeId(new NodeId(3), "a;b%3B", 7));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("svr=x;i=1")]
    [InlineData("svr=1")]
    [InlineData("nsu=a")]
    [InlineData("nsu=a;ns=2;i=1")]
    [InlineData("nsu=a;svr=1;i=1")]
    public void What_is_no_expanded_ids_text_form_is_refused(string? text) => ExpandedNodeId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Any_text_is_an_id_that_leads_back_to_itself_or_is_refused()
    {
        var random = new Random(1735);
        string[] pieces = ["ns=", "nsu=", "svr=", "i=", "s=", "g=", "b=", ";", "=", "0", "1", "65536", "4294967296", "%", "%3B", "-", " ", "A", "/wE=", "72962b91-fa75-4ae6-8d28-b404dc7daf63", "é"];
        var (read, refused) = (0, 0);
        for (var round = Fuzzing.Rounds(50_000, 1_000_000); round > 0; round--)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (NodeId.TryParse(text, out var id))
                NodeId.Parse(id.ToString()).ShouldBe(id, text);
            if (!ExpandedNodeId.TryParse(text, out var expanded))
            {
                refused++;
                continue;
            }

            ExpandedNodeId.TryParse(expanded.ToString(), out var again).ShouldBeTrue(text);
            again.ShouldBe(expanded, text);
            read++;
        }

        read.ShouldBeGreaterThan(500);
        refused.ShouldBeGreaterThan(500);
    }
}
