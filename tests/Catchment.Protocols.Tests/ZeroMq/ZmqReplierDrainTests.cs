using System.Net.Sockets;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class ZmqReplierDrainTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _entered = new(0);
    private readonly SemaphoreSlim _release = new(0);

    [Fact]
    public async Task A_request_under_way_is_answered_and_the_end_comes_with_the_reply()
    {
        using var server = NewServer();
        using var peer = server.NewRequester();
        peer.Send(RawPeer.Request([1]));
        await _entered.WaitAsync();
        var stopping = server.Replier.StopAsync(Deadline);
        _release.Release();
        peer.ReadReply().ShouldBe("OK");
        peer.ReadToEnd().ShouldBeEmpty();
        peer.Dispose();
        (await stopping).ShouldBe(new ZmqDrainResult(Answered: 1, Unanswerable: 0, Aborted: 0));
    }

    [Fact]
    public async Task An_idle_connection_is_ended_after_the_quiet_window()
    {
        using var server = NewServer();
        using var peer = server.NewRequester();
        var stopping = server.Replier.StopAsync(Deadline);
        peer.ReadToEnd().ShouldBeEmpty();
        peer.Dispose();
        (await stopping).ShouldBe(new ZmqDrainResult(0, 0, 0));
    }

    [Fact]
    public async Task A_request_within_the_quiet_window_is_answered()
    {
        using var server = NewServer(new ZmqReplierOptions { DrainQuietWindow = TimeSpan.FromSeconds(30) });
        using var peer = server.NewRequester();
        var stopping = server.Replier.StopAsync(Deadline);
        _release.Release();
        peer.Send(RawPeer.Request([1]));
        peer.ReadReply().ShouldBe("OK");
        peer.ReadToEnd().ShouldBeEmpty();
        peer.Dispose();
        (await stopping).Answered.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_in_the_handshake_is_closed_without_our_READY()
    {
        using var server = NewServer();
        using var peer = RawPeer.Connect(server.EndPoint);
        peer.ReadGreeting();
        peer.SendGreeting();
        var stopping = server.Replier.StopAsync(Deadline);
        peer.ReadToEnd().ShouldBeEmpty();
        (await stopping).ShouldBe(new ZmqDrainResult(0, 0, 0));
    }

    [Fact]
    public async Task Requests_that_were_sent_without_waiting_are_all_answered_before_the_end()
    {
        using var server = NewServer();
        using var peer = RawPeer.Handshake(server.EndPoint, "DEALER");
        peer.Send([.. Enumerable.Repeat(RawPeer.Request([1]), 5).SelectMany(b => b)]);
        await _entered.WaitAsync();
        var stopping = server.Replier.StopAsync(Deadline);
        _release.Release(5);
        for (var i = 0; i < 5; i++) peer.ReadReply().ShouldBe("OK");
        peer.ReadToEnd().ShouldBeEmpty();
        peer.Dispose();
        (await stopping).Unanswerable.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_after_the_end_is_counted_and_the_connection_is_read_on()
    {
        using var server = NewServer();
        using var peer = server.NewRequester();
        var stopping = server.Replier.StopAsync(Deadline);
        peer.ReadToEnd().ShouldBeEmpty();
        peer.Send(RawPeer.Request(new byte[1_000_000]));
        server.Observer.NextDiscard().ShouldBe(ZmqDiscard.Unanswerable);
        peer.Socket.Shutdown(SocketShutdown.Send);
        (await stopping).ShouldBe(new ZmqDrainResult(Answered: 0, Unanswerable: 1, Aborted: 0));
    }

    [Fact]
    public async Task A_peer_that_never_closes_does_not_hold_up_the_stop()
    {
        using var server = NewServer();
        using var peer = server.NewRequester();
        var since = TimeProvider.System.GetTimestamp();
        (await server.Replier.StopAsync(TimeSpan.FromSeconds(100))).ShouldBe(new ZmqDrainResult(0, 0, 0));
        TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task At_the_deadline_the_rest_is_cut()
    {
        using var server = NewServer();
        using var peer = server.NewRequester();
        peer.Send(RawPeer.Request([1]));
        await _entered.WaitAsync();
        var result = await server.Replier.StopAsync(TimeSpan.FromSeconds(0.3));
        result.ShouldBe(new ZmqDrainResult(Answered: 0, Unanswerable: 0, Aborted: 1));
        peer.ReadToEnd().ShouldBeEmpty();
        _release.Release();
    }

    [Fact]
    public async Task New_connections_are_refused_and_the_port_is_free_afterwards()
    {
        using var server = NewServer();
        using var peer = server.NewRequester();
        await server.Replier.StopAsync(Deadline);
        Should.Throw<SocketException>(() => RawPeer.Connect(server.EndPoint));
        using var next = new ZmqReplier([new ZmqEndpoint("127.0.0.1", server.EndPoint.Port)], request => request.Reply("OK"u8));
        next.Start()[0].Port.ShouldBe(server.EndPoint.Port);
    }

    public void Dispose()
    {
        _entered.Dispose();
        _release.Dispose();
    }

    private ReplierUnderTest NewServer(ZmqReplierOptions? options = null) => new(
        request =>
        {
            _entered.Release();
            _release.Wait();
            request.Reply("OK"u8);
        },
        options);
}
