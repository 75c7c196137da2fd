using System.Net;
using System.Net.Sockets;
using System.Text;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class ZmqReplierHostilePeersTests
{
    private static readonly ZmqReplierOptions Strict = new()
    {
        Limits = new ZmqLimits
        {
            MaxMessageBytes = 1 << 20,
            MaxFrames = 8,
            StallTimeout = TimeSpan.FromSeconds(0.4),
        },
    };

    private static readonly ZmqReplierOptions Hasty = new() { Limits = new ZmqLimits { HandshakeTimeout = TimeSpan.FromSeconds(1) } };

    public static TheoryData<string, byte[], ZmqCloseReason> BadAfterHandshake => new()
    {
        { "reserved flag bits", [0x08, 0], ZmqCloseReason.ProtocolViolation },
        { "MORE on a command", [0x05, 5, 4, .. "PING"u8], ZmqCloseReason.ProtocolViolation },
        { "a length of 2^63", [2, 0x80, 0, 0, 0, 0, 0, 0, 0], ZmqCloseReason.ProtocolViolation },
        { "a length of 2^64 - 1", [2, 255, 255, 255, 255, 255, 255, 255, 255], ZmqCloseReason.ProtocolViolation },
        { "a frame over the limit", [2, 0, 0, 0, 0, 0, 0x10, 0, 1], ZmqCloseReason.MessageTooLarge },
        { "a frame of 2^63 - 1", [2, 0x7F, 255, 255, 255, 255, 255, 255, 255], ZmqCloseReason.MessageTooLarge },
        { "a long command", [6, 0, 0, 0, 0, 0, 1, 0, 0], ZmqCloseReason.MessageTooLarge },
        { "too many frames", RawPeer.Message([.. Enumerable.Repeat(Array.Empty<byte>(), 9)]), ZmqCloseReason.TooManyFrames },
        { "a command without a name", [4, 0], ZmqCloseReason.ProtocolViolation },
        { "a PING without TTL", RawPeer.Command("PING"), ZmqCloseReason.ProtocolViolation },
        { "a PING with a long context", RawPeer.Command("PING", new byte[19]), ZmqCloseReason.ProtocolViolation },
        { "READY again", RawPeer.Ready("REQ"), ZmqCloseReason.ProtocolViolation },
        { "ERROR", RawPeer.Command("ERROR", 2, 104, 105), ZmqCloseReason.ProtocolViolation },
        { "an unknown command within a message", [.. RawPeer.Frame(1, [1]), .. RawPeer.Command("WHAT")], ZmqCloseReason.ProtocolViolation },
        { "half a message", [0, 200, 1, 2, 3], ZmqCloseReason.Stalled },
        { "half a header", [2, 0, 0], ZmqCloseReason.Stalled },
        { "a first frame and silence", RawPeer.Frame(1, []), ZmqCloseReason.Stalled },
    };

    public static TheoryData<string, byte[], ZmqCloseReason> BadHandshakes => new()
    {
        { "HTTP", Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), ZmqCloseReason.NotZmtp },
        { "ZMTP 1.0", [1, 0], ZmqCloseReason.UnsupportedVersion },
        { "ZMTP 2.0", [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 3, 0, 0], ZmqCloseReason.UnsupportedVersion },
        { "CURVE", RawPeer.Greeting(mechanism: "CURVE"), ZmqCloseReason.UnsupportedMechanism },
        { "silence", [], ZmqCloseReason.HandshakeTimeout },
        { "half a greeting", RawPeer.Greeting()[..40], ZmqCloseReason.HandshakeTimeout },
        { "no READY", RawPeer.Greeting(), ZmqCloseReason.HandshakeTimeout },
        { "half a READY", [.. RawPeer.Greeting(), .. RawPeer.Ready("REQ")[..15]], ZmqCloseReason.HandshakeTimeout },
        { "a message in place of READY", [.. RawPeer.Greeting(), .. RawPeer.Request([1])], ZmqCloseReason.ProtocolViolation },
        { "another command in place of READY", [.. RawPeer.Greeting(), .. RawPeer.Command("PING", 0, 0)], ZmqCloseReason.ProtocolViolation },
        { "ERROR in place of READY", [.. RawPeer.Greeting(), .. RawPeer.Command("ERROR", 2, 110, 111)], ZmqCloseReason.RejectedByPeer },
        { "a READY that is cut off", [.. RawPeer.Greeting(), .. RawPeer.Command("READY", 11, 83)], ZmqCloseReason.ProtocolViolation },
        { "a wrong socket type", [.. RawPeer.Greeting(), .. RawPeer.Ready("SUB")], ZmqCloseReason.IncompatibleSocketType },
        { "no socket type", [.. RawPeer.Greeting(), .. RawPeer.Command("READY")], ZmqCloseReason.IncompatibleSocketType },
    };

    [Theory]
    [MemberData(nameof(BadAfterHandshake))]
    public void Bad_traffic_costs_that_connection_and_no_other(string what, byte[] bytes, ZmqCloseReason reason)
    {
        using var server = new ReplierUnderTest(options: Strict);
        using var good = server.NewRequester();
        using var bad = server.NewRequester();
        bad.Send(bytes);
        bad.ReadToEnd().ShouldBeEmpty(what);
        server.Observer.NextEnd().ShouldBe(reason, what);
        good.Send(RawPeer.Request([1]));
        good.ReadReply().ShouldBe("OK");
    }

    [Theory]
    [MemberData(nameof(BadHandshakes))]
    public void Bad_handshakes_cost_that_connection_and_no_other(string what, byte[] bytes, ZmqCloseReason reason)
    {
        using var server = new ReplierUnderTest(options: Hasty);
        using var bad = RawPeer.Connect(server.EndPoint);
        bad.Send(bytes);
        bad.ReadToEnd().Length.ShouldBeInRange(64, 64 + 40, what);
        server.Observer.NextEnd().ShouldBe(reason, what);
        server.ShouldServe();
    }

    [Fact]
    public void A_wrong_socket_type_is_told_with_an_ERROR_command()
    {
        using var server = new ReplierUnderTest();
        using var peer = RawPeer.Connect(server.EndPoint);
        peer.SendGreeting();
        peer.SendReady("PUB");
        peer.ReadGreeting();
        var (_, name, body) = peer.ReadFrame();
        name.ShouldBe("ERROR");
        Encoding.ASCII.GetString(body, 1, body[0]).ShouldBe("Invalid socket type");
    }

    [Fact]
    public void Octets_that_drip_do_not_prolong_the_handshake()
    {
        using var server = new ReplierUnderTest(options: Hasty);
        using var peer = RawPeer.Connect(server.EndPoint);
        peer.ReadGreeting();
        var since = TimeProvider.System.GetTimestamp();
        foreach (var octet in RawPeer.Greeting())
        {
            peer.Send([octet]);
            if (peer.Socket.Poll(TimeSpan.FromMilliseconds(800), SelectMode.SelectRead)) break;
        }

        server.Observer.NextEnd().ShouldBe(ZmqCloseReason.HandshakeTimeout);
        TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_reset_in_the_middle_of_a_message_is_an_end_like_any_other()
    {
        using var server = new ReplierUnderTest();
        var peer = server.NewRequester();
        peer.Send([2, 0, 0, 0, 0, 0, 0, 100, 0, 1]);
        peer.Reset();
        server.Observer.NextEnd().ShouldBe(ZmqCloseReason.ConnectionLost);
        server.ShouldServe();
    }

    [Fact]
    public void Unknown_commands_and_subscriptions_are_ignored()
    {
        using var server = new ReplierUnderTest();
        using var peer = server.NewRequester();
        peer.Send([.. RawPeer.Command("JOIN", 1), .. RawPeer.Command("SUBSCRIBE", 1), .. RawPeer.Command("Q"), .. RawPeer.Request([1])]);
        peer.ReadReply().ShouldBe("OK");
    }

    [Fact]
    public void Peers_of_other_networks_are_refused_before_the_greeting()
    {
        using var server = new ReplierUnderTest(options: new ZmqReplierOptions { AllowedPeers = [IPNetwork.Parse("10.0.0.0/8")] });
        using var peer = RawPeer.Connect(server.EndPoint);
        peer.ReadToEnd().ShouldBeEmpty();
        server.Observer.NextRefusal().ShouldBe(ZmqRefusal.NotAllowed);
        server.Observer.ConnectedCount.ShouldBe(0);
    }

    [Fact]
    public void Connections_beyond_the_limit_are_refused_until_one_ends()
    {
        using var server = new ReplierUnderTest(options: new ZmqReplierOptions { Limits = new ZmqLimits { MaxConnections = 2 } });
        using var first = server.NewRequester();
        using var second = server.NewRequester();
        using var third = RawPeer.Connect(server.EndPoint);
        third.ReadToEnd().ShouldBeEmpty();
        server.Observer.NextRefusal().ShouldBe(ZmqRefusal.TooManyConnections);
        first.Dispose();
        server.Observer.NextEnd().ShouldBe(ZmqCloseReason.PeerClosed);
        SpinWait.SpinUntil(() => server.Replier.ConnectionCount == 1, Patience.Limit).ShouldBeTrue();
        server.ShouldServe();
    }

    [Fact]
    public void A_flood_of_bad_peers_of_one_address_is_one_line_in_the_log()
    {
        var logger = new RecordingLogger();
        using var server = new ReplierUnderTest(options: Strict with { Logger = logger });
        for (var i = 0; i < 50; i++)
        {
            using var peer = RawPeer.Connect(server.EndPoint);
            peer.Send("GET / HTTP/1.1\r\n"u8);
            server.Observer.NextEnd().ShouldBe(ZmqCloseReason.NotZmtp);
        }

        server.Dispose();
        logger.CountWarnings().ShouldBe(1);
        logger.Lines.ShouldContain(line => line.Text.Contains("127.0.0.1", StringComparison.Ordinal) && line.Text.Contains("GET / HTTP/1.1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_thousand_idle_and_noisy_connections_do_not_stop_a_good_peer()
    {
        using var server = new ReplierUnderTest();
        using var good = server.NewRequester();
        var crowd = new List<RawPeer>();
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                var peer = RawPeer.Connect(server.EndPoint);
                crowd.Add(peer);
                if (i % 3 == 0) peer.Send("noise and nonsense"u8);
                if (i % 3 == 1) peer.Send(RawPeer.Greeting().AsSpan(0, i % 64));
                if (i % 50 != 0) continue;
                good.Send(RawPeer.Request([1]));
                good.ReadReply().ShouldBe("OK");
            }

            server.ShouldServe();
        }
        finally
        {
            foreach (var peer in crowd) peer.Dispose();
        }
    }

    [Fact]
    public void Half_messages_that_hold_all_memory_do_not_shut_out_others()
    {
        using var server = new ReplierUnderTest(options: new ZmqReplierOptions { Limits = new ZmqLimits { MaxBufferedBytes = 300_000 } });
        using var half = server.NewRequester();
        var large = RawPeer.Request(new byte[250_000]);
        half.Send(large.AsSpan(0, 200_000));
        for (var i = 0; i < 3; i++)
        {
            using var good = server.NewRequester();
            good.Send(large);
            good.ReadReply().ShouldBe("OK");
        }
    }

    [Fact]
    public void A_message_before_the_handshake_is_refused_by_its_header()
    {
        using var server = new ReplierUnderTest();
        using var peer = RawPeer.Connect(server.EndPoint);
        peer.SendGreeting();
        peer.Send(RawPeer.Frame(0, new byte[100_000]).AsSpan(0, 9));
        peer.ReadGreeting();
        peer.ReadToEnd();
        server.Observer.NextEnd().ShouldBe(ZmqCloseReason.ProtocolViolation);
    }

    [Fact]
    public async Task Memory_for_large_messages_is_shared_and_bounded_and_comes_back()
    {
        using var entered = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        using var server = new ReplierUnderTest(
            request =>
            {
                entered.Release();
                release.Wait();
                request.Reply("OK"u8);
            },
            Strict with { Limits = Strict.Limits with { MaxBufferedBytes = 300_000 } });
        var large = RawPeer.Request(new byte[250_000]);
        using var first = server.NewRequester();
        first.Send(large);
        await entered.WaitAsync();
        using var beyond = server.NewRequester();
        beyond.Send(large);
        await entered.WaitAsync();
        using var second = server.NewRequester();
        second.Send(large);
        second.ReadToEnd().ShouldBeEmpty();
        server.Observer.NextEnd().ShouldBe(ZmqCloseReason.MemoryExhausted);

        release.Release(3);
        first.ReadReply().ShouldBe("OK");
        beyond.ReadReply().ShouldBe("OK");
        first.Dispose();
        server.Observer.NextEnd().ShouldBe(ZmqCloseReason.PeerClosed);
        using var third = server.NewRequester();
        third.Send(large);
        third.ReadReply().ShouldBe("OK");
    }

    [Fact]
    public void Arbitrary_octets_after_the_handshake_never_stop_the_server()
    {
        using var server = new ReplierUnderTest(options: Strict with { Limits = Strict.Limits with { StallTimeout = TimeSpan.FromSeconds(0.05) } });
        var random = new Random(23);
        for (var round = 0; round < Fuzzing.Rounds(brief: 100, full: 20_000); round++)
        {
            using var peer = server.NewRequester();
            var bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            for (var i = 0; i < bytes.Length; i++)
                if (random.Next(4) > 0) bytes[i] = (byte)random.Next(0, 8);
            peer.Send(bytes);
            peer.Socket.Shutdown(SocketShutdown.Send);
            peer.ReadToEnd();
            server.Observer.NextEnd().ShouldNotBe(ZmqCloseReason.Fault);
        }

        server.ShouldServe();
    }
}
