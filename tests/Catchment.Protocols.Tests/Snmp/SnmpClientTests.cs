using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class SnmpClientTests
{
    private static readonly Oid Base = AgentBed.Base;

    [Fact]
    public async Task A_request_without_an_answer_is_sent_again_and_then_times_out()
    {
        using var agent = new ScriptedAgent((_, _) => []);
        using var client = Client(agent, o => o with { Timeout = TimeSpan.FromMilliseconds(30), Retries = 2 });
        (await Should.ThrowAsync<SnmpException>(() => client.GetAsync(Base).InTimeAsync())).Fault.ShouldBe(SnmpFault.Timeout);
        await Eventually.TrueAsync(() => agent.Received.Count == 3);
        agent.Received.ShouldAllBe(m => m.SequenceEqual(agent.Received[0]));
    }

    [Fact]
    public async Task A_late_answer_is_good()
    {
        byte[]? late = null;
        using var agent = new ScriptedAgent((number, message) =>
        {
            late ??= Answer(message, static request => request.Variables.Select(v => v with { Value = SnmpValue.Integer(1) }));
            return number == 2 ? [late] : [];
        });
        using var client = Client(agent, o => o with { Timeout = TimeSpan.FromMilliseconds(30), Retries = 1_000 });
        (await client.GetAsync(Base).InTimeAsync()).ShouldBe(SnmpValue.Integer(1));
    }

    [Fact]
    public async Task What_is_no_answer_to_the_request_is_passed_over()
    {
        using var agent = new ScriptedAgent((_, message) =>
        [
            [],
            [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
            message,
            AgentBed.Message(SnmpPduType.Response, [new SnmpVariable(Base, SnmpValue.Integer(13))], "public", id: AgentBed.Read(message).RequestId + 1),
            AgentBed.Message(SnmpPduType.Response, [new SnmpVariable(Base, SnmpValue.Integer(14))], "other", id: AgentBed.Read(message).RequestId),
            AgentBed.Message(SnmpPduType.Response, [new SnmpVariable(Base, SnmpValue.Integer(15))], "public", SnmpVersion.V1, id: AgentBed.Read(message).RequestId),
            Answer(message, static request => request.Variables.Select(v => v with { Value = SnmpValue.Integer(7) })),
        ]);
        using var client = Client(agent);
        (await client.GetAsync(Base).InTimeAsync()).ShouldBe(SnmpValue.Integer(7));
        (await client.GetAsync(Base).InTimeAsync()).ShouldBe(SnmpValue.Integer(7));
    }

    [Fact]
    public async Task Nobody_at_the_port_is_unreachable()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(AgentBed.Loopback);
        var endpoint = (IPEndPoint)taken.LocalEndPoint!;

        // It takes nothing of others then, and nobody else can have the port.
        await taken.ConnectAsync(IPAddress.Loopback, 9);
        using var client = new SnmpClient(new SnmpClientOptions { Endpoint = endpoint, Timeout = Patience.Limit, Retries = 0 });
        (await Should.ThrowAsync<SnmpException>(() => client.GetAsync(Base).InTimeAsync())).Fault.ShouldBe(SnmpFault.Unreachable);
    }

    [Fact]
    public async Task A_name_is_looked_up()
    {
        await using var agent = new AgentBed().Start();
        using var client = new SnmpClient(new SnmpClientOptions { Endpoint = new DnsEndPoint("localhost", agent.Endpoints[0].Port, AddressFamily.InterNetwork), Timeout = Patience.Limit });
        (await client.GetAsync(Base.Append(1, 0)).InTimeAsync()).ShouldBe(SnmpValue.Integer(-5));
        using var nowhere = new SnmpClient(new SnmpClientOptions { Endpoint = new DnsEndPoint("nowhere.invalid", 161) });
        (await Should.ThrowAsync<SnmpException>(() => nowhere.GetAsync(Base).InTimeAsync())).Fault.ShouldBeOneOf(SnmpFault.Unreachable, SnmpFault.Timeout);
    }

    [Fact]
    public async Task Many_names_are_asked_for_in_requests_of_the_longest_size()
    {
        var bed = new AgentBed();
        bed.Table.Change([], [.. Enumerable.Range(0, 300).Select(i => new SnmpObjectRow(Base.Append(8, (uint)i), new Cell(SnmpValue.Integer(i))))]);
        await using var agent = bed.Start();
        foreach (var version in (SnmpVersion[])[SnmpVersion.V2c, SnmpVersion.V3])
        {
            using var client = new SnmpClient(new SnmpClientOptions
            {
                Endpoint = agent.Endpoints[0],
                Version = version,
                User = AgentBed.Operator,
                MaxPduSize = 600,
                Timeout = Patience.Limit,
            });
            var got = await client.GetAsync([.. Enumerable.Range(0, 300).Select(i => Base.Append(8, (uint)i))]).InTimeAsync();
            got.Select(static one => one.Value.Number).ShouldBe(Enumerable.Range(0, 300).Select(static i => (long)i));
        }

        bed.Observer.Answers.Count.ShouldBeInRange(2 * 12, 2 * 40);
    }

    [Fact]
    public async Task An_answer_that_is_too_big_is_asked_for_in_parts()
    {
        var bed = new AgentBed();
        bed.Table.Change([], [.. Enumerable.Range(0, 9).Select(i => new SnmpObjectRow(Base.Append(8, (uint)i), new Cell(SnmpValue.OctetString(new byte[180 + i]))))]);
        bed.Options = bed.Options with { MaxMessageBytes = 484 };
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent);
        var got = await client.GetAsync([.. Enumerable.Range(0, 9).Select(i => Base.Append(8, (uint)i))]).InTimeAsync();
        got.Select(static one => one.Value.Bytes.Length).ShouldBe(Enumerable.Range(180, 9));
        bed.Table.Set(Base.Append(8, 4), new Cell(SnmpValue.OctetString(new byte[480])));
        var e = await Should.ThrowAsync<SnmpException>(() => client.GetAsync([.. Enumerable.Range(0, 9).Select(i => Base.Append(8, (uint)i))]).InTimeAsync());
        (e.Fault, e.Status).ShouldBe((SnmpFault.Refused, SnmpErrorStatus.TooBig));
    }

    [Fact]
    public async Task An_error_tells_its_name_and_the_variable()
    {
        await using var agent = new AgentBed().Start();
        using var client = new SnmpClient(new SnmpClientOptions { Endpoint = agent.Endpoints[0], Version = SnmpVersion.V1, Timeout = Patience.Limit, MaxVariables = 2 });
        var e = await Should.ThrowAsync<SnmpException>(() => client.GetAsync([Base.Append(1, 0), Base.Append(2, 0), Base.Append(4, 0), Base.Append(9, 0)]).InTimeAsync());
        e.Message.ShouldContain($"noSuchName about variable 4, {Base}.9.0");
        (e.Fault, e.Status, e.Index).ShouldBe((SnmpFault.Refused, SnmpErrorStatus.NoSuchName, 4));
    }

    [Theory]
    [InlineData(SnmpVersion.V1)]
    [InlineData(SnmpVersion.V2c)]
    public async Task A_walk_that_does_not_come_forward_ends_with_an_error(SnmpVersion version)
    {
        using var agent = new ScriptedAgent((_, message) => [Answer(message, _ => [new SnmpVariable(Base.Append(3), SnmpValue.Integer(1))], version)]);
        using var client = Client(agent, o => o with { Version = version });
        var seen = 0;
        (await Should.ThrowAsync<SnmpException>(async () =>
        {
            await foreach (var one in client.WalkAsync(Base))
                seen++;
        })).Fault.ShouldBe(SnmpFault.BadAnswer);
        seen.ShouldBe(1);
    }

    [Fact]
    public async Task Answers_with_other_variables_than_asked_for_are_bad()
    {
        using var agent = new ScriptedAgent((number, message) => [Answer(message, request => number == 0 ? [] : [new SnmpVariable(Base.Append(3), SnmpValue.Integer(1))])]);
        using var client = Client(agent);
        (await Should.ThrowAsync<SnmpException>(() => client.GetAsync(Base).InTimeAsync())).Fault.ShouldBe(SnmpFault.BadAnswer);
        (await Should.ThrowAsync<SnmpException>(() => client.GetAsync(Base).InTimeAsync())).Fault.ShouldBe(SnmpFault.BadAnswer);
    }

    [Fact]
    public async Task Options_and_names_that_cannot_be_are_refused()
    {
        var options = new SnmpClientOptions { Endpoint = AgentBed.Loopback };
        foreach (var wrong in (SnmpClientOptions[])
                 [
                     options with { MaxPduSize = 483 }, options with { MaxPduSize = 65_508 }, options with { MaxVariables = 0 }, options with { Retries = -1 },
                     options with { Timeout = TimeSpan.Zero }, options with { Version = SnmpVersion.V3 },
                     options with { Version = SnmpVersion.V3, User = AgentBed.Reader, Level = SnmpSecurityLevel.AuthPriv },
                 ])
        {
            Should.Throw<SnmpException>(() => new SnmpClient(wrong)).Fault.ShouldBe(SnmpFault.Invalid);
        }

        using var client = new SnmpClient(options);
        (await Should.ThrowAsync<SnmpException>(() => client.GetAsync(default(Oid)))).Fault.ShouldBe(SnmpFault.Invalid);
        (await client.GetAsync([])).ShouldBeEmpty();
        (await Should.ThrowAsync<SnmpException>(() => client.GetNextAsync([]))).Fault.ShouldBe(SnmpFault.Invalid);
        (await Should.ThrowAsync<SnmpException>(() => client.SetAsync([new SnmpVariable(Base, SnmpValue.OctetString(new byte[2_000]))]).InTimeAsync())).Fault.ShouldBe(SnmpFault.Invalid);
    }

    [Fact]
    public async Task A_call_can_be_cancelled_and_the_client_goes_on()
    {
        using var agent = new ScriptedAgent((number, message) => number == 0 ? [] : [Answer(message, static request => request.Variables)]);
        using var client = Client(agent);
        using var cancellation = new CancellationTokenSource();
        var call = client.GetAsync(Base, cancellation.Token);
        await Eventually.TrueAsync(() => agent.Received.Count == 1);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call.InTimeAsync());
        (await client.GetAsync(Base).InTimeAsync()).ShouldBe(SnmpValue.Null);
    }

    [Fact]
    public async Task Calls_that_come_together_are_all_answered()
    {
        var bed = new AgentBed();
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent, SnmpVersion.V3);
        var got = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.GetAsync(Base.Append((uint)(1 + (i % 2)), 0)))).InTimeAsync();
        got.Count(static v => v.Type == SnmpType.Integer).ShouldBe(25);
        bed.Observer.Refusals.ShouldHaveSingleItem().Reason.ShouldBe(SnmpRefusal.UnknownEngine);
    }

    [Fact]
    public async Task A_disposed_client_fails()
    {
        using var agent = new ScriptedAgent((_, _) => []);
        var client = Client(agent);
        var call = client.GetAsync(Base);
        await Eventually.TrueAsync(() => agent.Received.Count == 1);
        client.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(() => call.InTimeAsync());
        await Should.ThrowAsync<ObjectDisposedException>(() => client.GetAsync(Base).InTimeAsync());
    }

    internal static byte[] Answer(byte[] message, Func<SnmpPdu, IEnumerable<SnmpVariable>> variables, SnmpVersion version = SnmpVersion.V2c)
    {
        var request = AgentBed.Read(message);
        return AgentBed.Message(SnmpPduType.Response, [.. variables(request)], "public", version, id: request.RequestId);
    }

    private static SnmpClient Client(ScriptedAgent agent, Func<SnmpClientOptions, SnmpClientOptions>? change = null)
    {
        var options = new SnmpClientOptions { Endpoint = agent.Endpoint, Timeout = Patience.Limit, Retries = 0 };
        return new SnmpClient(change?.Invoke(options) ?? options);
    }
}
