using System.Net.Sockets;
using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Serving;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>Messages with bytes changed, cut off, doubled and put in: an agent answers what it can, and nothing else happens.</summary>
public sealed class ResponderFuzzTests
{
    private const int MostAllocated = 1 << 20;

    private readonly AgentBed _bed = new();
    private readonly Random _random = new(161);
    private readonly RandomVariables _some;

    public ResponderFuzzTests()
    {
        _some = new RandomVariables(_random);
        _bed.Options = _bed.Options with { Observer = null, Time = new ManualTime() };
        _bed.Table.Change([], [.. Enumerable.Range(0, 200).Select(i => new SnmpObjectRow(AgentBed.Base.Append(8, (uint)i), new Cell(SnmpValue.Integer(i))))]);
    }

    [Fact]
    public void Broken_messages_of_communities_do_no_harm()
    {
        var (responder, core) = _bed.Respond();
        byte[][] valid = [.. Requests().Select(r => AgentBed.Message(r.Type, r.Variables, version: r.Type == SnmpPduType.GetNext ? SnmpVersion.V1 : SnmpVersion.V2c, second: r.Second))];
        var answered = 0;
        for (var round = Fuzzing.Rounds(60_000, 1_000_000); round > 0; round--)
        {
            var message = _some.Spoiled(valid[_random.Next(valid.Length)]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var answer = responder.Answer(message, AgentBed.Loopback);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostAllocated);
            if (answer.Length > 0)
            {
                AgentBed.Read(answer.Span).Type.ShouldBe(SnmpPduType.Response);
                answered++;
            }
        }

        answered.ShouldBeGreaterThan(1_000);
        core.Counters[AgentCounter.InAsnParseErrs].ShouldBeGreaterThan(1_000u);
        Serves(responder);
    }

    [Fact]
    public void Broken_messages_of_users_do_no_harm_and_write_nothing()
    {
        var (responder, core) = _bed.Respond();
        foreach (var user in (SnmpUser[])[AgentBed.Operator, AgentBed.Reader, new SnmpUser { Name = "guest" }])
        {
            var raw = new RawUser(user, core.Engine.Id);
            byte[][] valid = [.. Requests().Select(r => raw.Message(r.Type, r.Variables, second: r.Second))];
            for (var round = Fuzzing.Rounds(15_000, 400_000); round > 0; round--)
                responder.Answer(_some.Spoiled(valid[_random.Next(valid.Length)]), AgentBed.Loopback);
        }

        _bed.Integer.Written.ShouldBeEmpty();
        core.Counters[AgentCounter.WrongDigests].ShouldBeGreaterThan(1_000u);
        Serves(responder);
    }

    [Fact]
    public void Broken_requests_in_authentic_messages_do_no_harm()
    {
        var (responder, core) = _bed.Respond();
        var (signed, encrypted) = (0, 0);
        foreach (var user in (SnmpUser[])[AgentBed.Operator, AgentBed.Reader])
        {
            var raw = new RawUser(user, core.Engine.Id);
            for (var round = Fuzzing.Rounds(8_000, 100_000); round > 0; round--)
            {
                var scoped = raw.Scoped(_random.Next(2) == 0 ? _some.Pdu() : RawRequest());
                var before = GC.GetAllocatedBytesForCurrentThread();
                var answer = responder.Answer(raw.Authentic(_some.Spoiled(scoped)), AgentBed.Loopback);
                (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostAllocated);
                if (answer.IsEmpty)
                    continue;
                raw.Read(answer);
                if (user.Level == SnmpSecurityLevel.AuthPriv)
                    encrypted++;
                else
                    signed++;
            }
        }

        signed.ShouldBeGreaterThan(500);
        encrypted.ShouldBeGreaterThan(500);
        core.Counters[AgentCounter.WrongDigests].ShouldBe(0u);
        Serves(responder);
    }

    [Fact]
    public async Task An_agent_goes_on_after_broken_datagrams()
    {
        await using var agent = _bed.Start();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(agent.Endpoints[0]);
        byte[][] valid = [.. Requests().Select(r => AgentBed.Message(r.Type, r.Variables, second: r.Second))];
        for (var round = Fuzzing.Rounds(2_000, 50_000); round > 0; round--)
            await socket.SendAsync(_some.Spoiled(valid[_random.Next(valid.Length)]));
        using var client = new SnmpClient(new SnmpClientOptions { Endpoint = agent.Endpoints[0], Timeout = TimeSpan.FromSeconds(1), Retries = 90 });
        (await client.GetAsync(AgentBed.Base.Append(3, 0)).InTimeAsync()).ShouldBe(SnmpValue.Counter64(ulong.MaxValue));
    }

    private static IEnumerable<(SnmpPduType Type, SnmpVariable[] Variables, int Second)> Requests() =>
    [
        (SnmpPduType.Get, [AgentBed.Name(AgentBed.Base.Append(1, 0)), AgentBed.Name(AgentBed.Base.Append(2, 0)), AgentBed.Name(AgentBed.Base.Append(99, 0))], 0),
        (SnmpPduType.GetNext, [AgentBed.Name(AgentBed.Base), AgentBed.Name(new Oid(1, 3))], 0),
        (SnmpPduType.GetBulk, [AgentBed.Name(AgentBed.Base), AgentBed.Name(new Oid(1, 3))], 10),
        (SnmpPduType.Set, [new SnmpVariable(AgentBed.Base.Append(1, 0), SnmpValue.Integer(5)), new SnmpVariable(AgentBed.Base.Append(2, 0), SnmpValue.OctetString("x"))], 0),
    ];

    private static void Serves(Responder responder)
    {
        var answer = AgentBed.Read(responder.Answer(AgentBed.Message(SnmpPduType.Get, [AgentBed.Name(AgentBed.Base.Append(3, 0))]), AgentBed.Loopback).Span);
        answer.Variables.ShouldBe([new SnmpVariable(AgentBed.Base.Append(3, 0), SnmpValue.Counter64(ulong.MaxValue))]);
    }

    private SnmpPdu RawRequest()
    {
        var (type, variables, second) = Requests().ElementAt(_random.Next(4));
        return new SnmpPdu { Type = type, RequestId = _random.Next(), Second = second, Variables = variables };
    }
}
