using System.Net.Sockets;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class ZmqReplierHeartbeatTests
{
    private static readonly ZmqReplierOptions Quick = new()
    {
        HeartbeatInterval = TimeSpan.FromMilliseconds(50),
        HeartbeatTimeout = TimeSpan.FromMilliseconds(150),
    };

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void A_ping_is_answered_with_its_context(int length)
    {
        using var server = new ReplierUnderTest();
        using var peer = server.NewRequester();
        var context = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        peer.Send(RawPeer.Command("PING", [0, 0, .. context]));
        var (_, name, body) = peer.ReadFrame();
        name.ShouldBe("PONG");
        body.ShouldBe(context);
    }

    [Fact]
    public void A_ping_between_two_frames_is_answered_and_the_message_stays_whole()
    {
        using var server = new ReplierUnderTest(request => request.Reply(request.Message[1]));
        using var peer = server.NewRequester();
        peer.Send([.. RawPeer.Frame(1, []), .. RawPeer.Frame(1, [1]), .. RawPeer.Command("PING", 0, 0, 9)]);
        peer.ReadFrame().Name.ShouldBe("PONG");
        peer.Send(RawPeer.Frame(0, "end"u8));
        peer.ReadReply().ShouldBe("end");
    }

    [Fact]
    public void A_silent_peer_of_version_3_1_is_pinged_and_then_closed()
    {
        using var server = new ReplierUnderTest(options: Quick);
        using var peer = server.NewRequester();
        var (_, name, body) = peer.ReadFrame();
        name.ShouldBe("PING");
        body.ShouldBe([0, 0]);
        peer.ReadToEnd();
        server.Observer.NextEnd().ShouldBe(ZmqCloseReason.HeartbeatTimeout);
    }

    [Fact]
    public void A_peer_that_answers_pings_is_kept()
    {
        using var server = new ReplierUnderTest(options: Quick);
        using var peer = server.NewRequester();
        for (var i = 0; i < 6; i++)
        {
            peer.ReadFrame().Name.ShouldBe("PING");
            peer.Send(RawPeer.Command("PONG"));
        }

        peer.Send(RawPeer.Request([1]));
        peer.ReadReply().ShouldBe("OK");
    }

    [Fact]
    public void A_silent_peer_of_version_3_0_is_neither_pinged_nor_closed()
    {
        using var server = new ReplierUnderTest(options: Quick);
        using var peer = server.NewRequester(minor: 0);
        peer.Socket.Poll(TimeSpan.FromMilliseconds(400), SelectMode.SelectRead).ShouldBeFalse();
        peer.Send(RawPeer.Request([1]));
        peer.ReadReply().ShouldBe("OK");
    }

    [Fact]
    public void A_long_handler_does_not_cost_the_peer_its_connection()
    {
        using var release = new ManualResetEventSlim();
        using var server = new ReplierUnderTest(
            request =>
            {
                release.Wait();
                request.Reply("late"u8);
            },
            Quick);
        using var peer = server.NewRequester();
        peer.Send(RawPeer.Request([1]));
        peer.Socket.Poll(TimeSpan.FromMilliseconds(400), SelectMode.SelectRead).ShouldBeFalse();
        release.Set();
        peer.ReadReply().ShouldBe("late");
        peer.Send(RawPeer.Request([1]));
        peer.ReadReply().ShouldBe("late");
    }

    [Fact]
    public void A_peer_that_breaks_its_own_promise_is_closed()
    {
        using var server = new ReplierUnderTest(options: new ZmqReplierOptions
        {
            Limits = new ZmqLimits { StallTimeout = TimeSpan.FromMilliseconds(200) },
        });
        using var peer = server.NewRequester(minor: 0);
        peer.Send(RawPeer.Command("PING", 0, 2));
        peer.ReadFrame().Name.ShouldBe("PONG");
        peer.ReadToEnd();
        server.Observer.NextEnd().ShouldBe(ZmqCloseReason.HeartbeatTimeout);
    }
}
