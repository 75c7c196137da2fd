using System.Net.Sockets;
using System.Text;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class ZmqRequesterTests
{
    private static readonly TimeSpan Patience = Catchment.Fixtures.Patience.Limit;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void A_request_brings_the_reply()
    {
        using var server = new ReplierUnderTest(request => request.Reply(request.Message[0], request.Message[1]));
        using var requester = Start(new ZmqEndpoint("127.0.0.1", server.EndPoint.Port));
        for (var i = 0; i < 500; i++)
        {
            requester.Request(["a"u8.ToArray(), BitConverter.GetBytes(i)], Patience, out var reply).ShouldBe(ZmqRequestOutcome.Answered);
            using (reply)
            {
                reply!.FrameCount.ShouldBe(2);
                BitConverter.ToInt32(reply[1]).ShouldBe(i);
            }
        }

        server.Observer.ConnectedCount.ShouldBe(1);
    }

    [Fact]
    public void Nothing_is_sent_before_the_READY_of_the_peer()
    {
        using var listener = new RawListener();
        using var requester = Start(listener.Endpoint);
        using var peer = listener.Accept();
        peer.ReadGreeting();
        requester.Request("x"u8.ToArray(), Short, out _).ShouldBe(ZmqRequestOutcome.Unreachable);
        peer.Socket.Available.ShouldBe(0);
        peer.SendGreeting();
        peer.ReadFrame().Name.ShouldBe("READY");
        requester.Request("x"u8.ToArray(), Short, out _).ShouldBe(ZmqRequestOutcome.Unreachable);
        peer.Socket.Available.ShouldBe(0);
    }

    [Fact]
    public void Without_a_peer_a_request_is_unreachable_in_time()
    {
        using var listener = new RawListener();
        var endpoint = listener.Endpoint;
        listener.Dispose();
        using var requester = Start(endpoint);
        requester.Request("x"u8.ToArray(), Short, out var reply).ShouldBe(ZmqRequestOutcome.Unreachable);
        reply.ShouldBeNull();
    }

    [Fact]
    public async Task After_a_time_out_the_next_request_goes_over_a_new_connection_and_the_late_reply_finds_nobody()
    {
        using var listener = new RawListener();
        using var requester = Start(listener.Endpoint);
        using var first = listener.AcceptHandshake("REP");
        requester.Request("one"u8.ToArray(), Short, out _).ShouldBe(ZmqRequestOutcome.TimedOut);
        Encoding.ASCII.GetString(first.ReadMessage()[1]).ShouldBe("one");
        first.Send(RawPeer.Request("late"u8.ToArray()));

        using var second = listener.AcceptHandshake("REP");
        var request = Task.Run(() => (requester.Request("two"u8.ToArray(), Patience, out var reply), Text(reply)));
        Encoding.ASCII.GetString(second.ReadMessage()[1]).ShouldBe("two");
        second.Send(RawPeer.Request("in time"u8.ToArray()));
        (await request).ShouldBe((ZmqRequestOutcome.Answered, "in time"));
    }

    [Fact]
    public async Task A_reply_that_nobody_asked_for_does_not_match_the_next_request()
    {
        var observer = new RecordingObserver();
        using var listener = new RawListener();
        using var requester = Start(listener.Endpoint, new ZmqOptions { Observer = observer });
        using var peer = listener.AcceptHandshake("REP");
        peer.Send(RawPeer.Request("early"u8.ToArray()));
        observer.NextDiscard().ShouldBe(ZmqDiscard.Unexpected);
        var request = Task.Run(() => (requester.Request("x"u8.ToArray(), Patience, out var reply), Text(reply)));
        peer.ReadMessage();
        peer.Send([.. RawPeer.Message("no delimiter"u8.ToArray()), .. RawPeer.Request("right"u8.ToArray())]);
        (await request).ShouldBe((ZmqRequestOutcome.Answered, "right"));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_told_at_once()
    {
        using var listener = new RawListener();
        using var requester = Start(listener.Endpoint);
        using var peer = listener.AcceptHandshake("REP");
        var request = Task.Run(() => requester.Request("x"u8.ToArray(), Patience, out _));
        peer.ReadMessage();
        peer.Dispose();
        (await request).ShouldBe(ZmqRequestOutcome.ConnectionLost);
    }

    [Fact]
    public void A_peer_that_does_not_read_costs_no_more_than_the_time()
    {
        using var listener = new RawListener();
        using var requester = Start(listener.Endpoint);
        using var peer = listener.AcceptHandshake("REP");
        var since = TimeProvider.System.GetTimestamp();
        requester.Request(new byte[50 << 20], TimeSpan.FromSeconds(0.5), out _).ShouldBe(ZmqRequestOutcome.TimedOut);
        TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Many_threads_share_a_requester()
    {
        using var server = new ReplierUnderTest(request => request.Reply(request.Message[0]));
        using var requester = Start(new ZmqEndpoint("127.0.0.1", server.EndPoint.Port));
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            requester.Request(BitConverter.GetBytes(i), Patience, out var reply).ShouldBe(ZmqRequestOutcome.Answered);
            BitConverter.ToInt32(reply![0]).ShouldBe(i);
            reply.Dispose();
        });
    }

    [Fact]
    public void A_peer_that_comes_back_is_found_and_each_change_is_logged_once()
    {
        var logger = new RecordingLogger();
        var server = new ReplierUnderTest();
        var endpoint = new ZmqEndpoint("127.0.0.1", server.EndPoint.Port);
        using var requester = Start(endpoint, new ZmqOptions { Logger = logger, ReconnectMin = TimeSpan.FromMilliseconds(5), ReconnectMax = TimeSpan.FromMilliseconds(10) });
        requester.Request("x"u8.ToArray(), Patience, out _).ShouldBe(ZmqRequestOutcome.Answered);
        server.Dispose();
        SpinWait.SpinUntil(() => logger.CountWarnings() > 0, Patience).ShouldBeTrue();
        requester.Request("x"u8.ToArray(), Short, out _).ShouldBe(ZmqRequestOutcome.Unreachable);

        using var again = new ZmqReplier([endpoint], request => request.Reply("again"u8));
        again.Start();
        requester.Request("x"u8.ToArray(), Patience, out var reply).ShouldBe(ZmqRequestOutcome.Answered);
        Text(reply).ShouldBe("again");
        logger.CountWarnings().ShouldBe(1);
        logger.Lines.Count(line => line.Text.Contains("connected to", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        using var listener = new RawListener();
        using var requester = Start(listener.Endpoint);
        using var peer = listener.AcceptHandshake("REP");
        using var cancellation = new CancellationTokenSource();
        var request = Task.Run(() => requester.Request("x"u8.ToArray(), Patience, out _, cancellation.Token));
        peer.ReadMessage();
        cancellation.Cancel();
        (await request).ShouldBe(ZmqRequestOutcome.Cancelled);
    }

    [Fact]
    public async Task Disposing_ends_a_request_under_way_at_once()
    {
        using var listener = new RawListener();
        using var requester = Start(listener.Endpoint);
        using var peer = listener.AcceptHandshake("REP");
        var request = Task.Run(() => requester.Request("x"u8.ToArray(), Patience, out _));
        peer.ReadMessage();
        ShouldDisposeInTime(requester);
        (await request).ShouldBe(ZmqRequestOutcome.Cancelled);
    }

    [Fact]
    public void Disposing_waits_not_while_the_network_swallows_the_attempt_to_connect()
    {
        // A full queue makes Linux ignore further attempts, as a dead host would.
        using var listener = new RawListener(backlog: 0);
        var fillers = new List<Socket>();
        try
        {
            for (var i = 0; i < 4; i++)
            {
                var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                fillers.Add(filler);
                Should.Throw<SocketException>(() => filler.Connect(listener.EndPoint));
            }

            var requester = Start(listener.Endpoint);
            requester.Request("x"u8.ToArray(), Short, out _).ShouldBe(ZmqRequestOutcome.Unreachable);
            ShouldDisposeInTime(requester);
        }
        finally
        {
            foreach (var filler in fillers) filler.Dispose();
        }
    }

    private static void ShouldDisposeInTime(ZmqRequester requester)
    {
        var since = TimeProvider.System.GetTimestamp();
        requester.Dispose();
        TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    private static string Text(ZmqMessage? message)
    {
        using (message) return message is null ? "" : Encoding.ASCII.GetString(message[0]);
    }

    private static ZmqRequester Start(ZmqEndpoint endpoint, ZmqOptions? options = null)
    {
        var requester = new ZmqRequester(endpoint, options);
        requester.Start();
        return requester;
    }
}
