using System.Net;
using System.Threading.Channels;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Tags.Tests.Servers.Iec104;

/// <summary>A master that keeps what it is sent.</summary>
internal sealed class TestMaster : IAsyncDisposable
{
    private readonly Channel<Iec104Indication> _received = Channel.CreateUnbounded<Iec104Indication>();

    private TestMaster(IPEndPoint endpoint) => Client = new Iec104Client(new Iec104ClientOptions
    {
        Host = endpoint.Address.ToString(),
        Port = endpoint.Port,
        Received = (in Iec104Indication one) => _received.Writer.TryWrite(one),
        Time = new ManualTime(), // a slow machine misses no time-out
    });

    public Iec104Client Client { get; }

    public static async Task<TestMaster> ConnectAsync(IPEndPoint endpoint)
    {
        var master = new TestMaster(endpoint);
        await master.Client.ConnectAsync().InTimeAsync();
        return master;
    }

    /// <summary>What comes next.</summary>
    public Task<Iec104Indication> NextAsync() => _received.Reader.ReadAsync().AsTask().InTimeAsync();

    /// <summary>What comes next, and is of a cause.</summary>
    public async Task<Iec104Indication> NextAsync(CauseOfTransmission cause)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.Cause == cause)
                return next;
        }
    }

    /// <summary>What an interrogation brings, by address.</summary>
    public async Task<Dictionary<int, Iec104Indication>> InterrogateAsync(int group = 0, int station = 1)
    {
        await Client.InterrogateAsync(station, group).InTimeAsync();
        return Taken((CauseOfTransmission)((int)CauseOfTransmission.InterrogatedByStation + group));
    }

    /// <summary>What a counter interrogation brings, by address.</summary>
    public async Task<Dictionary<int, Iec104Indication>> CountersAsync(int group = 0, CounterFreeze freeze = CounterFreeze.Read)
    {
        await Client.InterrogateCountersAsync(1, group, freeze).InTimeAsync();
        return Taken((CauseOfTransmission)((int)CauseOfTransmission.RequestedByCounter + group));
    }

    public Task CommandAsync(TypeId type, InformationObject command, bool select = false) => Client.CommandAsync(1, type, command, select).InTimeAsync();

    public async Task<Iec104Exception> RefusedAsync(TypeId type, InformationObject command, bool select = false)
    {
        var refused = await Should.ThrowAsync<Iec104Exception>(CommandAsync(type, command, select));
        refused.Fault.ShouldBe(Iec104Fault.Refused);
        return refused;
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private Dictionary<int, Iec104Indication> Taken(CauseOfTransmission cause)
    {
        Dictionary<int, Iec104Indication> found = [];
        while (_received.Reader.TryRead(out var one))
        {
            if (one.Cause == cause)
                found.Add(one.Information.Address, one);
        }

        return found;
    }
}
