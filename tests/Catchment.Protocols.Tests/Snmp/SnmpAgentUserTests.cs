using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Serving;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>What an agent does with messages of v3 that it must not take. Source: RFC 3414, 3.2.; RFC 3412, 7.2.</summary>
public sealed class SnmpAgentUserTests
{
    private static readonly SnmpVariable[] One = [AgentBed.Name(AgentBed.Base.Append(1, 0))];
    private static readonly SnmpVariable[] Write = [new(AgentBed.Base.Append(1, 0), SnmpValue.Integer(1))];

    private readonly AgentBed _bed = new();
    private readonly ManualTime _time = new();
    private readonly Responder _responder;
    private readonly AgentCore _core;
    private readonly RawUser _operator;

    public SnmpAgentUserTests()
    {
        _bed.Options = _bed.Options with { Time = _time };
        (_responder, _core) = _bed.Respond();
        _operator = new RawUser(AgentBed.Operator, _core.Engine.Id);
    }

    [Fact]
    public void A_message_with_the_right_keys_and_time_is_answered_with_the_same_protection()
    {
        foreach (var level in Enum.GetValues<SnmpSecurityLevel>())
        {
            var (came, message, pdu) = _operator.Read(Send(_operator.Message(SnmpPduType.Get, One, level)));
            came.ShouldBe(level);
            (message.MessageId, pdu.RequestId, pdu.Type).ShouldBe((815, 815, SnmpPduType.Response));
            pdu.First.ShouldBe(level == SnmpSecurityLevel.AuthPriv ? 0 : (int)SnmpErrorStatus.AuthorizationError);
        }
    }

    [Fact]
    public void An_engine_is_found_out_with_an_empty_identity()
    {
        _operator.EngineId = [];
        _operator.Name = string.Empty;
        var (level, message, pdu) = _operator.Read(Send(_operator.Message(SnmpPduType.Get, [], SnmpSecurityLevel.NoAuthNoPriv)));
        level.ShouldBe(SnmpSecurityLevel.NoAuthNoPriv);
        (message.EngineBoots, message.EngineTime).ShouldBe((1, 0));
        Told(pdu).ShouldBe("1.3.6.1.6.3.15.1.1.4.0 = 1");
    }

    [Fact]
    public void An_unknown_user_is_reported_and_counted()
    {
        _operator.Name = "nobody";
        Refused(_operator.Message(SnmpPduType.Get, One), SnmpRefusal.UnknownUser, "1.3.6.1.6.3.15.1.1.3.0 = 1");
    }

    [Fact]
    public void A_protection_that_the_user_has_not_is_reported_and_counted()
    {
        _operator.Name = "reader";
        Refused(_operator.Message(SnmpPduType.Get, One), SnmpRefusal.UnsupportedSecurityLevel, "1.3.6.1.6.3.15.1.1.1.0 = 1");
        _operator.Name = "guest";
        Refused(_operator.Message(SnmpPduType.Get, One, SnmpSecurityLevel.AuthNoPriv), SnmpRefusal.UnsupportedSecurityLevel, "1.3.6.1.6.3.15.1.1.1.0 = 2");
    }

    [Fact]
    public void A_wrong_key_is_reported_and_counted()
    {
        var wrong = new RawUser(AgentBed.Operator with { AuthenticationPassword = "maplesirup" }, _core.Engine.Id);
        Refused(wrong.Message(SnmpPduType.Set, Write), SnmpRefusal.WrongDigest, "1.3.6.1.6.3.15.1.1.5.0 = 1");
        _bed.Integer.Written.ShouldBeEmpty();
    }

    [Fact]
    public void Every_changed_bit_of_a_signed_message_is_noticed()
    {
        var valid = _operator.Message(SnmpPduType.Set, Write);
        for (var bit = 0; bit < 8 * valid.Length; bit++)
        {
            var changed = valid.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            _responder.Answer(changed, AgentBed.Loopback);
        }

        _bed.Integer.Written.ShouldBeEmpty();
        Send(valid);
        _bed.Integer.Written.Count.ShouldBe(1);
    }

    [Fact]
    public void A_wrong_key_for_the_encryption_is_reported_and_counted()
    {
        var wrong = new RawUser(AgentBed.Operator with { PrivacyPassword = "mapletreesirup" }, _core.Engine.Id);
        Refused(wrong.Message(SnmpPduType.Set, Write), SnmpRefusal.DecryptionError, "1.3.6.1.6.3.15.1.1.6.0 = 1");
        _bed.Integer.Written.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(2, 1_000)]
    [InlineData(1, 849)]
    [InlineData(1, 1_151)]
    [InlineData(int.MaxValue, 1_000)]
    public void A_message_out_of_the_time_window_is_reported_and_counted_signed(int boots, int time)
    {
        _time.Advance(TimeSpan.FromSeconds(1_000));
        (_operator.Boots, _operator.Time) = (boots, time);
        var (level, message, pdu) = _operator.Read(Send(_operator.Message(SnmpPduType.Set, Write)));
        level.ShouldBe(SnmpSecurityLevel.AuthNoPriv);
        (message.EngineBoots, message.EngineTime).ShouldBe((1, 1_000));
        Told(pdu).ShouldBe("1.3.6.1.6.3.15.1.1.2.0 = 1");
        _bed.Observer.Refusals.ShouldHaveSingleItem().Reason.ShouldBe(SnmpRefusal.NotInTimeWindow);
        _bed.Integer.Written.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(850)]
    [InlineData(1_150)]
    public void A_message_at_the_edge_of_the_time_window_is_taken(int time)
    {
        _time.Advance(TimeSpan.FromSeconds(1_000));
        _operator.Time = time;
        _operator.Read(Send(_operator.Message(SnmpPduType.Set, Write))).Pdu.First.ShouldBe(0);
    }

    [Fact]
    public void A_write_that_comes_again_is_refused_at_once_and_for_ever()
    {
        var message = _operator.Message(SnmpPduType.Set, Write);
        _operator.Read(Send(message)).Pdu.First.ShouldBe(0);
        for (var count = 1u; count <= 5; count++)
        {
            var (level, _, pdu) = _operator.Read(Send(message));
            level.ShouldBe(count <= 2 ? SnmpSecurityLevel.AuthPriv : SnmpSecurityLevel.AuthNoPriv);
            Told(pdu).ShouldBe($"1.3.6.1.6.3.15.1.1.2.0 = {count}");
            _time.Advance(TimeSpan.FromSeconds(75));
            if (count == 2)
                _time.Advance(TimeSpan.FromSeconds(1));
        }

        _bed.Observer.Refusals.Count(static r => r.Reason == SnmpRefusal.Replayed).ShouldBe(2);
        _bed.Integer.Written.Count.ShouldBe(1);
        _operator.Time = _core.Engine.Time;
        _operator.Read(Send(_operator.Message(SnmpPduType.Set, Write))).Pdu.First.ShouldBe(0);
        _bed.Integer.Written.Count.ShouldBe(2);
    }

    [Fact]
    public void A_message_of_the_time_before_a_restart_is_refused()
    {
        var message = _operator.Message(SnmpPduType.Set, Write);
        var (restarted, core) = _bed.Respond();
        core.Engine.Boots.ShouldBe(2);
        core.Engine.Id.ShouldBe(_core.Engine.Id);
        Told(_operator.Read(restarted.Answer(message.ToArray(), AgentBed.Loopback)).Pdu).ShouldBe("1.3.6.1.6.3.15.1.1.2.0 = 1");
        _bed.Integer.Written.ShouldBeEmpty();
    }

    [Fact]
    public void After_the_last_boots_nothing_signed_is_taken()
    {
        _bed.Store.State = new SnmpEngineState(_core.Engine.Id, int.MaxValue - 1);
        var (last, core) = _bed.Respond();
        core.Engine.Boots.ShouldBe(int.MaxValue);
        _operator.Boots = int.MaxValue;
        Told(_operator.Read(last.Answer(_operator.Message(SnmpPduType.Get, One), AgentBed.Loopback)).Pdu).ShouldBe("1.3.6.1.6.3.15.1.1.2.0 = 1");
        _bed.Respond().Core.Engine.Boots.ShouldBe(int.MaxValue);
    }

    [Fact]
    public void A_message_whose_sender_wants_no_report_gets_none_and_is_counted()
    {
        _operator.Reportable = false;
        _operator.Boots = 7;
        Send(_operator.Message(SnmpPduType.Get, One)).Length.ShouldBe(0);
        _core.Counters[AgentCounter.NotInTimeWindows].ShouldBe(1u);
    }

    [Fact]
    public void Encryption_without_a_signature_and_other_security_models_get_no_answer()
    {
        var message = _operator.Message(SnmpPduType.Get, One);
        var flags = message.AsSpan().IndexOf((byte[])[4, 1, 7, 2, 1, 3]);
        message[flags + 2] = UserMessage.PrivFlag | UserMessage.ReportableFlag;
        Send(message).Length.ShouldBe(0);
        message[flags + 2] = 7;
        message[flags + 5] = 4;
        Send(message).Length.ShouldBe(0);
        _bed.Observer.Refusals.Select(static r => r.Reason).ShouldBe([SnmpRefusal.InvalidMessage, SnmpRefusal.SecurityModel]);
        (_core.Counters[AgentCounter.InvalidMsgs], _core.Counters[AgentCounter.UnknownSecurityModels]).ShouldBe((1u, 1u));
    }

    [Fact]
    public void Another_context_is_reported_and_counted()
    {
        _operator.ContextName = "other";
        Told(_operator.Read(Send(_operator.Message(SnmpPduType.Get, One))).Pdu).ShouldBe("1.3.6.1.6.3.12.1.5.0 = 1");
        _operator.ContextEngineId = [1, 2, 3, 4, 5];
        Told(_operator.Read(Send(_operator.Message(SnmpPduType.Get, One))).Pdu).ShouldBe("1.3.6.1.6.3.11.2.1.3.0 = 1");
    }

    [Fact]
    public void An_answer_is_no_longer_than_the_sender_takes()
    {
        _bed.Table.Change([], [.. Enumerable.Range(0, 200).Select(i => new SnmpObjectRow(AgentBed.Base.Append(8, (uint)i), new Cell(SnmpValue.OctetString("twenty bytes or more"))))]);
        _operator.MaxSize = 600;
        var answer = Send(_operator.Message(SnmpPduType.GetBulk, [AgentBed.Name(AgentBed.Base.Append(8))], second: 100));
        answer.Length.ShouldBeInRange(500, 600);
        _operator.Read(answer).Pdu.First.ShouldBe(0);
        _bed.Text.Become(SnmpValue.OctetString(new byte[590]));
        var (_, _, pdu) = _operator.Read(Send(_operator.Message(SnmpPduType.Get, [AgentBed.Name(AgentBed.Base.Append(2, 0))])));
        (pdu.First, pdu.Variables.Count).ShouldBe(((int)SnmpErrorStatus.TooBig, 0));
    }

    [Fact]
    public void A_user_that_must_protect_itself_is_denied_without_and_one_that_need_not_is_served()
    {
        _bed.Options = _bed.Options with { Users = [new SnmpAgentUser { User = AgentBed.Operator, MinimumLevel = SnmpSecurityLevel.AuthNoPriv }] };
        var (responder, core) = _bed.Respond();
        _operator.Boots = core.Engine.Boots;
        _operator.Read(responder.Answer(_operator.Message(SnmpPduType.Get, One, SnmpSecurityLevel.AuthNoPriv), AgentBed.Loopback)).Pdu.First.ShouldBe(0);
        _operator.Read(responder.Answer(_operator.Message(SnmpPduType.Get, One, SnmpSecurityLevel.NoAuthNoPriv), AgentBed.Loopback)).Pdu.First.ShouldBe((int)SnmpErrorStatus.AuthorizationError);
    }

    [Fact]
    public void An_agent_has_no_users_with_Des()
    {
        _bed.Options = _bed.Options with { Users = [new SnmpAgentUser { User = AgentBed.Operator with { Privacy = SnmpPrivacy.Des } }] };
        Should.Throw<SnmpException>(() => _bed.Respond()).Fault.ShouldBe(SnmpFault.Invalid);
    }

    private ReadOnlyMemory<byte> Send(byte[] message) => _responder.Answer(message.ToArray(), AgentBed.Loopback);

    private void Refused(byte[] message, SnmpRefusal reason, string told)
    {
        var (level, _, pdu) = _operator.Read(Send(message));
        level.ShouldBe(SnmpSecurityLevel.NoAuthNoPriv);
        Told(pdu).ShouldBe(told);
        _bed.Observer.Refusals.Last().Reason.ShouldBe(reason);
    }

    private static string Told(SnmpPdu report)
    {
        report.Type.ShouldBe(SnmpPduType.Report);
        report.Variables.ShouldHaveSingleItem().Value.Type.ShouldBe(SnmpType.Counter32);
        return report.Variables[0].ToString();
    }
}
