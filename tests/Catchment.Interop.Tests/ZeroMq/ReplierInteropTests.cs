using Catchment.Protocols.ZeroMq;

namespace Catchment.Interop.Tests.ZeroMq;

public sealed class ReplierInteropTests
{
    [Theory]
    [InlineData("REQ")]
    [InlineData("REQ", "heartbeat")]
    [InlineData("REQ", "relaxed")]
    [InlineData("REQ", "relaxed", "heartbeat")]
    [InlineData("DEALER")]
    [InlineData("DEALER", "heartbeat")]
    public void It_answers_libzmq(string type, params string[] options)
    {
        using var replier = new ZmqReplier([ZmqEndpoint.Parse("127.0.0.1:0")], ReplyWithEnds);
        using var client = PythonPeer.Start("ZeroMq/client.py", [type, $"{replier.Start()[0].Port}", "ends", .. options]);
        client.ExpectSuccess();
    }

    [Fact]
    public void It_answers_32_libzmq_clients_at_once()
    {
        using var replier = new ZmqReplier([ZmqEndpoint.Parse("127.0.0.1:0")], request => request.Reply("OK"u8));
        using var clients = PythonPeer.Start("ZeroMq/hammer.py", $"{replier.Start()[0].Port}", "32", "60000", "shared");
        clients.Expect("ready");
        replier.ConnectionCount.ShouldBe(32);
        for (var i = 0; i < 5; i++)
        {
            clients.WriteLine("check");
            clients.Expect("ok");
        }

        clients.WriteLine("stop");
        clients.ReadLine();
        clients.ExpectSuccess();
    }

    private static void ReplyWithEnds(ZmqRequest request)
    {
        var message = request.Message;
        if (message.FrameCount == 1) request.Reply(message[0]);
        else request.Reply(message[0], message[message.FrameCount - 1]);
    }
}
