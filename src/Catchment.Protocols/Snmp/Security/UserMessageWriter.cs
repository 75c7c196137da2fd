using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Security;

/// <summary>Writes messages of v3. Source: RFC 3414, 3.1.</summary>
internal static class UserMessageWriter
{
    /// <summary>Writes one; what does not fit is told by the writer's overflow.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="head">The message's parts before its data.</param>
    /// <param name="keys">The user's keys; null when it is neither signed nor encrypted.</param>
    /// <param name="contextEngineId">The engine that the PDU is about.</param>
    /// <param name="contextName">The context that the PDU is about.</param>
    /// <param name="pdu">The PDU.</param>
    internal static void Write(BerWriter writer, in UserMessageHead head, LocalKeys? keys, ReadOnlySpan<byte> contextEngineId, ReadOnlySpan<byte> contextName, SnmpPdu pdu)
    {
        var end = writer.Start;
        Span<byte> salt = stackalloc byte[UsmCipher.SaltLength];
        ScopedPdu.Write(writer, contextEngineId, contextName, pdu);
        if (writer.Overflow)
            return;
        var encrypts = head.Level == SnmpSecurityLevel.AuthPriv;
        if (encrypts)
        {
            var cipher = keys!.Cipher!.Encrypt(writer.Written.Span[..(end - writer.Start)], head.EngineBoots, head.EngineTime, salt);
            writer.Rewind(end);
            writer.Bytes(BerTag.OctetString, cipher);
        }

        Span<byte> zeros = stackalloc byte[UsmDigest.MostLength];
        zeros.Clear();
        var signature = head.Level == SnmpSecurityLevel.NoAuthNoPriv ? 0 : UsmDigest.SignatureLength(keys!.User.Authentication);
        var security = writer.Start;
        writer.Bytes(BerTag.OctetString, encrypts ? salt : []);
        var signatureEnd = writer.Start;
        writer.Bytes(BerTag.OctetString, zeros[..signature]);
        writer.Bytes(BerTag.OctetString, head.UserName);
        writer.Integer(head.EngineTime);
        writer.Integer(head.EngineBoots);
        writer.Bytes(BerTag.OctetString, head.EngineId);
        writer.Wrap(BerTag.Sequence, security);
        writer.Wrap(BerTag.OctetString, security);

        var data = writer.Start;
        writer.Integer(UserMessage.SecurityModel);
        writer.Bytes(BerTag.OctetString, [Flags(head)]);
        writer.Integer(head.MaxSize);
        writer.Integer(head.MessageId);
        writer.Wrap(BerTag.Sequence, data);
        writer.Integer(UserMessage.Version);
        writer.Wrap(BerTag.Sequence, end);
        if (signature > 0 && !writer.Overflow)
        {
            var at = signatureEnd - signature - writer.Start;
            keys!.Sign(writer.Buffer.AsSpan(writer.Start, end - writer.Start), at..(at + signature));
        }
    }

    private static byte Flags(in UserMessageHead head)
    {
        var flags = head.Reportable ? UserMessage.ReportableFlag : (byte)0;
        if (head.Level >= SnmpSecurityLevel.AuthNoPriv)
            flags |= UserMessage.AuthFlag;
        if (head.Level == SnmpSecurityLevel.AuthPriv)
            flags |= UserMessage.PrivFlag;
        return flags;
    }
}
