using Catchment.Protocols.ZeroMq;

namespace Catchment.Interop.Tests.ZeroMq;

public sealed class RouterInteropTests
{
    [Theory]
    [InlineData("REQ")]
    [InlineData("REQ", "relaxed", "heartbeat")]
    [InlineData("DEALER")]
    [InlineData("DEALER", "heartbeat")]
    [InlineData("ROUTER")]
    [InlineData("ROUTER", "heartbeat")]
    public void It_talks_to_libzmq(string type, params string[] options)
    {
        using var router = new ZmqRouter([ZmqEndpoint.Parse("127.0.0.1:0")], (peer, message) =>
            peer.Send([.. Enumerable.Range(0, message.FrameCount).Select(message.Frame)]).ShouldBeTrue());
        using var client = PythonPeer.Start("ZeroMq/client.py", [type, $"{router.Start()[0].Port}", "all", .. options]);
        client.ExpectSuccess();
    }
}
