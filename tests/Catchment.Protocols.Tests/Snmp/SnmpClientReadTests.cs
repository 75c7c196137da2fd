using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>Reading many variables, each for itself.</summary>
public sealed class SnmpClientReadTests
{
    private static readonly Oid Base = AgentBed.Base;

    [Theory]
    [InlineData(SnmpVersion.V1, 3)]
    [InlineData(SnmpVersion.V2c, 1)]
    [InlineData(SnmpVersion.V3, 1)]
    public async Task What_is_not_there_costs_no_other(SnmpVersion version, int requests)
    {
        var bed = new AgentBed();
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent, version);

        var read = await client.ReadAsync([Base.Append(1, 0), Base.Append(9, 0), Base.Append(2, 0), Base.Append(1, 7), Base.Append(4, 0)]).InTimeAsync();

        (read[0].Value, read[2].Value, read[4].Value).ShouldBe((SnmpValue.Integer(-5), SnmpValue.OctetString("north"), SnmpValue.Gauge32(4_000_000_000)));
        if (version == SnmpVersion.V1)
            (read[1].Error!.Status, read[3].Error!.Status).ShouldBe((SnmpErrorStatus.NoSuchName, SnmpErrorStatus.NoSuchName));
        else
            (read[1].Value, read[3].Value, read.Count(static one => one.Error is null)).ShouldBe((SnmpValue.NoSuchObject, SnmpValue.NoSuchInstance, 5));
        bed.Observer.Answers.Count.ShouldBe(requests);
        client.Sent.ShouldBe(version == SnmpVersion.V3 ? requests + 1 : requests); // one finds out the engine
    }

    [Fact]
    public async Task A_variable_that_the_agent_fails_on_is_found_also_when_the_agent_does_not_say_which_it_is()
    {
        foreach (var tells in (bool[])[true, false])
        {
            using var agent = new ScriptedAgent((_, message) =>
            {
                var request = AgentBed.Read(message);
                var ill = request.Variables.ToList().FindIndex(static v => v.Oid == Base.Append(5));
                return ill >= 0
                    ? [AgentBed.Message(SnmpPduType.Response, request.Variables, "public", first: (int)SnmpErrorStatus.GenErr, second: tells ? ill + 1 : 0, id: request.RequestId)]
                    : [SnmpClientTests.Answer(message, static r => r.Variables.Select(static v => v with { Value = SnmpValue.Integer((int)v.Oid.Arcs[^1]) }))];
            });
            using var client = Client(agent);

            var read = await client.ReadAsync([.. Enumerable.Range(1, 9).Select(static i => Base.Append((uint)i))]).InTimeAsync();

            read.Select(static one => one.Value.Number).ShouldBe([1, 2, 3, 4, 0, 6, 7, 8, 9]);
            read.Select(static one => one.Error?.Status).ShouldBe([null, null, null, null, SnmpErrorStatus.GenErr, null, null, null, null]);
            agent.Received.Count.ShouldBe(tells ? 2 : 7);
        }
    }

    [Fact]
    public async Task An_agent_that_says_too_big_is_asked_for_less_from_then_on_and_one_that_is_too_big_alone_costs_itself()
    {
        var bed = new AgentBed();
        bed.Table.Change([], [.. Enumerable.Range(0, 12).Select(i => new SnmpObjectRow(Base.Append(8, (uint)i), new Cell(SnmpValue.OctetString(new byte[i == 7 ? 470 : 100 + i]))))]);
        bed.Options = bed.Options with { MaxMessageBytes = 484 };
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent);
        Oid[] names = [.. Enumerable.Range(0, 12).Select(i => Base.Append(8, (uint)i))];

        var read = await client.ReadAsync(names).InTimeAsync();
        read.Select(static one => one.Value.Bytes.Length).ShouldBe([100, 101, 102, 103, 104, 105, 106, 0, 108, 109, 110, 111]);
        read[7].Error!.Status.ShouldBe(SnmpErrorStatus.TooBig);

        Oid[] good = [.. names.Where((_, i) => i != 7)];
        (await client.ReadAsync(good).InTimeAsync()).ShouldAllBe(static one => one.Error == null);
        var before = bed.Observer.Answers.Count;
        (await client.ReadAsync(good).InTimeAsync()).ShouldAllBe(static one => one.Error == null);
        bed.Observer.Answers.Skip(before).ShouldAllBe(static answer => answer.Status == SnmpErrorStatus.NoError);
    }

    [Fact]
    public async Task An_agent_that_is_silent_about_long_requests_is_asked_for_less_from_then_on()
    {
        using var agent = new ScriptedAgent((_, message) => AgentBed.Read(message).Variables.Count > 5 ? [] : [SnmpClientTests.Answer(message, static r => r.Variables)]);
        using var client = Client(agent, static o => o with { Timeout = TimeSpan.FromMilliseconds(200), Retries = 0 });
        Oid[] names = [.. Enumerable.Range(1, 20).Select(static i => Base.Append((uint)i))];

        // A late answer is one of an agent that is away: what it is asked for is learned by and by.
        await Eventually.TrueAsync(async () => (await client.ReadAsync(names)).All(static one => one.Error is null));
        var before = agent.Received.Count;
        await Eventually.TrueAsync(async () => (await client.ReadAsync(names)).All(static one => one.Error is null));
        agent.Received.Skip(before).ShouldAllBe(static message => AgentBed.Read(message).Variables.Count <= 5);
    }

    [Fact]
    public async Task An_agent_that_takes_more_again_is_asked_for_more_after_a_while()
    {
        var most = 2;
        using var agent = new ScriptedAgent((_, message) => AgentBed.Read(message) is var request && request.Variables.Count > Volatile.Read(ref most)
            ? [AgentBed.Message(SnmpPduType.Response, [], "public", first: (int)SnmpErrorStatus.TooBig, id: request.RequestId)]
            : [SnmpClientTests.Answer(message, static r => r.Variables)]);
        using var client = Client(agent);
        Oid[] names = [.. Enumerable.Range(1, 8).Select(static i => Base.Append((uint)i))];
        (await client.ReadAsync(names).InTimeAsync()).ShouldAllBe(static one => one.Error == null);

        Volatile.Write(ref most, 8);
        for (var round = 0; round < 200; round++)
            await client.ReadAsync(names).InTimeAsync();
        AgentBed.Read(agent.Received[^1]).Variables.Count.ShouldBe(8);
    }

    [Fact]
    public async Task One_that_answers_neither_of_two_requests_is_asked_for_nothing_more()
    {
        using var agent = new ScriptedAgent(static (_, _) => []);
        using var client = Client(agent, static o => o with { Timeout = TimeSpan.FromMilliseconds(30), Retries = 1, MaxVariables = 3 });

        var read = await client.ReadAsync([.. Enumerable.Range(1, 20).Select(static i => Base.Append((uint)i))]).InTimeAsync();

        read.ShouldAllBe(static one => one.Error!.Fault == SnmpFault.Timeout);
        client.Sent.ShouldBe(4);
    }

    [Fact]
    public async Task A_request_is_as_long_as_it_may_be_and_no_longer()
    {
        using var agent = new ScriptedAgent(static (_, message) => [SnmpClientTests.Answer(message, static r => r.Variables)]);
        using var client = Client(agent, static o => o with { MaxPduSize = 600, MaxVariables = 1_000 });
        var longest = new Oid([1, 3, .. Enumerable.Repeat(uint.MaxValue, 126)]);

        var read = await client.ReadAsync([.. Enumerable.Range(1, 100).Select(static i => Base.Append((uint)i)), longest, Base.Append(1)]).InTimeAsync();

        read.Count(static one => one.Error is null).ShouldBe(101);
        read[100].Error!.Fault.ShouldBe(SnmpFault.Invalid); // no request holds it
        agent.Received.Max(static message => message.Length).ShouldBeInRange(540, 600);
        agent.Received.Count.ShouldBe(4);
        (await client.ReadAsync([]).InTimeAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("9F780440490FDB", 3.1415927410125732)]
    [InlineData("9F790840091EB851EB851F", 3.14)]
    [InlineData("9F7A02FF85", -123.0)]
    [InlineData("9F760200FF", 255.0)]
    [InlineData("9F7B09008000000000000000", 9223372036854775808.0)]
    [InlineData("9F7804404900", null)]
    [InlineData("9F78034049FF", null)]
    [InlineData("9F7A00", null)]
    [InlineData("9F7401FF", null)]
    [InlineData("9F", null)]
    [InlineData("", null)]
    public void Numbers_that_net_snmp_wraps_in_an_Opaque_are_read(string hex, double? expected)
    {
        SnmpValue.Opaque(Convert.FromHexString(hex)).TryOpaqueNumber(out var number).ShouldBe(expected is not null);
        number.ShouldBe(expected ?? 0);
        SnmpValue.OctetString(Convert.FromHexString(hex)).TryOpaqueNumber(out _).ShouldBeFalse();
    }

    [Fact]
    public void Numbers_are_wrapped_as_net_snmp_does()
    {
        (Convert.ToHexString(SnmpValue.OpaqueOf(3.14159274f).Bytes), Convert.ToHexString(SnmpValue.OpaqueOf(3.14).Bytes)).ShouldBe(("9F780440490FDB", "9F790840091EB851EB851F"));
    }

    private static SnmpClient Client(ScriptedAgent agent, Func<SnmpClientOptions, SnmpClientOptions>? change = null)
    {
        var options = new SnmpClientOptions { Endpoint = agent.Endpoint, Timeout = Patience.Limit, Retries = 0 };
        return new SnmpClient(change?.Invoke(options) ?? options);
    }
}
