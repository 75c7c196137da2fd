using System.Text;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class ZmqRouterDealerTests
{
    private static readonly TimeSpan Patience = Catchment.Fixtures.Patience.Limit;

    [Fact]
    public void A_router_answers_each_peer_by_itself()
    {
        using var router = NewRouter((peer, message) => peer.Send(message.Frame(0), "for"u8.ToArray(), message.Frame(1)), out var endpoint);
        using var one = StartDealer(endpoint);
        using var two = StartDealer(endpoint);
        one.Send([(byte[])[], "one"u8.ToArray()], Patience).ShouldBeTrue();
        two.Send([(byte[])[], "two"u8.ToArray()], Patience).ShouldBeTrue();
        Receive(two).ShouldBe("|for|two");
        Receive(one).ShouldBe("|for|one");
    }

    [Fact]
    public void A_router_sees_the_identity_and_the_whole_envelope_of_a_requester()
    {
        using var router = NewRouter((peer, message) => peer.Send(message.Frame(0), peer.RoutingId, BitConverter.GetBytes(message.FrameCount)), out var endpoint);
        using var peer = RawPeer.Connect(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, endpoint.Port));
        peer.SendGreeting();
        byte[] identity = [8, .. "Identity"u8, 0, 0, 0, 2, 65, 66];
        peer.Send(RawPeer.Command("READY", [11, .. "Socket-Type"u8, 0, 0, 0, 3, .. "REQ"u8, .. identity]));
        peer.ReadGreeting();
        peer.ReadFrame().Name.ShouldBe("READY");
        peer.Send(RawPeer.Request([1]));
        peer.ReadMessage().ShouldBe([[], [65, 66], [2, 0, 0, 0]]);
    }

    [Fact]
    public void Sending_to_a_peer_that_does_not_read_or_is_gone_fails_without_waiting()
    {
        var observer = new RecordingObserver();
        ZmqPeer? known = null;
        using var arrived = new ManualResetEventSlim();
        using var router = NewRouter(
            (peer, _) =>
            {
                known = peer;
                arrived.Set();
            },
            out var endpoint,
            new ZmqQueueOptions { HighWaterMark = 2, Observer = observer });
        using var peer = RawPeer.Handshake(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, endpoint.Port), "DEALER");
        peer.Send(RawPeer.Message([1]));
        arrived.Wait(Patience).ShouldBeTrue();
        var large = new byte[4 << 20];
        SpinWait.SpinUntil(() => !known!.Send(large), Patience).ShouldBeTrue();
        known!.IsConnected.ShouldBeTrue();
        peer.Dispose();
        observer.NextEnd();
        known.IsConnected.ShouldBeFalse();
        known.Send(large).ShouldBeFalse();
    }

    [Fact]
    public void Messages_wait_for_the_peer_to_come()
    {
        using var listener = new RawListener();
        using var dealer = StartDealer(listener.Endpoint);
        dealer.Send(["early"u8.ToArray()], Patience).ShouldBeTrue();
        using var peer = listener.AcceptHandshake("DEALER");
        Encoding.ASCII.GetString(peer.ReadMessage()[0]).ShouldBe("early");
    }

    [Fact]
    public void A_full_queue_pushes_back_on_the_sender_and_a_full_inbox_on_the_peer()
    {
        using var listener = new RawListener();
        using var dealer = StartDealer(listener.Endpoint, new ZmqDealerOptions { HighWaterMark = 2, ReceiveHighWaterMark = 2 });
        dealer.Send([new byte[1]], Patience).ShouldBeTrue();
        dealer.Send([new byte[1]], Patience).ShouldBeTrue();
        dealer.Send([new byte[1]], TimeSpan.FromMilliseconds(50)).ShouldBeFalse();

        using var peer = listener.AcceptHandshake("ROUTER");
        peer.Socket.SendTimeout = 300;
        var body = new byte[1 << 20];
        Should.Throw<System.Net.Sockets.SocketException>(() =>
        {
            for (var i = 0; i < 100; i++) peer.Send(RawPeer.Message(body));
        });
        dealer.Receive(Patience, out var message).ShouldBeTrue();
        message!.TotalBytes.ShouldBe(1 << 20);
        message.Dispose();
    }

    [Fact]
    public async Task Both_directions_at_full_speed_with_heartbeats_do_not_block_each_other()
    {
        var quick = new ZmqDealerOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(20), HeartbeatTimeout = TimeSpan.FromSeconds(10) };
        using var router = NewRouter((peer, message) => peer.Send(message.Frame(0)), out var endpoint, new ZmqQueueOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(20), HighWaterMark = 10_000 });
        using var dealer = StartDealer(endpoint, quick);
        const int Count = 500;
        var sending = Task.Run(() =>
        {
            for (var i = 0; i < Count; i++) dealer.Send([new byte[50_000]], Patience).ShouldBeTrue();
        });
        for (var i = 0; i < Count; i++)
        {
            dealer.Receive(Patience, out var message).ShouldBeTrue();
            message!.TotalBytes.ShouldBe(50_000);
            message.Dispose();
        }

        await sending;
    }

    [Fact]
    public async Task Disposing_a_dealer_ends_the_waiting_of_others()
    {
        using var listener = new RawListener();
        var dealer = StartDealer(listener.Endpoint);
        var receiving = Task.Run(() => dealer.Receive(Timeout.InfiniteTimeSpan, out _));
        dealer.Dispose();
        (await receiving).ShouldBeFalse();
        dealer.Send([new byte[1]], TimeSpan.Zero).ShouldBeFalse();
    }

    private static string Receive(ZmqDealer dealer)
    {
        dealer.Receive(Patience, out var message).ShouldBeTrue();
        using (message) return string.Join('|', Enumerable.Range(0, message!.FrameCount).Select(i => Encoding.ASCII.GetString(message[i])));
    }

    private static ZmqRouter NewRouter(ZmqRouterHandler handler, out ZmqEndpoint endpoint, ZmqQueueOptions? options = null)
    {
        var router = new ZmqRouter([ZmqEndpoint.Parse("127.0.0.1:0")], handler, options);
        endpoint = new ZmqEndpoint("127.0.0.1", router.Start()[0].Port);
        return router;
    }

    private static ZmqDealer StartDealer(ZmqEndpoint endpoint, ZmqDealerOptions? options = null)
    {
        var dealer = new ZmqDealer(endpoint, options);
        dealer.Start();
        return dealer;
    }
}
