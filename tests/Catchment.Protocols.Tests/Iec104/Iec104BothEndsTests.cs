using System.Collections.Concurrent;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;
using Catchment.Protocols.Iec104.Server;
using static Catchment.Protocols.Tests.Iec104.TestStation;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>Both ends with one another.</summary>
public sealed class Iec104BothEndsTests
{
    private readonly MemoryStation _station = new MemoryStation().With(Single(101, isOn: true), Single(102, isOn: true), Float(106, 21.5), Counter(200, 7));
    private readonly ConcurrentQueue<Iec104Indication> _received = new();

    [Fact]
    public async Task Everything_that_can_be_asked_is_answered()
    {
        await using var server = Iec104Server.Start(Options with { SelectRequired = true }, _station);
        await using var client = await ConnectAsync(server);
        await client.InterrogateAsync(1).InTimeAsync();
        _received.Select(r => r.Information.Address).ShouldBe([101, 102, 106, 200]);
        await client.InterrogateCountersAsync(1).InTimeAsync();
        _received.Last().Cause.ShouldBe(CauseOfTransmission.RequestedByCounter);
        (await client.ReadAsync(1, 106).InTimeAsync()).ShortFloat.ShouldBe(21.5f);
        await client.CommandAsync(1, TypeId.C_SC_NA_1, InformationObject.SingleCommand(102, isOn: false), select: true).InTimeAsync();
        _station.Commands.Select(c => c.Kind).ShouldBe([Iec104CommandKind.Select, Iec104CommandKind.Execute]);
        (await Should.ThrowAsync<Iec104Exception>(client.CommandAsync(1, TypeId.C_SC_NA_1, InformationObject.SingleCommand(102, isOn: false)).InTimeAsync())).Fault.ShouldBe(Iec104Fault.Refused);
        (await client.SynchronizeClockAsync(1).InTimeAsync()).TryGetTime(out _).ShouldBeTrue();
        await client.TestAsync(1).InTimeAsync();
        await client.TestLinkAsync().InTimeAsync();
        await client.InterrogateCountersAsync(1, freeze: CounterFreeze.Freeze).InTimeAsync();
        _station.Frozen.ShouldBe(CounterFreeze.Freeze);
    }

    [Fact]
    public async Task Of_many_changes_all_events_come_in_order_and_of_values_the_newest_at_last()
    {
        const int Changes = 20_000;
        await using var server = Iec104Server.Start(Options with { MaxEvents = Changes }, _station);
        await using var client = await ConnectAsync(server);
        for (var i = 0; i < Changes; i++)
        {
            server.Put(1, Single(1 + i, isOn: true));
            server.Put(1, Float(1 + (i % 7), i));
        }

        await Eventually.TrueAsync(() => _received.Count(r => r.Type == TypeId.M_SP_NA_1) == Changes && server.Connections.All(c => c.WaitingEvents == 0));
        _received.Where(r => r.Type == TypeId.M_SP_NA_1).Select(r => r.Information.Address).SequenceEqual(Enumerable.Range(1, Changes)).ShouldBeTrue();
        await Eventually.TrueAsync(() => Enumerable.Range(1, 7).All(a => Last(a) == Changes - 1 - ((Changes - a) % 7)));

        float Last(int address) => _received.LastOrDefault(r => r.Type == TypeId.M_ME_NC_1 && r.Information.Address == address).Information.ShortFloat;
    }

    [Fact]
    public async Task A_restarted_station_is_found_again()
    {
        var observer = new RecordingClientObserver();
        var server = Iec104Server.Start(Options, _station);
        await using var client = await ConnectAsync(server, observer);
        await server.DisposeAsync();
        await observer.ExpectAsync(nameof(Iec104ClientState.Reconnecting));
        await using var again = Iec104Server.Start(Options with { Listen = server.Endpoints }, _station);
        await observer.ExpectAsync(nameof(Iec104ClientState.Connected));

        await client.TestAsync(1).InTimeAsync();
    }

    private async Task<Iec104Client> ConnectAsync(Iec104Server server, RecordingClientObserver? observer = null)
    {
        var client = new Iec104Client(new Iec104ClientOptions
        {
            Host = "127.0.0.1",
            Port = server.Endpoints[0].Port,
            Received = (in one) => _received.Enqueue(one),
            ReconnectDelays = [TimeSpan.FromMilliseconds(20)],
            Parameters = new Iec104Parameters { T1 = Patience.Limit },
            RequestTimeout = Patience.Limit,
            TerminationTimeout = Patience.Limit,
            Observer = observer,
        });
        await client.ConnectAsync().InTimeAsync();
        return client;
    }
}
