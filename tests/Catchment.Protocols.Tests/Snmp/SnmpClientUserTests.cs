using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>How a manager finds engines, keeps their time, and trusts what they say. Source: RFC 3414, 3.2. and 4.</summary>
public sealed class SnmpClientUserTests
{
    private static readonly Oid One = AgentBed.Base.Append(1, 0);

    private readonly AgentBed _bed = new();
    private readonly ManualTime _time = new();

    public SnmpClientUserTests() => _bed.Options = _bed.Options with { Time = _time };

    [Theory]
    [InlineData(SnmpAuthentication.Md5, SnmpPrivacy.None)]
    [InlineData(SnmpAuthentication.Md5, SnmpPrivacy.Aes256)]
    [InlineData(SnmpAuthentication.Sha1, SnmpPrivacy.Aes192)]
    [InlineData(SnmpAuthentication.Sha1, SnmpPrivacy.Aes256Reeder)]
    [InlineData(SnmpAuthentication.Sha224, SnmpPrivacy.Aes128)]
    [InlineData(SnmpAuthentication.Sha224, SnmpPrivacy.Aes192Reeder)]
    [InlineData(SnmpAuthentication.Sha256, SnmpPrivacy.Aes256)]
    [InlineData(SnmpAuthentication.Sha384, SnmpPrivacy.Aes128)]
    [InlineData(SnmpAuthentication.Sha512, SnmpPrivacy.Aes256)]
    public async Task Each_protocol_goes_both_ways(SnmpAuthentication authentication, SnmpPrivacy privacy)
    {
        var user = new SnmpUser { Name = "some", Authentication = authentication, AuthenticationPassword = AgentBed.Password, Privacy = privacy, PrivacyPassword = AgentBed.OtherPassword };
        _bed.Options = _bed.Options with { Users = [new SnmpAgentUser { User = user, Write = SnmpView.All }] };
        await using var agent = _bed.Start();
        using var client = AgentBed.Client(agent, SnmpVersion.V3, user: user);
        await client.SetAsync([new SnmpVariable(One, SnmpValue.Integer(42))]).InTimeAsync();
        (await client.GetAsync(One).InTimeAsync()).ShouldBe(SnmpValue.Integer(42));
    }

    [Fact]
    public async Task The_engine_is_found_out_once()
    {
        await using var agent = _bed.Start();
        using var client = AgentBed.Client(agent, SnmpVersion.V3);
        for (var i = 0; i < 5; i++)
            await client.GetAsync(One).InTimeAsync();
        _bed.Observer.Refusals.ShouldHaveSingleItem().Reason.ShouldBe(SnmpRefusal.UnknownEngine);
        _bed.Observer.Answers.Count.ShouldBe(5);
    }

    [Fact]
    public void An_agent_that_started_anew_is_followed()
    {
        var (first, _) = _bed.Respond();
        using var talk = new ClientTalk(AgentBed.Operator, _time);
        talk.Get(first, One).Variables[0].Value.ShouldBe(SnmpValue.Integer(-5));
        var (second, core) = _bed.Respond();
        core.Engine.Boots.ShouldBe(2);
        talk.Get(second, One).Variables[0].Value.ShouldBe(SnmpValue.Integer(-5));
        _bed.Observer.Refusals.Last().Reason.ShouldBe(SnmpRefusal.NotInTimeWindow);
        talk.Get(second, One);
        _bed.Observer.Refusals.Count.ShouldBe(2);
    }

    [Fact]
    public void Another_engine_at_the_same_place_is_found_out()
    {
        var (first, _) = _bed.Respond();
        using var talk = new ClientTalk(AgentBed.Operator, _time);
        talk.Get(first, One);
        _bed.Store.State = null;
        var (other, _) = _bed.Respond();
        talk.Get(other, One).Variables[0].Value.ShouldBe(SnmpValue.Integer(-5));
        talk.Get(other, One);
        _bed.Observer.Refusals.Count(static r => r.Reason == SnmpRefusal.UnknownEngine).ShouldBe(2);
    }

    [Fact]
    public void A_clock_that_went_another_way_is_followed()
    {
        var agentTime = new ManualTime();
        _bed.Options = _bed.Options with { Time = agentTime };
        var (responder, _) = _bed.Respond();
        using var talk = new ClientTalk(AgentBed.Operator, _time);
        talk.Get(responder, One);
        agentTime.Advance(TimeSpan.FromHours(1));
        talk.Get(responder, One).First.ShouldBe(0);
        _bed.Observer.Refusals.Last().Reason.ShouldBe(SnmpRefusal.NotInTimeWindow);
        _time.Advance(TimeSpan.FromMinutes(10));
        agentTime.Advance(TimeSpan.FromMinutes(10));
        talk.Get(responder, One).First.ShouldBe(0);
        _bed.Observer.Refusals.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Wrong_keys_and_unknown_users_are_told()
    {
        await using var agent = _bed.Start();
        foreach (var (user, told) in ((SnmpUser, string)[])
                 [
                     (AgentBed.Operator with { Name = "nobody" }, "usmStatsUnknownUserNames"),
                     (AgentBed.Operator with { AuthenticationPassword = "maplesirup" }, "usmStatsWrongDigests"),
                     (AgentBed.Operator with { PrivacyPassword = "maplesirup" }, "usmStatsDecryptionErrors"),
                     (AgentBed.Operator with { Name = "reader", Authentication = SnmpAuthentication.Sha1 }, "usmStatsUnsupportedSecLevels"),
                 ])
        {
            using var client = AgentBed.Client(agent, SnmpVersion.V3, user: user);
            var e = await Should.ThrowAsync<SnmpException>(() => client.GetAsync(One).InTimeAsync());
            (e.Fault, e.Message).ShouldBe((SnmpFault.Security, $"{agent.Endpoints[0]} refuses user {user.Name}: {told}"));
        }
    }

    [Fact]
    public async Task Another_context_is_told()
    {
        await using var agent = _bed.Start();
        using var client = new SnmpClient(new SnmpClientOptions { Endpoint = agent.Endpoints[0], Version = SnmpVersion.V3, User = AgentBed.Operator, ContextName = "other", Timeout = Patience.Limit });
        (await Should.ThrowAsync<SnmpException>(() => client.GetAsync(One).InTimeAsync())).Message.ShouldContain("1.3.6.1.6.3.12.1.5.0");
    }

    [Fact]
    public void An_answer_that_is_less_protected_than_the_request_changed_or_old_is_passed_over()
    {
        var (responder, core) = _bed.Respond();
        using var talk = new ClientTalk(AgentBed.Operator, _time);
        talk.Get(responder, One);
        var fake = new RawUser(AgentBed.Operator, core.Engine.Id);
        var request = talk.Request(One);
        var asked = fake.Read(request).Message.MessageId;
        foreach (var level in (SnmpSecurityLevel[])[SnmpSecurityLevel.NoAuthNoPriv, SnmpSecurityLevel.AuthNoPriv])
            talk.Read(fake.Message(SnmpPduType.Response, [], level, asked)).Answer.ShouldBeNull();

        var right = responder.Answer(request.ToArray(), AgentBed.Loopback).ToArray();
        for (var bit = 0; bit < 8 * right.Length; bit++)
        {
            var changed = right.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            talk.Read(changed).Answer.ShouldBeNull($"bit {bit}");
        }

        talk.Read(right.ToArray()).Answer.ShouldNotBeNull();
        talk.Request(One);
        talk.Read(right.ToArray()).Answer.ShouldBeNull("it answers the request before");
    }

    [Fact]
    public void Broken_answers_do_no_harm()
    {
        var random = new Random(3412);
        var some = new RandomVariables(random);
        var (responder, core) = _bed.Respond();
        using var talk = new ClientTalk(AgentBed.Reader, _time);
        talk.Get(responder, One);
        var raw = new RawUser(AgentBed.Reader, core.Engine.Id);
        var refused = 0;
        for (var round = Fuzzing.Rounds(3_000, 50_000); round > 0; round--)
        {
            var request = talk.Request(One);
            UserMessage.TryRead(request, out var asked).ShouldBeTrue();
            raw.MessageId = asked.MessageId;
            var right = responder.Answer(request, AgentBed.Loopback).ToArray();
            try
            {
                talk.Read(some.Spoiled(right));
                talk.Read(raw.Authentic(some.Spoiled(raw.Scoped(some.Pdu()))));
            }
            catch (SnmpException e)
            {
                e.Fault.ShouldBe(SnmpFault.Security);
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(0);
        using var fresh = new ClientTalk(AgentBed.Reader, _time);
        fresh.Get(responder, One).First.ShouldBe(0);
    }
}
