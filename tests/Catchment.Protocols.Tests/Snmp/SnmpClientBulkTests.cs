using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>Reading rows of tables by GetBulkRequests. Source: RFC 3416, 4.2.3.</summary>
public sealed class SnmpClientBulkTests
{
    private static readonly Oid Base = AgentBed.Base;

    [Theory]
    [InlineData(SnmpVersion.V2c, 0)]
    [InlineData(SnmpVersion.V2c, 2)]
    [InlineData(SnmpVersion.V1, 0)]
    public async Task Rows_that_follow_one_another_are_read_in_fewer_requests_and_holes_are_found(SnmpVersion version, int nonRepeaters)
    {
        var bed = Bed(300, static row => row != 123);
        await using var agent = bed.Start();
        using var client = Client(agent, version, nonRepeaters);
        Oid[] names = [Base.Append(1, 0), .. Enumerable.Range(0, 300).Select(static row => Base.Append(8, (uint)row)), Base.Append(4, 0), Base.Append(9, 0)];

        for (var round = 0; round < 2; round++)
        {
            var read = await client.ReadAsync(names).InTimeAsync();
            (read[0].Value, read[301].Value).ShouldBe((SnmpValue.Integer(-5), SnmpValue.Gauge32(4_000_000_000)));
            Enumerable.Range(0, 300).ShouldAllBe(row => row == 123 ? read[row + 1].Value.Type != SnmpType.Integer : read[row + 1].Value == SnmpValue.Integer(row));
            (read[302].Error != null || read[302].Value == SnmpValue.NoSuchObject).ShouldBeTrue();
        }

        if (version == SnmpVersion.V1)
        {
            bed.Observer.Answers.ShouldAllBe(static answer => answer.Operation == SnmpPduType.Get);
            return;
        }

        // One for all rows, and one for what came otherwise than thought, or stands alone.
        bed.Observer.Answers.Select(static answer => answer.Operation).ShouldBe([SnmpPduType.GetBulk, SnmpPduType.Get, SnmpPduType.GetBulk, SnmpPduType.Get]);
        bed.Observer.Answers.First().Variables.ShouldBe(300 + nonRepeaters);
    }

    [Fact]
    public async Task What_fits_into_one_request_is_asked_for_by_its_names()
    {
        var bed = Bed(20, static _ => true);
        await using var agent = bed.Start();
        using var client = Client(agent, SnmpVersion.V2c, 0);

        (await client.ReadAsync([.. Enumerable.Range(0, 20).Select(static row => Base.Append(8, (uint)row))]).InTimeAsync()).ShouldAllBe(static one => one.Error == null && one.Value.Type == SnmpType.Integer);
        bed.Observer.Answers.ShouldHaveSingleItem().Operation.ShouldBe(SnmpPduType.Get);
    }

    [Fact]
    public async Task An_agent_that_sends_a_part_only_is_asked_by_names_when_that_is_quicker()
    {
        var bed = Bed(300, static _ => true);
        bed.Options = bed.Options with { MaxBulkVariables = 40 };
        await using var agent = bed.Start();
        using var client = Client(agent, SnmpVersion.V2c, 0);
        Oid[] names = [.. Enumerable.Range(0, 300).Select(static row => Base.Append(8, (uint)row))];

        (await client.ReadAsync(names).InTimeAsync()).Select(static one => one.Value.Number).ShouldBe(Enumerable.Range(0, 300).Select(static row => (long)row));
        bed.Observer.Answers.First().Operation.ShouldBe(SnmpPduType.GetBulk);
        var before = bed.Observer.Answers.Count;
        (await client.ReadAsync(names).InTimeAsync()).Select(static one => one.Value.Number).ShouldBe(Enumerable.Range(0, 300).Select(static row => (long)row));
        bed.Observer.Answers.Skip(before).ShouldAllBe(static answer => answer.Operation == SnmpPduType.Get);
    }

    [Fact]
    public async Task An_agent_that_does_not_know_it_is_asked_by_names()
    {
        using var agent = new ScriptedAgent((_, message) => AgentBed.Read(message).Type == SnmpPduType.GetBulk ? [] : [SnmpClientTests.Answer(message, static r => r.Variables.Select(static v => v with { Value = SnmpValue.Integer(3) }))]);
        using var client = new SnmpClient(new SnmpClientOptions { Endpoint = agent.Endpoint, Timeout = TimeSpan.FromMilliseconds(200), Retries = 0, MaxRepetitions = 10, MaxVariables = 1_000 });
        Oid[] names = [.. Enumerable.Range(1, 200).Select(static row => Base.Append(8, (uint)row))];

        await Eventually.TrueAsync(async () => (await client.ReadAsync(names)).All(static one => one.Error is null));
        var before = agent.Received.Count;
        await Eventually.TrueAsync(async () => (await client.ReadAsync(names)).All(static one => one.Error is null));
        agent.Received.Skip(before).ShouldAllBe(static message => AgentBed.Read(message).Type == SnmpPduType.Get);
    }

    private static AgentBed Bed(int rows, Func<int, bool> isThere)
    {
        var bed = new AgentBed();
        bed.Table.Change([], [.. Enumerable.Range(0, rows).Where(isThere).Select(static row => new SnmpObjectRow(Base.Append(8, (uint)row), new Cell(SnmpValue.Integer(row))))]);
        return bed;
    }

    private static SnmpClient Client(SnmpAgent agent, SnmpVersion version, int nonRepeaters) => new(new SnmpClientOptions
    {
        Endpoint = agent.Endpoints[0],
        Version = version,
        Timeout = Patience.Limit,
        MaxVariables = 1_000,
        MaxRepetitions = 10,
        NonRepeaters = nonRepeaters,
    });
}
