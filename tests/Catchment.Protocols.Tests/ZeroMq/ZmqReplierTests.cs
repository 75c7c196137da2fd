using System.Text;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class ZmqReplierTests
{
    [Fact]
    public void A_request_gets_the_reply_of_the_handler()
    {
        using var server = new ReplierUnderTest(request => request.Reply(request.Message[1]));
        using var peer = server.NewRequester();
        peer.Send(RawPeer.Request("one"u8.ToArray(), "two"u8.ToArray()));
        peer.ReadReply().ShouldBe("two");
        peer.Send(RawPeer.Request([], "three"u8.ToArray()));
        peer.ReadReply().ShouldBe("three");
        server.Observer.Received.ShouldBe(2);
    }

    [Fact]
    public void A_reply_may_have_two_frames()
    {
        using var server = new ReplierUnderTest(request => request.Reply("head"u8, new byte[100_000]));
        using var peer = server.NewRequester();
        peer.Send(RawPeer.Request([1]));
        peer.ReadMessage().Select(frame => frame.Length).ShouldBe([0, 4, 100_000]);
    }

    [Fact]
    public void The_whole_envelope_comes_back()
    {
        using var server = new ReplierUnderTest(request => request.Reply([.. request.Message[0], (byte)request.Message.FrameCount]));
        using var peer = RawPeer.Handshake(server.EndPoint, "DEALER");
        var longId = Enumerable.Range(0, 255).Select(i => (byte)i).ToArray();
        peer.Send(RawPeer.Message([1, 2, 3, 4], longId, [], [7]));
        peer.ReadMessage().ShouldBe([[1, 2, 3, 4], longId, [], [7, 1]]);
    }

    [Fact]
    public void A_request_may_come_octet_by_octet()
    {
        using var server = new ReplierUnderTest(request => request.Reply(request.Message[0]));
        using var peer = RawPeer.Connect(server.EndPoint);
        foreach (var octet in (byte[])[.. RawPeer.Greeting(), .. RawPeer.Ready("REQ"), .. RawPeer.Request(new byte[300])]) peer.Send([octet]);
        peer.ReadGreeting();
        peer.ReadFrame().Name.ShouldBe("READY");
        peer.ReadMessage()[1].Length.ShouldBe(300);
    }

    [Fact]
    public void Greeting_and_ready_and_request_may_come_in_one_piece()
    {
        using var server = new ReplierUnderTest();
        using var peer = RawPeer.Connect(server.EndPoint);
        peer.Send([.. RawPeer.Greeting(), .. RawPeer.Ready("REQ"), .. RawPeer.Request([1])]);
        peer.ReadGreeting();
        peer.ReadFrame().Name.ShouldBe("READY");
        peer.ReadReply().ShouldBe("OK");
    }

    [Fact]
    public void Our_greeting_comes_at_once_but_ready_only_after_the_ready_of_the_peer()
    {
        using var server = new ReplierUnderTest();
        using var peer = RawPeer.Connect(server.EndPoint);
        peer.ReadGreeting().ShouldBe(Catchment.Protocols.ZeroMq.Wire.Greeting.Ours.ToArray());
        peer.SendGreeting();
        peer.Socket.Poll(TimeSpan.FromMilliseconds(100), System.Net.Sockets.SelectMode.SelectRead).ShouldBeFalse();
        peer.SendReady("REQ");
        peer.ReadFrame().Name.ShouldBe("READY");
    }

    [Fact]
    public void Names_of_metadata_are_compared_without_regard_to_case()
    {
        using var server = new ReplierUnderTest();
        using var peer = RawPeer.Connect(server.EndPoint);
        peer.Send([.. RawPeer.Greeting(), .. RawPeer.Ready("REQ", property: "socket-TYPE")]);
        peer.ReadGreeting();
        peer.ReadFrame().Name.ShouldBe("READY");
    }

    [Fact]
    public void Requests_of_a_dealer_that_does_not_wait_are_answered_in_order()
    {
        using var server = new ReplierUnderTest(request => request.Reply(request.Message[0]));
        using var peer = RawPeer.Handshake(server.EndPoint, "DEALER");
        peer.Send([.. Enumerable.Range(0, 200).SelectMany(i => RawPeer.Request([(byte)i]))]);
        for (var i = 0; i < 200; i++) peer.ReadMessage()[1][0].ShouldBe((byte)i);
    }

    [Fact]
    public void A_request_without_a_delimiter_is_discarded_and_the_next_is_answered()
    {
        using var server = new ReplierUnderTest();
        using var peer = RawPeer.Handshake(server.EndPoint, "DEALER");
        peer.Send(RawPeer.Message([1], [2]));
        server.Observer.NextDiscard().ShouldBe(ZmqDiscard.MalformedEnvelope);
        peer.Send(RawPeer.Message([1], []));
        server.Observer.NextDiscard().ShouldBe(ZmqDiscard.MalformedEnvelope);
        peer.Send(RawPeer.Request([1]));
        peer.ReadReply().ShouldBe("OK");
    }

    [Fact]
    public void An_envelope_too_large_to_be_one_is_discarded()
    {
        using var server = new ReplierUnderTest();
        using var peer = RawPeer.Handshake(server.EndPoint, "DEALER");
        peer.Send(RawPeer.Message(new byte[20_000], [], [1]));
        server.Observer.NextDiscard().ShouldBe(ZmqDiscard.MalformedEnvelope);
    }

    [Fact]
    public void A_handler_that_throws_or_forgets_still_gets_the_peer_a_reply()
    {
        using var server = new ReplierUnderTest(request =>
        {
            if (request.Message[0][0] == 1) throw new InvalidOperationException("on purpose");
            if (request.Message[0][0] == 3) request.Reply("OK"u8);
        });
        using var peer = server.NewRequester();
        foreach (var (octet, reply) in new (byte, string)[] { (1, "ERROR"), (2, "ERROR"), (3, "OK") })
        {
            peer.Send(RawPeer.Request([octet]));
            peer.ReadReply().ShouldBe(reply);
        }
    }

    [Fact]
    public void Only_the_first_reply_counts()
    {
        var outcomes = new List<bool>();
        ZmqRequest? kept = null;
        using var server = new ReplierUnderTest(request =>
        {
            // A request of the past, kept against the rules, must not answer the present one.
            if (kept is { } old) outcomes.Add(old.Reply("stale"u8));
            kept = request;
            outcomes.Add(request.IsAnswered);
            outcomes.Add(request.Reply("first"u8));
            outcomes.Add(request.IsAnswered);
            outcomes.Add(request.Reply("second"u8));
        });
        using var peer = server.NewRequester();
        peer.Send(RawPeer.Request([1]));
        peer.ReadReply().ShouldBe("first");
        peer.Send(RawPeer.Request([1]));
        peer.ReadReply().ShouldBe("first");
        server.Dispose();
        outcomes.ShouldBe([false, true, true, false, false, false, true, true, false]);
    }

    [Fact]
    public void Another_thread_may_reply_while_the_handler_waits()
    {
        using var server = new ReplierUnderTest(request => Task.Run(() => request.Reply("elsewhere"u8)).Wait());
        using var peer = server.NewRequester();
        peer.Send(RawPeer.Request([1]));
        peer.ReadReply().ShouldBe("elsewhere");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(65_000)]
    [InlineData(70_000)]
    [InlineData(5_000_000)]
    public void A_detached_message_outlives_the_handler(int size)
    {
        var kept = new List<ZmqMessage>();
        using var server = new ReplierUnderTest(request =>
        {
            kept.Add(request.Message.Detach());
            request.Message.FrameCount.ShouldBe(0);
            request.Reply("OK"u8);
        });
        using var peer = server.NewRequester();
        for (byte i = 1; i <= 3; i++)
        {
            var body = new byte[size];
            Array.Fill(body, i);
            peer.Send(RawPeer.Request([i], body));
            peer.ReadReply().ShouldBe("OK");
        }

        for (byte i = 1; i <= 3; i++)
        {
            using var message = kept[i - 1];
            message.FrameCount.ShouldBe(2);
            message.TotalBytes.ShouldBe(size + 1);
            message[0].ToArray().ShouldBe([i]);
            message.Frame(1).Length.ShouldBe(size);
            message[1].ContainsAnyExcept(i).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_port_in_use_is_told_by_name()
    {
        using var server = new ReplierUnderTest();
        var endpoint = new ZmqEndpoint("127.0.0.1", server.EndPoint.Port);
        using var second = new ZmqReplier([endpoint], request => request.Reply("OK"u8));
        var error = Should.Throw<ZmqException>(() => second.Start());
        error.Message.ShouldContain(endpoint.ToString());
        error.Message.ShouldContain("already in use");
    }

    [Fact]
    public void Several_endpoints_are_served_by_one_socket()
    {
        using var replier = new ZmqReplier([ZmqEndpoint.Parse("127.0.0.1:0"), ZmqEndpoint.Parse("[::1]:0")], request => request.Reply("OK"u8));
        foreach (var endpoint in replier.Start())
        {
            using var peer = RawPeer.Handshake(endpoint, "REQ");
            peer.Send(RawPeer.Request([1]));
            peer.ReadReply().ShouldBe("OK");
            replier.ConnectionCount.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void Impossible_options_are_refused_by_name()
    {
        var options = new ZmqReplierOptions { Limits = new ZmqLimits { MaxFrames = 1 } };
        Should.Throw<ArgumentException>(() => new ZmqReplier([ZmqEndpoint.Parse("*:0")], _ => { }, options)).Message.ShouldContain("MaxFrames is 1");
        Should.Throw<ArgumentException>(() => new ZmqReplier([], _ => { }));
    }

    [Fact]
    public void Receiving_and_replying_allocate_nothing()
    {
        const int Warmup = 200;
        const int Measured = 1000;
        long before = 0;
        long after = 0;
        var count = 0;
        using var server = new ReplierUnderTest(request =>
        {
            count++;
            if (count == Warmup) before = GC.GetAllocatedBytesForCurrentThread();
            if (count == Warmup + Measured) after = GC.GetAllocatedBytesForCurrentThread();
            request.Reply("OK"u8);
        });
        using var peer = server.NewRequester();
        var request = RawPeer.Request(Encoding.ASCII.GetBytes("""{"msg": "node|jpg"}"""), new byte[60_000]);
        for (var i = 0; i < Warmup + Measured; i++)
        {
            peer.Send(request);
            peer.ReadReply().ShouldBe("OK");
        }

        (after - before).ShouldBe(0);
    }

    [Fact]
    public void Disposing_waits_for_neither_peers_nor_handler()
    {
        using var release = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var server = new ReplierUnderTest(_ =>
        {
            entered.Set();
            release.Wait();
        });
        using var idle = server.NewRequester();
        using var silent = RawPeer.Connect(server.EndPoint);
        using var busy = server.NewRequester();
        busy.Send(RawPeer.Request([1]));
        entered.Wait();
        var since = TimeProvider.System.GetTimestamp();
        server.Dispose();
        TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        idle.ReadToEnd().ShouldBeEmpty();
        release.Set();
    }
}
