using System.Net;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Serving;

/// <summary>Answers messages, one at a time. Source: RFC 1157, 4.1.; RFC 3412, 7.2.</summary>
internal sealed partial class Responder
{
    private readonly AgentCore _core;
    private readonly SnmpAgentOptions _options;
    private readonly RequestProcessor _processor;
    private readonly BerWriter _writer;

    internal Responder(AgentCore core)
    {
        _core = core;
        _options = core.Options;
        _processor = new RequestProcessor(core.Objects, _options, core.SetGate);
        _writer = new BerWriter(new byte[_options.MaxMessageBytes]);
    }

    /// <summary>Answers a message.</summary>
    /// <param name="message">The message, which may be written over.</param>
    /// <param name="peer">Who sent it.</param>
    /// <returns>The answer, good until the next message; empty: none.</returns>
    internal ReadOnlyMemory<byte> Answer(Span<byte> message, IPEndPoint peer)
    {
        _core.Counters.Count(AgentCounter.InPkts);
        var answered = !CommunityMessage.TryVersion(message, out var version) ? Refuse(peer, SnmpRefusal.Malformed)
            : version == (int)SnmpVersion.V2c && _core.ServesCommunities ? AnswerCommunity(message, peer, SnmpVersion.V2c)
            : version == (int)SnmpVersion.V1 && _core.ServesCommunities && _options.AllowV1 ? AnswerCommunity(message, peer, SnmpVersion.V1)
            : version == (int)SnmpVersion.V3 && _core.ServesUsers ? AnswerUser(message, peer)
            : Refuse(peer, SnmpRefusal.Version);
        if (!answered)
            return default;
        _core.Counters.Count(AgentCounter.OutPkts);
        return _writer.Written;
    }

    private bool AnswerCommunity(ReadOnlySpan<byte> message, IPEndPoint peer, SnmpVersion version)
    {
        if (!CommunityMessage.TryRead(message, out var community, out var reader))
            return Refuse(peer, SnmpRefusal.Malformed);
        if (_core.Community(community, peer.Address, out var named) is not { } rights)
            return Refuse(peer, named ? SnmpRefusal.Source : SnmpRefusal.Community);
        if (!IsServed(reader.Tag, version))
            return Refuse(peer, SnmpRefusal.Operation);
        if (!SnmpPdu.TryRead(ref reader, _options.MaxVariables, out var request) || !reader.AtEnd)
            return Refuse(peer, SnmpRefusal.Malformed);
        if (request.Type == SnmpPduType.Set && rights.Write is null)
            _core.Counters.Count(AgentCounter.InBadCommunityUses);

        // What is around the PDU: the message's tag and length, the version, the community.
        var room = _options.MaxMessageBytes - (5 + 3 + 3 + community.Length);
        var answer = Process(request, rights, version, room, out var status);
        Write(answer, version, community);
        if (_writer.Overflow)
        {
            status = SnmpErrorStatus.TooBig;
            answer = RequestProcessor.TooBig(request, version);
            Write(answer, version, community);
        }

        return !_writer.Overflow ? Done(request, answer, status, version, peer) : Refuse(peer, SnmpRefusal.NoRoom);
    }

    private static bool IsServed(byte tag, SnmpVersion version) =>
        tag is (byte)SnmpPduType.Get or (byte)SnmpPduType.GetNext or (byte)SnmpPduType.Set || (tag == (byte)SnmpPduType.GetBulk && version != SnmpVersion.V1);

    private void Write(SnmpPdu answer, SnmpVersion version, ReadOnlySpan<byte> community)
    {
        _writer.Reset(_options.MaxMessageBytes);
        CommunityMessage.Write(_writer, version, community, answer);
    }

    private SnmpPdu Process(SnmpPdu request, AccessRights rights, SnmpVersion version, int room, out SnmpErrorStatus status)
    {
        _core.Counters.Count(request.Type switch
        {
            SnmpPduType.Get => AgentCounter.InGetRequests,
            SnmpPduType.Set => AgentCounter.InSetRequests,
            _ => AgentCounter.InGetNexts,
        });
        return _processor.Process(request, rights, version, room, out status);
    }

    private bool Done(SnmpPdu request, SnmpPdu answer, SnmpErrorStatus status, SnmpVersion version, IPEndPoint peer)
    {
        _core.Counters.Count(AgentCounter.OutGetResponses);
        if (status == SnmpErrorStatus.NoError)
            _core.Counters.Count(request.Type == SnmpPduType.Set ? AgentCounter.InTotalSetVars : AgentCounter.InTotalReqVars, answer.Variables.Count);
        AgentCounter? error = (SnmpErrorStatus)answer.First switch
        {
            SnmpErrorStatus.TooBig => AgentCounter.OutTooBigs,
            SnmpErrorStatus.NoSuchName => AgentCounter.OutNoSuchNames,
            SnmpErrorStatus.BadValue => AgentCounter.OutBadValues,
            SnmpErrorStatus.GenErr => AgentCounter.OutGenErrs,
            _ => null,
        };
        if (error is { } counter)
            _core.Counters.Count(counter);
        _options.Observer?.Answered(peer, version, request.Type, answer.Variables.Count, status);
        return true;
    }

    /// <summary>Counts a message that is not taken.</summary>
    /// <returns>False: there is no answer.</returns>
    private bool Refuse(IPEndPoint peer, SnmpRefusal reason)
    {
        _core.Counters.Count(AgentCounters.Of(reason));
        _options.Observer?.Refused(peer, reason);
        return false;
    }
}
