using Catchment.Protocols.ZeroMq;

namespace Catchment.Interop.Tests.ZeroMq;

public sealed class RequesterInteropTests
{
    private static readonly TimeSpan Patience = Catchment.Fixtures.Patience.Limit;

    [Theory]
    [InlineData("REP")]
    [InlineData("REP", "heartbeat")]
    [InlineData("ROUTER")]
    [InlineData("ROUTER", "heartbeat")]
    public void It_asks_libzmq(string type, params string[] options)
    {
        using var server = PythonPeer.Start("ZeroMq/server.py", [type, "0", .. options]);
        using var requester = new ZmqRequester(new ZmqEndpoint("127.0.0.1", int.Parse(server.ReadLine())));
        requester.Start();
        foreach (var frames in Samples.Messages) ShouldEcho(requester, frames);
    }

    [Fact]
    public void It_finds_a_libzmq_server_again_that_was_killed()
    {
        var server = PythonPeer.Start("ZeroMq/server.py", "REP", "0");
        var port = server.ReadLine();
        using var requester = new ZmqRequester(new ZmqEndpoint("127.0.0.1", int.Parse(port)));
        requester.Start();
        for (var round = 0; round < 3; round++)
        {
            ShouldEcho(requester, Samples.Messages[0]);
            server.Dispose();
            server = PythonPeer.Start("ZeroMq/server.py", "REP", port);
            server.Expect(port);
        }

        server.Dispose();
    }

    private static void ShouldEcho(ZmqRequester requester, ReadOnlyMemory<byte>[] frames)
    {
        // A connection whose end has not been noticed yet may take the first request with it.
        var outcome = requester.Request(frames, Patience, out var reply);
        if (outcome == ZmqRequestOutcome.ConnectionLost) outcome = requester.Request(frames, Patience, out reply);
        outcome.ShouldBe(ZmqRequestOutcome.Answered);
        using (reply) Samples.ShouldEqual(reply!, frames);
    }
}
