using System.Net;
using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Serving;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class SnmpAgentTests
{
    private static readonly Oid Base = AgentBed.Base;

    [Theory]
    [InlineData(SnmpVersion.V2c, SnmpSecurityLevel.NoAuthNoPriv)]
    [InlineData(SnmpVersion.V3, SnmpSecurityLevel.AuthPriv)]
    public async Task Get_gives_values_and_says_what_is_not_there(SnmpVersion version, SnmpSecurityLevel level)
    {
        var bed = new AgentBed();
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent, version, level: level);
        var got = await client.GetAsync([Base.Append(1, 0), Base.Append(2, 0), Base.Append(3, 0), Base.Append(1), Base.Append(5, 0), Base.Append(9, 0)]).InTimeAsync();
        got.Select(static one => one.Value).ShouldBe(
            [SnmpValue.Integer(-5), SnmpValue.OctetString("north"), SnmpValue.Counter64(ulong.MaxValue), SnmpValue.NoSuchInstance, SnmpValue.NoSuchInstance, SnmpValue.NoSuchObject]);
        bed.Observer.Answers.ShouldContain(a => a.Version == version && a.Operation == SnmpPduType.Get && a.Variables == 6 && a.Peer.Address.Equals(IPAddress.Loopback));
    }

    [Fact]
    public async Task A_walk_gives_every_object_once_in_order_and_passes_over_what_has_no_value()
    {
        var bed = new AgentBed();
        bed.Table.Change([], [.. Enumerable.Range(0, 3_000).Select(i => new SnmpObjectRow(Base.Append(8, (uint)(7 * i)), new Cell(SnmpValue.Integer(i))))]);
        await using var agent = bed.Start();
        foreach (var version in (SnmpVersion[])[SnmpVersion.V2c, SnmpVersion.V3, SnmpVersion.V1])
        {
            using var client = AgentBed.Client(agent, version);
            var numbers = new List<long>();
            var names = new List<Oid>();
            await foreach (var one in client.WalkAsync(Base, 50))
            {
                names.Add(one.Oid);
                numbers.Add(one.Value.Number);
            }

            names.Take(5).Select(o => o.ToString()).ShouldBe(((string[])["1.0", "2.0", "3.0", "4.0", "6.0"]).Where(n => version != SnmpVersion.V1 || n != "3.0").Append("8.0").Take(5).Select(n => $"{Base}.{n}"));
            numbers.TakeLast(3_000).ShouldBe(Enumerable.Range(0, 3_000).Select(i => (long)i));
        }
    }

    [Fact]
    public void Get_bulk_repeats_what_shall_be_repeated()
    {
        var (responder, _) = new AgentBed().Respond();
        var engine = Oid.Parse("1.3.6.1.6.3.10.2.1");
        var message = AgentBed.Message(SnmpPduType.GetBulk, [AgentBed.Name(Base.Append(3)), AgentBed.Name(Base.Append(1)), AgentBed.Name(Base.Append(6, 0))], first: 1, second: 3);
        var answer = AgentBed.Read(responder.Answer(message, AgentBed.Loopback).Span);
        answer.Variables.Select(v => v.Oid).ShouldBe(
        [
            Base.Append(3, 0),
            Base.Append(1, 0), engine.Append(1, 0),
            Base.Append(2, 0), engine.Append(2, 0),
            Base.Append(3, 0), engine.Append(3, 0),
        ]);
    }

    [Fact]
    public void Get_bulk_ends_where_nothing_follows_and_takes_strange_numbers()
    {
        var (responder, _) = new AgentBed().Respond();
        var end = Oid.Parse("2.0");
        var answer = AgentBed.Read(responder.Answer(AgentBed.Message(SnmpPduType.GetBulk, [AgentBed.Name(end), AgentBed.Name(end)], first: -3, second: int.MaxValue), AgentBed.Loopback).Span);
        answer.Variables.ShouldBe([new SnmpVariable(end, SnmpValue.EndOfMibView), new SnmpVariable(end, SnmpValue.EndOfMibView)]);
        answer = AgentBed.Read(responder.Answer(AgentBed.Message(SnmpPduType.GetBulk, [AgentBed.Name(end)], first: 0, second: -1), AgentBed.Loopback).Span);
        (answer.First, answer.Variables.Count).ShouldBe((0, 0));
        answer = AgentBed.Read(responder.Answer(AgentBed.Message(SnmpPduType.GetBulk, [AgentBed.Name(end)], first: int.MaxValue, second: int.MaxValue), AgentBed.Loopback).Span);
        answer.Variables.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(484)]
    [InlineData(1_400)]
    [InlineData(65_507)]
    public void Get_bulk_fills_the_longest_message_and_no_more(int most)
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with { MaxMessageBytes = most };
        bed.Table.Change([], [.. Enumerable.Range(0, 6_000).Select(i => new SnmpObjectRow(Base.Append(8, (uint)i), new Cell(SnmpValue.OctetString("twenty bytes or more"))))]);
        var (responder, _) = bed.Respond();
        var answer = responder.Answer(AgentBed.Message(SnmpPduType.GetBulk, [AgentBed.Name(Base.Append(8))], second: 100_000), AgentBed.Loopback);
        answer.Length.ShouldBeInRange(most - 80, most);
        AgentBed.Read(answer.Span).First.ShouldBe(0);
    }

    [Fact]
    public void Get_bulk_gives_no_more_variables_than_allowed()
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with { MaxBulkVariables = 4 };
        var (responder, _) = bed.Respond();
        AgentBed.Read(responder.Answer(AgentBed.Message(SnmpPduType.GetBulk, [AgentBed.Name(Base)], second: 5), AgentBed.Loopback).Span).Variables.Count.ShouldBe(4);
    }

    [Fact]
    public void An_answer_that_does_not_fit_is_too_big()
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with { MaxMessageBytes = 500 };
        bed.Text.Become(SnmpValue.OctetString(new byte[460]));
        var (responder, core) = bed.Respond();
        foreach (var type in (SnmpPduType[])[SnmpPduType.Get, SnmpPduType.GetNext, SnmpPduType.GetBulk])
        {
            var oid = type == SnmpPduType.Get ? Base.Append(2, 0) : Base.Append(1, 0);
            var answer = AgentBed.Read(responder.Answer(AgentBed.Message(type, [AgentBed.Name(oid)], second: type == SnmpPduType.GetBulk ? 1 : 0), AgentBed.Loopback).Span);
            (answer.First, answer.Second, answer.Variables.Count).ShouldBe(((int)SnmpErrorStatus.TooBig, 0, 0));
        }

        var old = AgentBed.Read(responder.Answer(AgentBed.Message(SnmpPduType.Get, [AgentBed.Name(Base.Append(2, 0))], version: SnmpVersion.V1), AgentBed.Loopback).Span);
        (old.First, old.Second).ShouldBe(((int)SnmpErrorStatus.TooBig, 0));
        old.Variables.ShouldBe([AgentBed.Name(Base.Append(2, 0))]);
        core.Counters[AgentCounter.OutTooBigs].ShouldBe(4u);

        bed.Text.Become(SnmpValue.OctetString(new byte[430]));
        var fits = responder.Answer(AgentBed.Message(SnmpPduType.Get, [AgentBed.Name(Base.Append(2, 0))]), AgentBed.Loopback);
        AgentBed.Read(fits.Span).First.ShouldBe(0);
        bed.Text.Become(SnmpValue.OctetString(new byte[430 + 500 - fits.Length]));
        responder.Answer(AgentBed.Message(SnmpPduType.Get, [AgentBed.Name(Base.Append(2, 0))]), AgentBed.Loopback).Length.ShouldBe(500);
    }

    [Fact]
    public async Task V1_has_no_exceptions_and_no_counters_of_64_bits()
    {
        var bed = new AgentBed();
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent, SnmpVersion.V1);
        foreach (var name in (Oid[])[Base.Append(3, 0), Base.Append(9, 0), Base.Append(5, 0)])
        {
            var e = await Should.ThrowAsync<SnmpException>(() => client.GetAsync([Base.Append(1, 0), name]).InTimeAsync());
            (e.Fault, e.Status, e.Index).ShouldBe((SnmpFault.Refused, SnmpErrorStatus.NoSuchName, 2));
        }

        (await client.GetNextAsync([Base.Append(2, 0)]).InTimeAsync())[0].Oid.ShouldBe(Base.Append(4, 0));
        (await Should.ThrowAsync<SnmpException>(() => client.GetNextAsync([Oid.Parse("2.0")]).InTimeAsync())).Status.ShouldBe(SnmpErrorStatus.NoSuchName);
        (await Should.ThrowAsync<SnmpException>(() => client.GetBulkAsync(0, 1, [Base]))).Fault.ShouldBe(SnmpFault.Invalid);
    }

    [Fact]
    public async Task An_object_that_throws_is_a_general_error_and_harms_no_other()
    {
        var bed = new AgentBed();
        bed.Integer.Throws = new InvalidOperationException("broken");
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent);
        var e = await Should.ThrowAsync<SnmpException>(() => client.GetAsync([Base.Append(2, 0), Base.Append(1, 0)]).InTimeAsync());
        (e.Status, e.Index).ShouldBe((SnmpErrorStatus.GenErr, 2));
        (await Should.ThrowAsync<SnmpException>(() => client.GetNextAsync([Base]).InTimeAsync())).Status.ShouldBe(SnmpErrorStatus.GenErr);
        (await Should.ThrowAsync<SnmpException>(() => client.GetBulkAsync(0, 9, [Base]).InTimeAsync())).Status.ShouldBe(SnmpErrorStatus.GenErr);
        (await client.GetAsync(Base.Append(2, 0)).InTimeAsync()).ShouldBe(SnmpValue.OctetString("north"));
        bed.Observer.Failures.ShouldBe([Base.Append(1, 0), Base.Append(1, 0), Base.Append(1, 0)]);
    }

    [Fact]
    public async Task The_system_group_tells_what_the_options_say()
    {
        var bed = new AgentBed();
        var time = new ManualTime();
        bed.Options = bed.Options with { SysDescr = "a datasink", SysName = "data1", SysContact = "me", SysLocation = "dome", Time = time };
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent);
        time.Advance(TimeSpan.FromSeconds(12.345));
        var system = new List<string>();
        await foreach (var one in client.WalkAsync(Oid.Parse("1.3.6.1.2.1.1")))
            system.Add($"{one.Oid.Arcs[7]} {one.Value.Type} {one.Value}");
        system.ShouldBe(
        [
            "1 OctetString a datasink", "2 ObjectIdentifier 1.3.6.1.4.1.53864", "3 TimeTicks 1234", "4 OctetString me", "5 OctetString data1", "6 OctetString dome", "7 Integer 72",
        ]);
        (await client.GetAsync(Oid.Parse("1.3.6.1.6.3.10.2.1.1.0")).InTimeAsync()).ShouldBe(SnmpValue.OctetString(agent.Engine.EngineId.Span));
        (await client.GetAsync(Oid.Parse("1.3.6.1.6.3.10.2.1.3.0")).InTimeAsync()).ShouldBe(SnmpValue.Integer(12));
    }

    [Fact]
    public async Task Objects_come_and_go_while_they_are_served()
    {
        var bed = new AgentBed();
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent);
        var oid = Base.Append(7, 0);
        (await client.GetAsync(oid).InTimeAsync()).ShouldBe(SnmpValue.NoSuchObject);
        bed.Table.Set(oid, new Cell(SnmpValue.Integer(1)));
        (await client.GetAsync(oid).InTimeAsync()).ShouldBe(SnmpValue.Integer(1));
        bed.Table.Remove(oid);
        (await client.GetAsync(oid).InTimeAsync()).ShouldBe(SnmpValue.NoSuchObject);
    }

    [Fact]
    public async Task Two_agents_cannot_have_one_endpoint_and_a_stop_frees_it()
    {
        var agent = new AgentBed().Start();
        var again = new AgentBed();
        again.Options = again.Options with { Endpoints = [AgentBed.Loopback, agent.Endpoints[0]] };
        Should.Throw<SnmpException>(again.Start).Fault.ShouldBe(SnmpFault.Listen);
        again.Options = again.Options with { Endpoints = [agent.Endpoints[0]] };
        await agent.DisposeAsync();
        await agent.DisposeAsync();
        await using var next = again.Start();
        using var client = AgentBed.Client(next);
        (await client.GetAsync(Base.Append(1, 0)).InTimeAsync()).ShouldBe(SnmpValue.Integer(-5));
    }

    [Fact]
    public async Task Several_endpoints_are_served()
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with { Endpoints = [AgentBed.Loopback, AgentBed.Loopback, new IPEndPoint(IPAddress.IPv6Loopback, 0)] };
        await using var agent = bed.Start();
        foreach (var endpoint in agent.Endpoints)
        {
            using var client = new SnmpClient(new SnmpClientOptions { Endpoint = endpoint, Timeout = Patience.Limit, Retries = 0 });
            (await client.GetAsync(Base.Append(1, 0)).InTimeAsync()).ShouldBe(SnmpValue.Integer(-5));
        }
    }

    [Fact]
    public async Task A_defect_costs_one_answer()
    {
        var observer = new ThrowingObserver();
        var bed = new AgentBed();
        bed.Options = bed.Options with { Observer = observer };
        await using var agent = bed.Start();
        using var client = new SnmpClient(new SnmpClientOptions { Endpoint = agent.Endpoints[0], Timeout = TimeSpan.FromMilliseconds(50), Retries = 2_000 });
        (await client.GetAsync(Base.Append(1, 0)).InTimeAsync()).ShouldBe(SnmpValue.Integer(-5));
        observer.Failures.ShouldBe(1);
    }

    [Theory]
    [InlineData(483)]
    [InlineData(65_508)]
    public void The_longest_message_has_limits(int most)
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with { MaxMessageBytes = most };
        Should.Throw<SnmpException>(bed.Start).Fault.ShouldBe(SnmpFault.Invalid);
    }

    private sealed class ThrowingObserver : ISnmpAgentObserver
    {
        private int _answers;

        public int Failures { get; private set; }

        public void Answered(IPEndPoint peer, SnmpVersion version, SnmpPduType operation, int variables, SnmpErrorStatus status)
        {
            if (_answers++ == 0)
                throw new InvalidOperationException("a defect");
        }

        public void Failed(IPEndPoint endpoint, Exception exception) => Failures++;
    }
}
