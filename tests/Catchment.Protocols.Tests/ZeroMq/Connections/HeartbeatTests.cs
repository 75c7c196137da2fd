using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.Tests.ZeroMq.Connections;

public sealed class HeartbeatTests
{
    private readonly Heartbeat _heartbeat = new(Seconds(10), Seconds(30));

    [Fact]
    public void A_peer_of_version_3_1_is_pinged_each_interval_and_given_up_at_the_time_out()
    {
        _heartbeat.PeerSpeaks(minor: 1);
        _heartbeat.Judge(Seconds(9)).ShouldBe(Heartbeat.Verdict.Wait);
        _heartbeat.Judge(Seconds(10)).ShouldBe(Heartbeat.Verdict.Ping);
        _heartbeat.Judge(Seconds(15)).ShouldBe(Heartbeat.Verdict.Wait);
        _heartbeat.Judge(Seconds(20)).ShouldBe(Heartbeat.Verdict.Ping);
        _heartbeat.Judge(Seconds(29)).ShouldBe(Heartbeat.Verdict.Wait);
        _heartbeat.Judge(Seconds(30)).ShouldBe(Heartbeat.Verdict.Dead);
    }

    [Fact]
    public void Any_octet_is_a_sign_of_life()
    {
        _heartbeat.PeerSpeaks(minor: 1);
        _heartbeat.Judge(Seconds(10)).ShouldBe(Heartbeat.Verdict.Ping);
        _heartbeat.Heard();
        _heartbeat.Judge(Seconds(9)).ShouldBe(Heartbeat.Verdict.Wait);
        _heartbeat.Judge(Seconds(10)).ShouldBe(Heartbeat.Verdict.Ping);
    }

    [Fact]
    public void Silence_alone_without_a_ping_is_no_reason_to_give_up()
    {
        _heartbeat.PeerSpeaks(minor: 1);
        _heartbeat.Judge(Seconds(100)).ShouldBe(Heartbeat.Verdict.Ping);
    }

    [Fact]
    public void A_peer_of_version_3_0_is_left_in_peace_until_it_shows_that_it_knows_heartbeats()
    {
        _heartbeat.PeerSpeaks(minor: 0);
        _heartbeat.Judge(Seconds(1000)).ShouldBe(Heartbeat.Verdict.Wait);
        _heartbeat.PeerSentHeartbeat();
        _heartbeat.Judge(Seconds(10)).ShouldBe(Heartbeat.Verdict.Ping);
    }

    [Fact]
    public void A_peer_that_promised_a_sign_of_life_and_gives_none_is_dead()
    {
        _heartbeat.PeerPromised(Seconds(3));
        _heartbeat.PeerPromised(TimeSpan.Zero);
        _heartbeat.Judge(Seconds(2)).ShouldBe(Heartbeat.Verdict.Wait);
        _heartbeat.Judge(Seconds(3)).ShouldBe(Heartbeat.Verdict.Dead);
    }

    [Fact]
    public void Heartbeats_can_be_switched_off()
    {
        var none = new Heartbeat(Timeout.InfiniteTimeSpan, Seconds(30));
        none.PeerSpeaks(minor: 1);
        none.Judge(Seconds(1000)).ShouldBe(Heartbeat.Verdict.Wait);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
