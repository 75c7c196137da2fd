using System.Net;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using static Catchment.Protocols.Tests.Iec104.TestStation;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>How changes come to masters. Source: <c>tags</c> 6.3; IEC 60870-5-104, 10.</summary>
public sealed class Iec104EventTests
{
    private const string EventsLost = "460104000100" + "000000" + "20";

    private readonly MemoryStation _station = new();
    private readonly RecordingServerObserver _observer = new();

    [Fact]
    public async Task A_change_comes_at_once_to_every_started_master_with_the_cause_it_was_put_with()
    {
        await using var server = Start();
        using var one = RawLink.Start(server.Endpoints[0]);
        using var other = RawLink.Start(server.Endpoints[0]);
        using var idle = RawLink.Connect(server.Endpoints[0]);
        idle.Drain().ShouldBeEmpty();
        foreach (var (cause, octet) in new[] { (CauseOfTransmission.Spontaneous, "03"), (CauseOfTransmission.Periodic, "01"), (CauseOfTransmission.BackgroundScan, "02"), (CauseOfTransmission.ReturnRemote, "0B"), (CauseOfTransmission.ReturnLocal, "0C") })
        {
            server.Put(1, Float(105, 21.5), cause);
            one.ReceiveAsdu().ShouldBe($"0D01{octet}0001006900000000AC4100");
            other.ReceiveAsdu().ShouldBe($"0D01{octet}0001006900000000AC4100");
        }

        idle.Drain().ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_that_are_put_together_share_an_asdu_up_to_its_length()
    {
        await using var server = Iec104Server.Start(Options with { Format = new AsduFormat { MaxApduLength = 60 } }, _station);
        using var master = RawLink.Start(server.Endpoints[0]);
        server.Put(1, [.. Enumerable.Range(1, 10).Select(i => Float(i, i))]);

        var first = Convert.FromHexString(master.ReceiveAsdu());
        (first[1], first.Length).ShouldBe(((byte)6, 54));
        Convert.FromHexString(master.ReceiveAsdu())[1].ShouldBe((byte)4);
    }

    [Fact]
    public async Task While_the_window_is_full_points_wait_in_order_and_of_values_the_newest()
    {
        await using var server = Start(k: 1);
        using var master = RawLink.Start(server.Endpoints[0]);
        server.Put(1, Single(1, isOn: true));
        master.ReceiveAsdu().ShouldBe(SingleAsdu(1, isOn: true));
        for (var i = 0; i < 100; i++)
        {
            server.Put(1, Float(50, i));
            server.Put(1, Single(1, isOn: i % 2 != 0));
            server.Put(1, Float(51, i));
        }

        var seen = new List<string>();
        while (seen.Count < 102)
        {
            master.Acknowledge();
            var asdu = master.ReceiveAsdu();
            var count = Convert.ToInt32(asdu[2..4], 16);
            var size = (asdu.Length - 12) / count;
            seen.AddRange(Enumerable.Range(0, count).Select(i => $"{asdu[..2]}01{asdu[4..12]}{asdu.Substring(12 + (i * size), size)}"));
        }

        seen[..^2].Where((_, i) => i < 99).ShouldBe(Enumerable.Range(0, 99).Select(i => SingleAsdu(1, isOn: i % 2 != 0)));
        seen[^3..].ShouldBe([FloatAsdu(50, 99), SingleAsdu(1, isOn: true), FloatAsdu(51, 99)]);
    }

    [Fact]
    public async Task More_than_a_thousand_points_that_wait_are_told_as_lost_and_the_newest_are_kept()
    {
        await using var server = Start(k: 1);
        using var master = RawLink.Start(server.Endpoints[0]);
        server.Put(1, Single(1, isOn: true));
        master.ReceiveAsdu();
        for (var i = 0; i < 1_500; i++)
            server.Put(1, Single(10_000 + i, isOn: true));
        await _observer.ExpectAsync("lost");
        master.Acknowledge();
        master.ReceiveAsdu().ShouldBe(EventsLost);

        var addresses = new List<int>();
        while (addresses.Count < 1_000)
        {
            master.Acknowledge();
            var asdu = Convert.FromHexString(master.ReceiveAsdu());
            for (var at = 6; at < asdu.Length; at += 4)
                addresses.Add(asdu[at] | (asdu[at + 1] << 8));
        }

        addresses.ShouldBe(Enumerable.Range(10_500, 1_000));
        server.Connections[0].LostEvents.ShouldBe(500);
    }

    [Fact]
    public async Task After_a_stop_nothing_is_sent_and_what_changed_comes_after_the_next_start()
    {
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        master.Send(RawLink.StopAct);
        master.Receive().ShouldBe(RawLink.StopCon);
        server.Put(1, Single(1, isOn: true));
        server.Put(1, Single(1, isOn: false));
        master.Drain().ShouldBeEmpty();
        master.Send(RawLink.StartAct);
        master.Receive().ShouldBe(RawLink.StartCon);

        master.ReceiveAsdu().ShouldBe("010203000100" + "01000001" + "01000000");
    }

    [Fact]
    public async Task What_was_asked_before_a_stop_is_answered_no_more()
    {
        _station.With([.. Enumerable.Range(1, 2_000).Select(i => Float(i, i))]);
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        master.SendAsdu("64010600010000000014");
        for (var i = 0; i < 12; i++)
            master.ReceiveAsdu();
        master.Send(RawLink.StopAct);
        master.Receive().ShouldBe(RawLink.StopCon);
        master.Acknowledge();
        master.Send(RawLink.StartAct);
        master.Receive().ShouldBe(RawLink.StartCon);

        master.Drain().ShouldBeEmpty();
        master.Ask("660105000100010000")[..4].ShouldBe("0D01");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Changes_come_while_a_long_interrogation_is_answered_and_nothing_older_comes_after_them(int acknowledgedAtOnce)
    {
        _station.With([.. Enumerable.Range(1, 3_000).Select(i => Float(i, 0))]);
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        master.SendAsdu("64010600010000000014");
        var values = new float[3_001];
        var turn = 0;
        var spontaneous = 0;
        for (var asdu = ""; asdu != "64010A00010000000014";)
        {
            asdu = master.ReceiveAsdu();
            var octets = Convert.FromHexString(asdu);
            if (octets[0] != 13)
            {
                master.Acknowledge();
                continue;
            }

            if (octets[2] == 3)
                spontaneous++;
            for (var at = 6; at < octets.Length; at += 8)
                values[octets[at] | (octets[at + 1] << 8)] = BitConverter.ToSingle(octets, at + 3);
            turn++;
            for (var address = turn; address <= 3_000; address += 100)
            {
                _station.With(Float(address, turn));
                server.Put(1, Float(address, turn));
            }

            if (turn % acknowledgedAtOnce == 0)
                master.Acknowledge(); // Only now: there are changes to send.
        }

        for (var isMore = true; isMore;)
        {
            // A confirmation comes behind what was sent before it, not behind what waits.
            isMore = server.Connections[0].WaitingEvents > 0;
            var rest = master.Drain();
            master.Acknowledge();
            isMore |= rest.Count > 0;
            foreach (var octets in rest.Select(Convert.FromHexString))
            {
                for (var at = 12; at < octets.Length; at += 8)
                    values[octets[at] | (octets[at + 1] << 8)] = BitConverter.ToSingle(octets, at + 3);
            }
        }

        spontaneous.ShouldBeGreaterThan(10);
        Enumerable.Range(1, 3_000).Where(i => !values[i].Equals(_station.Points[i].Information.ShortFloat)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_keeps_its_changes_while_nobody_is_connected()
    {
        await using var server = StartGroup();
        server.Put(1, Single(1, isOn: true));
        server.Put(1, Float(2, 1));
        server.Put(1, Single(1, isOn: false));
        server.Put(1, Float(2, 2));
        using (var first = RawLink.Start(server.Endpoints[0]))
        {
            first.ReceiveAsdu().ShouldBe("010203000100" + "01000001" + "01000000");
            first.ReceiveAsdu().ShouldBe(FloatAsdu(2, 2));
        }

        // Nothing was acknowledged, so the next connection gets it again, and of values the newest.
        await _observer.ExpectAsync(nameof(Iec104CloseReason.Peer));
        server.Put(1, Float(2, 3));
        server.Put(1, Single(1, isOn: true));
        using var second = RawLink.Start(server.Endpoints[0]);
        second.ReceiveAsdu().ShouldBe("010203000100" + "01000001" + "01000000");
        second.ReceiveAsdu().ShouldBe(FloatAsdu(2, 3));
        second.ReceiveAsdu().ShouldBe(SingleAsdu(1, isOn: true));
    }

    [Fact]
    public async Task Of_a_group_the_connection_that_started_last_is_active_and_goes_on_where_the_other_was()
    {
        await using var server = StartGroup();
        using var first = RawLink.Start(server.Endpoints[0]);
        server.Put(1, Single(1, isOn: true));
        first.ReceiveAsdu();
        first.Acknowledge();
        server.Put(1, Single(2, isOn: true));
        first.ReceiveAsdu();
        first.Drain();

        using var second = RawLink.Start(server.Endpoints[0]);
        second.ReceiveAsdu().ShouldBe(SingleAsdu(2, isOn: true));
        second.Acknowledge();
        second.Drain();
        server.Put(1, Single(3, isOn: true));
        second.ReceiveAsdu().ShouldBe(SingleAsdu(3, isOn: true));
        first.Drain().ShouldBeEmpty();
        server.Connections.Select(c => (c.Group, c.IsStarted)).ShouldBe([("redundant", false), ("redundant", true)], ignoreOrder: true);

        // Back again: what the second has not acknowledged comes once more.
        first.Send(RawLink.StartAct);
        first.Receive().ShouldBe(RawLink.StartCon);
        first.ReceiveAsdu().ShouldBe(SingleAsdu(3, isOn: true));
    }

    [Fact]
    public async Task An_overflow_of_a_group_is_told_to_whoever_connects_next()
    {
        await using var server = StartGroup();
        for (var i = 0; i < 1_001; i++)
            server.Put(1, Single(1 + i, isOn: true));
        await _observer.ExpectAsync("lost redundant");
        using var master = RawLink.Start(server.Endpoints[0]);

        master.ReceiveAsdu().ShouldBe(EventsLost);
        master.ReceiveAsdu()[..20].ShouldBe("013C030001000200" + "0001");
    }

    [Fact]
    public async Task Counters_of_a_connection_are_told()
    {
        _station.With(Single(2, isOn: true));
        await using var server = Start();
        using (var master = RawLink.Start(server.Endpoints[0]))
        {
            server.Put(1, Single(1, isOn: true));
            master.ReceiveAsdu();
            master.Ask("64010600010000000014");
            master.ReceiveAsdu();
            master.ReceiveAsdu();
            master.Ask("2D010600010002000001");
            master.ReceiveAsdu();
        }

        await _observer.ExpectAsync(nameof(Iec104CloseReason.Peer));
        var (status, reason, _) = _observer.Ends.ShouldHaveSingleItem();
        (status.Group, status.SentEvents, status.Commands, status.Interrogations, reason).ShouldBe((null, 1L, 1L, 1L, Iec104CloseReason.Peer));
        (status.ReceivedApdus, status.SentApdus).ShouldBe((5L, 7L));
    }

    private Iec104Server Start(int k = 12) =>
        Iec104Server.Start(Options with { Observer = _observer, Parameters = new Iec104Parameters { K = k } }, _station);

    private Iec104Server StartGroup() =>
        Iec104Server.Start(Options with { Observer = _observer, Groups = [new Iec104Group("redundant", [IPAddress.Loopback])] }, _station);
}
