using System.Text;
using System.Text.RegularExpressions;
using Catchment.Cameras.Demo;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Pictures;
using Catchment.Protocols.ImageZmq;

namespace Catchment.Cameras.Tests.Demo;

public sealed partial class NodeScriptTests
{
    private const int Messages = 2000;

    [Fact]
    public void Four_cameras_are_on_three_nodes_and_one_of_these_has_two_views()
    {
        var nodes = NodeCast.For(4);

        nodes.Select(n => n.Name).ShouldBe(["Driveway", "Barn", "Dome"]);
        nodes.Select(n => string.Join(", ", n.Views.Select(v => v.View))).ShouldBe(["Mailbox", "Yard, Meter", "North"]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    [InlineData(7, 6)]
    [InlineData(100, 75)]
    public void Any_number_of_cameras_has_names_of_their_own(int cameras, int nodes)
    {
        var cast = NodeCast.For(cameras);

        cast.Count.ShouldBe(nodes);
        var names = cast.SelectMany(n => n.Views.Select(v => $"{n.Name} {v.View}")).ToArray();
        names.Length.ShouldBe(cameras);
        names.Distinct(StringComparer.Ordinal).Count().ShouldBe(cameras);
    }

    [Fact]
    public void A_node_sends_what_an_imagenode_sends()
    {
        foreach (var node in NodeCast.For(8))
        {
            var texts = Texts(node, seed: 3);
            texts[0].ShouldMatch($@"^{node.Name}\|Restart\|[a-z0-9-]+\|RPi\|192\.0\.2\.\d+\|\d+\|\d+$");
            texts.Skip(1).ShouldAllBe(t => NodeText().IsMatch(t), "all as the specification lists them");
            texts.ShouldContain($"{node.Name}|Heartbeat");
            texts.ShouldContain(t => t.StartsWith($"{node.Name}|Temp|", StringComparison.Ordinal));
            texts.Any(t => t.Contains("|humidity|", StringComparison.Ordinal)).ShouldBe(node.Name.StartsWith("Barn", StringComparison.Ordinal));
            texts.Count(t => t.EndsWith("|jpg", StringComparison.Ordinal)).ShouldBeInRange(Messages * 3 / 4, Messages * 19 / 20);
        }
    }

    [Fact]
    public void Every_motion_has_its_beginning_its_frames_and_its_end()
    {
        var texts = Texts(NodeCast.For(1)[0], seed: 5).Where(t => t.StartsWith("Driveway Mailbox|", StringComparison.Ordinal)).ToArray();
        var starts = Enumerable.Range(0, texts.Length).Where(i => texts[i].EndsWith("|motion|moving", StringComparison.Ordinal)).ToArray();

        starts.Length.ShouldBeGreaterThan(50);
        foreach (var start in starts.SkipLast(1))
        {
            texts[(start + 1)..(start + 8)].ShouldAllBe(t => t == "Driveway Mailbox|jpg");
            texts[start + 8].ShouldBe("Driveway Mailbox|motion|still");
        }
    }

    [Fact]
    public void Everything_it_sends_is_taken_by_the_hub()
    {
        foreach (var message in new NodeScript(NodeCast.For(4)[1], 1).Messages().Take(Messages))
        {
            ImageZmqDecoder.Decode(message.Header.Span, message.Picture.Span, new byte[message.Header.Length], out var decoded).ShouldBe(ImageZmqError.None);
            HubMessage.Parse(decoded.Text).Kind.ShouldBeOneOf(message.IsFrame ? [HubMessageKind.Jpeg] : [HubMessageKind.Event, HubMessageKind.Heartbeat]);
            JpegHeader.TryReadSize(decoded.Payload, out var width, out var height).ShouldBeTrue();
            (width, height).ShouldBe(message.IsFrame ? (480, 360) : (3, 3));
        }
    }

    [Fact]
    public void Pictures_are_small_and_none_is_like_another()
    {
        var pictures = Scene.All.SelectMany(s => s.Pictures).ToArray();

        pictures.Length.ShouldBe(32);
        pictures.ShouldAllBe(p => p.Length < 25 * 1024);
        pictures.Sum(p => p.Length).ShouldBeLessThan(600 * 1024);
        pictures.Select(p => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(p.Span))).Distinct(StringComparer.Ordinal).Count().ShouldBe(32);
    }

    private static string[] Texts(NodeCast node, int seed) =>
        [.. new NodeScript(node, seed).Messages().Take(Messages).Select(m =>
        {
            ImageZmqDecoder.Decode(m.Header.Span, m.Picture.Span, new byte[m.Header.Length], out var decoded).ShouldBe(ImageZmqError.None);
            return Encoding.UTF8.GetString(decoded.Text);
        })];

    [GeneratedRegex(@"^[A-Z][a-z]+2?(\|Heartbeat|\|Temp\|-?\d+ [FC]|\|humidity\|\d+\.\d %| [A-Z][a-z]+\|(jpg|motion\|(moving|still)|light\|(lighted|dark)))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NodeText();
}
