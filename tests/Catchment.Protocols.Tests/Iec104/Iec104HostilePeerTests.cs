using System.Net.Sockets;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using static Catchment.Protocols.Tests.Iec104.TestStation;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>Masters that are slow, deaf, greedy or many cost nobody but themselves.</summary>
public sealed class Iec104HostilePeerTests
{
    private const string Test = "680106000100000000AA55";
    private const string TestConfirmed = "680107000100000000AA55";

    private readonly MemoryStation _station = new();
    private readonly RecordingServerObserver _observer = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_peer_that_begins_a_frame_and_does_not_go_on_is_closed()
    {
        await using var server = Start(new Iec104Parameters { T3 = TimeSpan.FromDays(1) });
        using var master = RawLink.Start(server.Endpoints[0]);
        master.Send("680E");
        await _observer.ExpectAsync(nameof(Iec104CloseReason.Slow), meanwhile: () => _time.Advance(TimeSpan.FromSeconds(8)));

        master.ExpectEnd();
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_is_closed_and_harms_no_other()
    {
        await using var server = Start(new Iec104Parameters { T3 = TimeSpan.FromDays(1) });
        using var other = RawLink.Start(server.Endpoints[0]);
        using var deaf = RawLink.Start(server.Endpoints[0]);
        deaf.Socket.Blocking = false;
        var burst = Convert.FromHexString(string.Concat(Enumerable.Repeat(RawLink.TestAct, 10_000)));
        var at = 0;

        // It is closed when a frame waits for t1 to be taken: the clock goes on only while the network takes nothing more.
        await _observer.ExpectAsync(nameof(Iec104CloseReason.Slow), meanwhile: () =>
        {
            at %= burst.Length;
            var sent = deaf.Socket.Send(burst.AsSpan(at), SocketFlags.None, out _);
            at += sent;
            if (sent == 0)
                _time.Advance(TimeSpan.FromSeconds(1));
        });

        other.Ask(Test).ShouldBe(TestConfirmed);
    }

    [Fact]
    public async Task A_master_that_asks_on_and_on_without_acknowledging_is_closed()
    {
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        try
        {
            for (var i = 0; i < 50; i++)
                master.Send(string.Concat(Enumerable.Range(0, 100).Select(_ => master.Frame(Test))));
        }
        catch (SocketException)
        {
            // It is closed already.
        }

        master.ExpectEnd();
        master.Received.ShouldBeLessThanOrEqualTo(12);
        await _observer.ExpectAsync(nameof(Iec104CloseReason.Slow));
    }

    [Fact]
    public async Task A_hundred_masters_all_are_told_and_one_more_than_there_may_be_is_turned_away()
    {
        await using var server = Iec104Server.Start(Options with { Observer = _observer, MaxConnections = 100 }, _station);
        var masters = Enumerable.Range(0, 100).Select(_ => RawLink.Start(server.Endpoints[0])).ToArray();
        server.Connections.Count(c => c.IsStarted).ShouldBe(100);
        server.Put(1, Single(7, isOn: true));
        foreach (var master in masters)
            master.ReceiveAsdu().ShouldBe(SingleAsdu(7, isOn: true));
        using (var another = RawLink.Connect(server.Endpoints[0]))
            another.ExpectEnd();
        await _observer.ExpectAsync("refused");

        Array.ForEach(masters, static m => m.Dispose());
        await Eventually.TrueAsync(() => server.Connections.Count == 0);
    }

    private Iec104Server Start(Iec104Parameters? parameters = null) =>
        Iec104Server.Start(Options with { Parameters = parameters ?? new(), Observer = _observer, Time = _time }, _station);
}
