using System.Net;
using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Serving;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class SnmpAgentAccessTests
{
    private static readonly Oid Base = AgentBed.Base;
    private static readonly SnmpView Part = new() { Included = [Base], Excluded = [Base.Append(2), Base.Append(4)] };

    [Fact]
    public void A_message_with_an_unknown_community_gets_no_answer_and_is_counted()
    {
        var bed = new AgentBed();
        var (responder, core) = bed.Respond();
        responder.Answer(AgentBed.Message(SnmpPduType.Get, [AgentBed.Name(Base.Append(1, 0))], community: "publix"), AgentBed.Loopback).Length.ShouldBe(0);
        responder.Answer(AgentBed.Message(SnmpPduType.Get, [AgentBed.Name(Base.Append(1, 0))], community: string.Empty), AgentBed.Loopback).Length.ShouldBe(0);
        core.Counters[AgentCounter.InBadCommunityNames].ShouldBe(2u);
        bed.Observer.Refusals.ShouldAllBe(static r => r.Reason == SnmpRefusal.Community);
        bed.Observer.Refusals.Count.ShouldBe(2);
    }

    [Fact]
    public void A_community_may_be_used_from_its_sources_alone()
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with
        {
            Communities =
            [
                new SnmpCommunity { Name = "public", Sources = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")] },
                new SnmpCommunity { Name = "public", Sources = [IPNetwork.Parse("192.168.1.7/32")], Write = SnmpView.All },
            ],
        };
        var (responder, core) = bed.Respond();
        var get = AgentBed.Message(SnmpPduType.Get, [AgentBed.Name(Base.Append(1, 0))], "public");
        var set = AgentBed.Message(SnmpPduType.Set, [new SnmpVariable(Base.Append(1, 0), SnmpValue.Integer(1))], "public");
        foreach (var address in (string[])["10.1.2.3", "::ffff:10.1.2.3", "fd00::1", "192.168.1.7"])
            responder.Answer(get.ToArray(), new IPEndPoint(IPAddress.Parse(address), 1)).Length.ShouldBeGreaterThan(0, address);
        foreach (var address in (string[])["11.1.2.3", "192.168.1.8", "::1"])
            responder.Answer(get.ToArray(), new IPEndPoint(IPAddress.Parse(address), 1)).Length.ShouldBe(0, address);
        bed.Observer.Refusals.Count(static r => r.Reason == SnmpRefusal.Source).ShouldBe(3);
        AgentBed.Read(responder.Answer(set.ToArray(), new IPEndPoint(IPAddress.Parse("10.1.2.3"), 1)).Span).First.ShouldBe((int)SnmpErrorStatus.NoAccess);
        core.Counters[AgentCounter.InBadCommunityUses].ShouldBe(1u);
        AgentBed.Read(responder.Answer(set.ToArray(), new IPEndPoint(IPAddress.Parse("192.168.1.7"), 1)).Span).First.ShouldBe(0);
    }

    [Fact]
    public async Task Only_what_is_in_the_view_is_read()
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with { Communities = [new SnmpCommunity { Name = "private", Read = Part }] };
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent);
        (await client.GetAsync([Base.Append(1, 0), Base.Append(2, 0), Oid.Parse("1.3.6.1.2.1.1.1.0")]).InTimeAsync()).Select(static v => v.Value)
            .ShouldBe([SnmpValue.Integer(-5), SnmpValue.NoSuchObject, SnmpValue.NoSuchObject]);
        var names = new List<Oid>();
        await foreach (var one in client.WalkAsync(new Oid(1, 3)))
            names.Add(one.Oid);
        names.ShouldBe([Base.Append(1, 0), Base.Append(3, 0), Base.Append(6, 0)]);
    }

    [Fact]
    public async Task Only_what_is_in_the_view_is_written()
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with { Communities = [new SnmpCommunity { Name = "private", Write = Part }, new SnmpCommunity { Name = "public" }, new SnmpCommunity { Name = "nothing", Read = null }] };
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent);
        await client.SetAsync([new SnmpVariable(Base.Append(1, 0), SnmpValue.Integer(3))]).InTimeAsync();
        (await Should.ThrowAsync<SnmpException>(() => client.SetAsync([new SnmpVariable(Base.Append(2, 0), SnmpValue.OctetString("x"))]).InTimeAsync())).Status.ShouldBe(SnmpErrorStatus.NoAccess);
        using var reader = AgentBed.Client(agent, community: "public");
        (await Should.ThrowAsync<SnmpException>(() => reader.SetAsync([new SnmpVariable(Base.Append(1, 0), SnmpValue.Integer(4))]).InTimeAsync())).Status.ShouldBe(SnmpErrorStatus.NoAccess);
        using var nobody = AgentBed.Client(agent, community: "nothing");
        (await Should.ThrowAsync<SnmpException>(() => nobody.GetAsync(Base.Append(1, 0)).InTimeAsync())).Status.ShouldBe(SnmpErrorStatus.AuthorizationError);
        bed.Integer.Read().ShouldBe(SnmpValue.Integer(3));
    }

    [Fact]
    public void Versions_that_are_not_served_get_no_answer()
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with { AllowV1 = false, Users = [] };
        var (responder, core) = bed.Respond();
        responder.Answer(AgentBed.Message(SnmpPduType.Get, [], version: SnmpVersion.V1), AgentBed.Loopback).Length.ShouldBe(0);
        responder.Answer(AgentBed.Message(SnmpPduType.Get, [], version: SnmpVersion.V3), AgentBed.Loopback).Length.ShouldBe(0);
        responder.Answer(AgentBed.Message(SnmpPduType.Get, [], version: (SnmpVersion)7), AgentBed.Loopback).Length.ShouldBe(0);
        responder.Answer(AgentBed.Message(SnmpPduType.Get, []), AgentBed.Loopback).Length.ShouldBeGreaterThan(0);
        core.Counters[AgentCounter.InBadVersions].ShouldBe(3u);
    }

    [Theory]
    [InlineData(SnmpPduType.Response)]
    [InlineData(SnmpPduType.Trap)]
    [InlineData(SnmpPduType.Inform)]
    [InlineData(SnmpPduType.Report)]
    public void What_is_no_request_gets_no_answer(SnmpPduType type)
    {
        var bed = new AgentBed();
        var (responder, core) = bed.Respond();
        responder.Answer(AgentBed.Message(type, []), AgentBed.Loopback).Length.ShouldBe(0);
        core.Counters[AgentCounter.UnknownPduHandlers].ShouldBe(1u);
        responder.Answer(AgentBed.Message(SnmpPduType.GetBulk, [], version: SnmpVersion.V1), AgentBed.Loopback).Length.ShouldBe(0);
    }

    [Fact]
    public void What_is_no_message_is_counted()
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with { MaxVariables = 1 };
        var (responder, core) = bed.Respond();
        byte[] valid = AgentBed.Message(SnmpPduType.Get, [AgentBed.Name(Base)]);
        responder.Answer(valid.AsSpan(..^1), AgentBed.Loopback).Length.ShouldBe(0);
        responder.Answer((byte[])[.. valid, 0], AgentBed.Loopback).Length.ShouldBe(0);
        responder.Answer([], AgentBed.Loopback).Length.ShouldBe(0);
        responder.Answer(AgentBed.Message(SnmpPduType.Get, [AgentBed.Name(Base), AgentBed.Name(Base)]), AgentBed.Loopback).Length.ShouldBe(0);
        core.Counters[AgentCounter.InAsnParseErrs].ShouldBe(4u);
        core.Counters[AgentCounter.InPkts].ShouldBe(4u);
        core.Counters[AgentCounter.OutPkts].ShouldBe(0u);
    }

    [Fact]
    public async Task The_counters_are_objects_themselves()
    {
        var bed = new AgentBed();
        await using var agent = bed.Start();
        using var client = AgentBed.Client(agent);
        await client.GetAsync(Base.Append(1, 0)).InTimeAsync();
        await client.SetAsync([new SnmpVariable(Base.Append(1, 0), SnmpValue.Integer(3))]).InTimeAsync();
        var group = Oid.Parse("1.3.6.1.2.1.11");
        (await client.GetAsync([group.Append(1, 0), group.Append(2, 0), group.Append(13, 0), group.Append(14, 0), group.Append(15, 0), group.Append(17, 0), group.Append(28, 0), group.Append(30, 0)]).InTimeAsync())
            .Select(static v => v.Value.Number).ShouldBe([3, 2, 1, 1, 2, 1, 2, 2]);
    }
}
