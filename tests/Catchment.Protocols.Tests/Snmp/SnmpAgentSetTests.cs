using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>All variables of a SetRequest are written or none. Source: RFC 3416, 4.2.5.</summary>
public sealed class SnmpAgentSetTests
{
    private static readonly Oid Base = AgentBed.Base;

    [Fact]
    public async Task Set_writes_all_variables()
    {
        var bed = new AgentBed();
        await using var agent = bed.Start();
        foreach (var version in (SnmpVersion[])[SnmpVersion.V1, SnmpVersion.V2c, SnmpVersion.V3])
        {
            using var client = AgentBed.Client(agent, version);
            await client.SetAsync([new SnmpVariable(Base.Append(1, 0), SnmpValue.Integer(10 + (int)version)), new SnmpVariable(Base.Append(2, 0), SnmpValue.OctetString($"{version}"))]).InTimeAsync();
            bed.Integer.Read().ShouldBe(SnmpValue.Integer(10 + (int)version));
            bed.Text.Read().ShouldBe(SnmpValue.OctetString($"{version}"));
        }
    }

    [Theory]
    [InlineData("2.0", SnmpErrorStatus.WrongType)]
    [InlineData("4.0", SnmpErrorStatus.NotWritable)]
    [InlineData("7.0", SnmpErrorStatus.NotWritable)]
    [InlineData("4.1", SnmpErrorStatus.NoCreation)]
    public async Task Set_writes_nothing_when_one_variable_cannot_be_written(string name, SnmpErrorStatus status)
    {
        var bed = new AgentBed();
        await using var agent = bed.Start();
        var refused = new SnmpVariable(Oid.Parse($"{Base}.{name}"), SnmpValue.Integer(1));
        using var client = AgentBed.Client(agent);
        var e = await Should.ThrowAsync<SnmpException>(() => client.SetAsync([new SnmpVariable(Base.Append(1, 0), SnmpValue.Integer(1)), refused]).InTimeAsync());
        (e.Fault, e.Status, e.Index).ShouldBe((SnmpFault.Refused, status, 2));
        using var old = AgentBed.Client(agent, SnmpVersion.V1);
        e = await Should.ThrowAsync<SnmpException>(() => old.SetAsync([refused]).InTimeAsync());
        (e.Status, e.Index).ShouldBe((status == SnmpErrorStatus.WrongType ? SnmpErrorStatus.BadValue : SnmpErrorStatus.NoSuchName, 1));
        bed.Integer.Written.ShouldBeEmpty();
    }

    [Fact]
    public async Task Set_refuses_a_value_that_the_object_does_not_take_and_one_that_is_none()
    {
        var bed = new AgentBed();
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent);
        (await Should.ThrowAsync<SnmpException>(() => client.SetAsync([new SnmpVariable(Base.Append(1, 0), SnmpValue.Integer(1001))]).InTimeAsync())).Status.ShouldBe(SnmpErrorStatus.WrongValue);
        (await Should.ThrowAsync<SnmpException>(() => client.SetAsync([new SnmpVariable(Base.Append(1, 0), SnmpValue.Null)]).InTimeAsync())).Status.ShouldBe(SnmpErrorStatus.WrongType);
        bed.Integer.Read().ShouldBe(SnmpValue.Integer(-5));
    }

    [Theory]
    [InlineData(false, SnmpErrorStatus.CommitFailed, 2)]
    [InlineData(true, SnmpErrorStatus.UndoFailed, 0)]
    public async Task Set_takes_back_what_it_wrote_when_a_later_variable_fails(bool cannotUndo, SnmpErrorStatus status, int index)
    {
        var bed = new AgentBed();
        var first = new Cell(SnmpValue.Integer(1), writable: true) { CannotUndo = cannotUndo };
        bed.Table.Set(Base.Append(7, 0), first);
        bed.Text.CommitStatus = SnmpErrorStatus.ResourceUnavailable;
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent);
        var e = await Should.ThrowAsync<SnmpException>(
            () => client.SetAsync([new SnmpVariable(Base.Append(7, 0), SnmpValue.Integer(2)), new SnmpVariable(Base.Append(2, 0), SnmpValue.OctetString("south"))]).InTimeAsync());
        (e.Status, e.Index).ShouldBe((status, index));
        first.Read().ShouldBe(SnmpValue.Integer(cannotUndo ? 2 : 1));
        bed.Text.Read().ShouldBe(SnmpValue.OctetString("north"));
    }
}
