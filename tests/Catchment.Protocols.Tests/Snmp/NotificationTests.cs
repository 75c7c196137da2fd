using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class NotificationTests
{
    private static readonly Oid Alarm = AgentBed.Base.Append(0, 1);
    private static readonly SnmpVariable Variable = new(AgentBed.Base.Append(1, 0), SnmpValue.Integer(99));

    private readonly AgentBed _bed = new();
    private readonly ManualTime _time = new();

    public NotificationTests() => _bed.Options = _bed.Options with { Time = _time };

    [Fact]
    public async Task A_trap_of_v2c_bears_the_time_its_name_and_its_variables()
    {
        using var receiver = new ScriptedAgent((_, _) => []);
        _bed.Options = _bed.Options with { Targets = [new SnmpTarget { Endpoint = receiver.Endpoint, Community = "traps" }] };
        await using var agent = _bed.Start();
        _time.Advance(TimeSpan.FromSeconds(3));
        agent.Notify(new SnmpNotification(Alarm, [Variable]));
        agent.Notify(SnmpNotification.ColdStart);
        await Eventually.TrueAsync(() => receiver.Received.Count == 2);
        var trap = AgentBed.Read(receiver.Received[0]);
        trap.Type.ShouldBe(SnmpPduType.Trap);
        trap.Variables.ShouldBe(
            [new SnmpVariable(Oid.Parse("1.3.6.1.2.1.1.3.0"), SnmpValue.TimeTicks(300)), new SnmpVariable(Oid.Parse("1.3.6.1.6.3.1.1.4.1.0"), SnmpValue.ObjectIdentifier(Alarm)), Variable]);
        AgentBed.Read(receiver.Received[1]).Variables[1].Value.Oid.ShouldBe(Oid.Parse("1.3.6.1.6.3.1.1.5.1"));
        await Eventually.TrueAsync(() => _bed.Observer.Sent.Count == 2);
    }

    [Fact]
    public async Task A_trap_of_v3_is_signed_and_encrypted_with_the_agents_own_engine()
    {
        using var receiver = new ScriptedAgent((_, _) => []);
        _bed.Options = _bed.Options with { Targets = [new SnmpTarget { Endpoint = receiver.Endpoint, Version = SnmpVersion.V3, UserName = "operator" }] };
        await using var agent = _bed.Start();
        _time.Advance(TimeSpan.FromSeconds(3));
        agent.Notify(new SnmpNotification(Alarm, [Variable]));
        await Eventually.TrueAsync(() => receiver.Received.Count == 1);
        var (level, message, trap) = new RawUser(AgentBed.Operator, agent.Engine.EngineId.ToArray()).Read(receiver.Received[0]);
        (level, message.EngineBoots, message.EngineTime, message.Reportable).ShouldBe((SnmpSecurityLevel.AuthPriv, 1, 3, false));
        (trap.Type, trap.Variables[2]).ShouldBe((SnmpPduType.Trap, Variable));
    }

    [Fact]
    public async Task An_inform_is_sent_until_it_is_confirmed_and_the_next_one_waits()
    {
        using var receiver = new ScriptedAgent((number, message) => number >= 2 ? [SnmpClientTests.Answer(message, static request => request.Variables)] : []);
        _bed.Options = _bed.Options with
        {
            Time = TimeProvider.System,
            Targets = [new SnmpTarget { Endpoint = receiver.Endpoint, Community = "public", Inform = true, Timeout = TimeSpan.FromMilliseconds(30), Retries = 3_000 }],
        };
        await using var agent = _bed.Start();
        agent.Notify(new SnmpNotification(Alarm, [Variable]));
        agent.Notify(SnmpNotification.ColdStart);
        await Eventually.TrueAsync(() => _bed.Observer.Sent.Count == 2);
        var names = receiver.Received.Select(static m => AgentBed.Read(m)).ToArray();
        names.ShouldAllBe(static pdu => pdu.Type == SnmpPduType.Inform);
        names.Take(3).ShouldAllBe(pdu => pdu.RequestId == names[0].RequestId && pdu.Variables.Contains(Variable));
        names[^1].Variables[1].Value.Oid.ShouldBe(SnmpNotification.ColdStart.Oid);
        _bed.Observer.Lost.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_in_the_view_is_not_sent()
    {
        using var receiver = new ScriptedAgent((_, _) => []);
        var view = new SnmpView { Included = [AgentBed.Base.Append(0), AgentBed.Base.Append(1)] };
        _bed.Options = _bed.Options with
        {
            Communities = [new SnmpCommunity { Name = "public", Notify = view }],
            Targets = [new SnmpTarget { Endpoint = receiver.Endpoint, Community = "public" }],
        };
        await using var agent = _bed.Start();
        agent.Notify(SnmpNotification.ColdStart);
        agent.Notify(new SnmpNotification(Alarm, [Variable, new SnmpVariable(AgentBed.Base.Append(2, 0), SnmpValue.Integer(1))]));
        agent.Notify(new SnmpNotification(Alarm, [Variable]));
        await Eventually.TrueAsync(() => receiver.Received.Count == 1);
        AgentBed.Read(receiver.Received[0]).Variables.Count.ShouldBe(3);
        await agent.DisposeAsync();
        receiver.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_target_that_does_not_confirm_loses_what_does_not_fit_in_its_queue_and_no_other_does()
    {
        using var silent = new ScriptedAgent((_, _) => []);
        using var receiver = new ScriptedAgent((_, _) => []);
        _bed.Options = _bed.Options with
        {
            Time = TimeProvider.System,
            StopPatience = TimeSpan.Zero,
            Targets =
            [
                new SnmpTarget { Endpoint = silent.Endpoint, Community = "public", Inform = true, Queue = 2, Timeout = Patience.Limit },
                new SnmpTarget { Endpoint = receiver.Endpoint, Community = "public" },
            ],
        };
        await using var agent = _bed.Start();
        for (var i = 0; i < 20; i++)
            agent.Notify(SnmpNotification.ColdStart);
        await Eventually.TrueAsync(() => receiver.Received.Count == 20);
        _bed.Observer.Lost.Count.ShouldBeInRange(17, 18);
        await agent.DisposeAsync().AsTask().InTimeAsync();
        _bed.Observer.Lost.Count.ShouldBe(20);
    }

    [Fact]
    public void Targets_that_cannot_be_are_refused()
    {
        foreach (var target in (SnmpTarget[])
                 [
                     new SnmpTarget { Endpoint = AgentBed.Loopback },
                     new SnmpTarget { Endpoint = AgentBed.Loopback, Version = SnmpVersion.V1, Community = "public" },
                     new SnmpTarget { Endpoint = AgentBed.Loopback, Version = SnmpVersion.V3, UserName = "nobody" },
                 ])
        {
            _bed.Options = _bed.Options with { Targets = [target] };
            Should.Throw<SnmpException>(_bed.Start).Fault.ShouldBe(SnmpFault.Invalid);
        }
    }
}
