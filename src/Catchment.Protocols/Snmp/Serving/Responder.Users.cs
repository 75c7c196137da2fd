using System.Net;
using Catchment.Protocols.Snmp.Security;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Serving;

/// <summary>The messages of v3. Source: RFC 3412, 7.2.; RFC 3414, 3.2.</summary>
internal sealed partial class Responder
{
    /// <summary>What is around a PDU in v3 beside the identities and names: tags, lengths, numbers, the last block of a cipher.</summary>
    private const int UserOverhead = 96;

    private bool AnswerUser(Span<byte> message, IPEndPoint peer)
    {
        if (!UserMessage.TryReadHeader(message, out var header))
            return Refuse(peer, SnmpRefusal.Malformed);
        if (header.Encrypted && !header.Authenticated)
            return Refuse(peer, SnmpRefusal.InvalidMessage);
        if (header.Model != UserMessage.SecurityModel)
            return Refuse(peer, SnmpRefusal.SecurityModel);
        if (!UserMessage.TryRead(message, out var read))
            return Refuse(peer, SnmpRefusal.Malformed);
        if (!message[read.EngineId].SequenceEqual(_core.Engine.Id))
            return Report(message, read, peer, SnmpRefusal.UnknownEngine, user: null);
        if (_core.User(message[read.UserName]) is not { } user)
            return Report(message, read, peer, SnmpRefusal.UnknownUser, user: null);
        var level = Level(read);
        if (level > user.Settings.User.Level)
            return Report(message, read, peer, SnmpRefusal.UnsupportedSecurityLevel, user: null);

        Span<byte> signature = stackalloc byte[UsmDigest.MostLength];
        if (read.Authenticated)
        {
            message[read.Signature].CopyTo(signature);
            if (!user.Local!.Verify(message, read.Signature))
                return Report(message, read, peer, SnmpRefusal.WrongDigest, user: null);
            if (!_core.Engine.IsInTimeWindow(read.EngineBoots, read.EngineTime))
                return Report(message, read, peer, SnmpRefusal.NotInTimeWindow, user);
        }

        ReadOnlySpan<byte> data = message[read.Data];
        if (read.Encrypted)
        {
            if (user.Local!.Cipher!.Decrypt(data, read.EngineBoots, read.EngineTime, message[read.Salt]) is not { } plain)
                return Report(message, read, peer, SnmpRefusal.DecryptionError, user: null);
            data = plain;
        }

        // A wrong key decrypts to noise.
        if (!ScopedPdu.TryRead(data, out var contextEngine, out var contextName, out var reader))
            return read.Encrypted ? Report(message, read, peer, SnmpRefusal.DecryptionError, user: null) : Refuse(peer, SnmpRefusal.Malformed);
        if (!IsServed(reader.Tag, SnmpVersion.V3))
            return Refuse(peer, SnmpRefusal.Operation);
        if (!SnmpPdu.TryRead(ref reader, _options.MaxVariables, out var request) || !reader.AtEnd)
            return Refuse(peer, SnmpRefusal.Malformed);
        if (!contextEngine.SequenceEqual(_core.Engine.Id))
            return Report(message, read, peer, SnmpRefusal.UnknownContext, user, AgentCounter.UnknownPduHandlers, request.RequestId);
        if (!contextName.IsEmpty)
            return Report(message, read, peer, SnmpRefusal.UnknownContext, user, AgentCounter.UnknownContexts, request.RequestId);
        if (request.Type == SnmpPduType.Set && read.Authenticated && !_core.SeenSets.TryAdd(signature, _core.Engine.Time))
            return Report(message, read, peer, SnmpRefusal.Replayed, user, AgentCounter.NotInTimeWindows, request.RequestId);
        return AnswerUser(read, user, level, request, peer);
    }

    private bool AnswerUser(in UserMessage read, ServedUser user, SnmpSecurityLevel level, SnmpPdu request, IPEndPoint peer)
    {
        var most = Math.Min(_options.MaxMessageBytes, read.MaxSize);
        var room = most - UserOverhead - (2 * _core.Engine.Id.Length) - user.Name.Length - UsmDigest.SignatureLength(user.Settings.User.Authentication);
        var answer = Process(request, user.RightsAt(level), SnmpVersion.V3, room, out var status);
        Write(answer, read, user, level, most);
        if (_writer.Overflow)
        {
            status = SnmpErrorStatus.TooBig;
            answer = RequestProcessor.TooBig(request, SnmpVersion.V3);
            Write(answer, read, user, level, most);
        }

        return !_writer.Overflow ? Done(request, answer, status, SnmpVersion.V3, peer) : Refuse(peer, SnmpRefusal.NoRoom);
    }

    /// <summary>Refuses a message, and says so if its sender wants to know.</summary>
    /// <param name="message">The message.</param>
    /// <param name="read">Its parts.</param>
    /// <param name="peer">Who sent it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="user">Who has proved to have sent it, and gets a signed report; null: nobody.</param>
    /// <param name="counter">What is counted and told; null: what belongs to the reason.</param>
    /// <param name="requestId">The request's number, if it could be read.</param>
    private bool Report(ReadOnlySpan<byte> message, in UserMessage read, IPEndPoint peer, SnmpRefusal reason, ServedUser? user, AgentCounter? counter = null, int requestId = 0)
    {
        var counted = counter ?? AgentCounters.Of(reason);
        _core.Counters.Count(counted);
        _options.Observer?.Refused(peer, reason);
        if (!read.Reportable)
            return false;

        var level = user is null ? SnmpSecurityLevel.NoAuthNoPriv
            : reason == SnmpRefusal.NotInTimeWindow ? SnmpSecurityLevel.AuthNoPriv
            : Level(read);
        var report = new SnmpPdu
        {
            Type = SnmpPduType.Report,
            RequestId = requestId != 0 || read.Encrypted ? requestId : PlainRequestId(message[read.Data]),
            Variables = [new SnmpVariable(AgentCounters.Name(counted), SnmpValue.Counter32(_core.Counters[counted]))],
        };
        Write(report, read, level, user?.Local, message[read.UserName], Math.Min(_options.MaxMessageBytes, read.MaxSize));
        return !_writer.Overflow;
    }

    private int PlainRequestId(ReadOnlySpan<byte> data) =>
        ScopedPdu.TryRead(data, out _, out _, out var reader) && SnmpPdu.TryRead(ref reader, _options.MaxVariables, out var request) ? request.RequestId : 0;

    private void Write(SnmpPdu answer, in UserMessage read, ServedUser user, SnmpSecurityLevel level, int most) =>
        Write(answer, read, level, user.Local, user.Name, most);

    private void Write(SnmpPdu answer, in UserMessage read, SnmpSecurityLevel level, LocalKeys? keys, ReadOnlySpan<byte> userName, int most)
    {
        var head = new UserMessageHead
        {
            MessageId = read.MessageId,
            MaxSize = _options.MaxMessageBytes,
            Level = level,
            Reportable = false,
            EngineId = _core.Engine.Id,
            EngineBoots = _core.Engine.Boots,
            EngineTime = _core.Engine.Time,
            UserName = userName,
        };
        _writer.Reset(most);
        UserMessageWriter.Write(_writer, head, keys, _core.Engine.Id, [], answer);
    }

    private static SnmpSecurityLevel Level(in UserMessage read) =>
        read.Encrypted ? SnmpSecurityLevel.AuthPriv : read.Authenticated ? SnmpSecurityLevel.AuthNoPriv : SnmpSecurityLevel.NoAuthNoPriv;
}
