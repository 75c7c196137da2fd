using Catchment.Protocols.ZeroMq;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.Tests.ZeroMq.Wire;

public sealed class SocketTypesTests
{
    private static readonly string[] All = ["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL", "PAIR", "rep", ""];

    [Theory]
    [InlineData(ZmqSocketType.Rep, "REQ DEALER")]
    [InlineData(ZmqSocketType.Router, "REQ DEALER ROUTER")]
    [InlineData(ZmqSocketType.Pub, "SUB XSUB")]
    [InlineData(ZmqSocketType.Req, "REP ROUTER")]
    [InlineData(ZmqSocketType.Dealer, "REP DEALER ROUTER")]
    [InlineData(ZmqSocketType.Sub, "PUB XPUB")]
    public void Each_type_talks_to_its_counterparts_in_the_table_and_to_no_other(ZmqSocketType ours, string legal)
    {
        var expected = legal.Split(' ');
        foreach (var peer in All) SocketTypes.MayTalk(ours, peer).ShouldBe(expected.Contains(peer), peer);
    }
}
