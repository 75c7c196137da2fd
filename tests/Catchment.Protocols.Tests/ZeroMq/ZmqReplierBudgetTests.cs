using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class ZmqReplierBudgetTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly SemaphoreSlim _entered = new(0);
    private readonly SemaphoreSlim _release = new(0);
    private readonly SemaphoreSlim _replied = new(0);
    private volatile bool _lastReply;

    [Fact]
    public async Task A_handler_that_takes_longer_than_the_budget_is_answered_for_once()
    {
        using var server = NewServer();
        using var peer = server.NewRequester();
        peer.Send(RawPeer.Request([1]));
        await _entered.WaitAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        peer.ReadReply().ShouldBe("ERROR busy");
        _release.Release();
        await _replied.WaitAsync();
        _lastReply.ShouldBeFalse();
    }

    [Fact]
    public async Task The_next_request_has_a_budget_of_its_own()
    {
        using var server = NewServer();
        using var peer = server.NewRequester();
        peer.Send(RawPeer.Request([1]));
        await _entered.WaitAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        peer.ReadReply().ShouldBe("ERROR busy");
        peer.Send(RawPeer.Request([2]));
        _release.Release();
        await _entered.WaitAsync();
        _time.Advance(TimeSpan.FromSeconds(0.7));
        _release.Release();
        peer.ReadReply().ShouldBe("OK");
        await _replied.WaitAsync();
        await _replied.WaitAsync();
        _lastReply.ShouldBeTrue();
    }

    [Fact]
    public async Task A_peer_that_does_not_read_holds_up_no_other()
    {
        using var server = new ReplierUnderTest(
            request =>
            {
                if (request.Message[0][0] == 1)
                {
                    request.Reply(new byte[32 << 20]);
                    return;
                }

                _entered.Release();
                _release.Wait();
            },
            Options());
        using var deaf = server.NewRequester();
        deaf.Send(RawPeer.Request([1]));
        using var peer = server.NewRequester();
        peer.Send(RawPeer.Request([2]));
        await _entered.WaitAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        peer.ReadReply().ShouldBe("ERROR busy");
        _release.Release();
    }

    public void Dispose()
    {
        _entered.Dispose();
        _release.Dispose();
        _replied.Dispose();
    }

    private ReplierUnderTest NewServer() => new(
        request =>
        {
            _entered.Release();
            _release.Wait();
            _lastReply = request.Reply("OK"u8);
            _replied.Release();
        },
        Options());

    private ZmqReplierOptions Options() => new() { ReplyBudget = TimeSpan.FromSeconds(0.8), TimeProvider = _time };
}
