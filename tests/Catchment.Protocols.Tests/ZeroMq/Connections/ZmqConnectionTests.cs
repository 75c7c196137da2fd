using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.ZeroMq;
using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.Tests.ZeroMq.Connections;

public sealed class ZmqConnectionTests
{
    private static readonly TimeSpan Patience = Catchment.Fixtures.Patience.Limit;

    [Fact]
    public async Task The_memory_of_a_large_message_is_given_back_while_the_connection_is_idle()
    {
        var context = new ConnectionContext(ZmqSocketType.Dealer, new ZmqOptions
        {
            HeartbeatInterval = TimeSpan.FromMilliseconds(100),
            HeartbeatTimeout = TimeSpan.FromSeconds(60),
        });
        using var peer = Pair(context, out var connection);
        var used = new TaskCompletionSource<long>();
        var serving = Task.Run(() =>
        {
            connection.Handshake().ShouldBeTrue();
            connection.Receive().ShouldBeTrue();
            used.SetResult(context.Budget.Used);
            connection.Receive().ShouldBeFalse();
            connection.Dispose();
        });
        Handshake(peer);
        peer.Send(RawPeer.Message(new byte[1_000_000]));
        (await used.Task).ShouldBe((1 << 20) - ReceiveBuffer.WorkingSize);
        SpinWait.SpinUntil(() => context.Budget.Used == 0, Patience).ShouldBeTrue();
        peer.Dispose();
        await serving;
    }

    [Fact]
    public async Task The_announcement_of_a_large_message_takes_no_memory()
    {
        var context = new ConnectionContext(ZmqSocketType.Dealer, new ZmqOptions());
        using var peer = Pair(context, out var connection);
        var serving = Task.Run(() =>
        {
            connection.Handshake().ShouldBeTrue();
            connection.Receive().ShouldBeFalse();
        });
        Handshake(peer);
        peer.Send([2, 0, 0, 0, 0, 3, 0x80, 0, 0, 1, 2, 3]);
        SpinWait.SpinUntil(() => connection.HasFetched, Patience).ShouldBeTrue();
        context.Budget.Used.ShouldBe(0);
        connection.Close(ZmqCloseReason.Stopped, "done");
        await serving;
        connection.CloseReason.ShouldBe(ZmqCloseReason.Stopped);
        connection.Dispose();
    }

    [Fact]
    public async Task A_message_that_has_ended_shows_nothing_and_cannot_be_detached()
    {
        var context = new ConnectionContext(ZmqSocketType.Dealer, new ZmqOptions());
        using var peer = Pair(context, out var connection);
        var serving = Task.Run(() =>
        {
            connection.Handshake().ShouldBeTrue();
            connection.Receive().ShouldBeTrue();
            connection.Receive().ShouldBeFalse();
        });
        Handshake(peer);
        peer.Send(RawPeer.Message([1]));
        peer.Socket.Shutdown(SocketShutdown.Send);
        await serving;
        connection.Message.FrameCount.ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => connection.Message[0].Length);
        Should.Throw<InvalidOperationException>(connection.Message.Detach);
        connection.Dispose();
    }

    private static RawPeer Pair(ConnectionContext context, out ZmqConnection connection)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var peer = RawPeer.Connect((IPEndPoint)listener.LocalEndPoint!);
        connection = new ZmqConnection(listener.Accept(), isServer: true, context);
        return peer;
    }

    private static void Handshake(RawPeer peer)
    {
        peer.SendGreeting();
        peer.SendReady("DEALER");
        peer.ReadGreeting();
        peer.ReadFrame().Name.ShouldBe("READY");
    }
}
