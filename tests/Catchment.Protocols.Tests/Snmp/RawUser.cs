using System.Text;
using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Security;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>Writes and reads messages of v3 byte by byte, with any engine, time and keys.</summary>
internal sealed class RawUser(SnmpUser user, byte[] engineId)
{
    private readonly LocalKeys? _keys = new UserKeys(user).At(engineId);

    public int Boots { get; set; } = 1;

    public int Time { get; set; }

    public int MessageId { get; set; } = 815;

    public int MaxSize { get; set; } = 65_507;

    public byte[] EngineId { get; set; } = engineId;

    public byte[]? ContextEngineId { get; set; }

    public string ContextName { get; set; } = string.Empty;

    public string Name { get; set; } = user.Name;

    public bool Reportable { get; set; } = true;

    public byte[] Message(SnmpPduType type, IReadOnlyList<SnmpVariable> variables, SnmpSecurityLevel? level = null, int? id = null, int second = 0)
    {
        var writer = new BerWriter(new byte[70_000]);
        var head = new UserMessageHead
        {
            MessageId = id ?? MessageId,
            MaxSize = MaxSize,
            Level = level ?? user.Level,
            Reportable = Reportable,
            EngineId = EngineId,
            EngineBoots = Boots,
            EngineTime = Time,
            UserName = Encoding.UTF8.GetBytes(Name),
        };
        var pdu = new SnmpPdu { Type = type, RequestId = id ?? MessageId, Second = second, Variables = variables };
        UserMessageWriter.Write(writer, head, _keys, ContextEngineId ?? EngineId, Encoding.UTF8.GetBytes(ContextName), pdu);
        return writer.Written.ToArray();
    }

    /// <summary>A message whose encrypted or plain scoped PDU is these bytes, rightly signed.</summary>
    public byte[] Authentic(byte[] scoped)
    {
        var plain = Message(SnmpPduType.Get, []);
        UserMessage.TryRead(plain, out var read).ShouldBeTrue();
        var salt = new byte[UsmCipher.SaltLength];
        var data = _keys!.Cipher?.Encrypt(scoped, Boots, Time, salt) ?? scoped;
        var writer = new BerWriter(new byte[70_000]);
        var end = writer.Start;
        if (_keys.Cipher is null)
            writer.Raw(data);
        else
            writer.Bytes(BerTag.OctetString, data);
        var security = writer.Start;
        writer.Bytes(BerTag.OctetString, _keys.Cipher is null ? [] : salt);
        var signed = writer.Start;
        var length = UsmDigest.SignatureLength(user.Authentication);
        writer.Bytes(BerTag.OctetString, new byte[length]);
        writer.Bytes(BerTag.OctetString, Encoding.UTF8.GetBytes(Name));
        writer.Integer(Time);
        writer.Integer(Boots);
        writer.Bytes(BerTag.OctetString, EngineId);
        writer.Wrap(BerTag.Sequence, security);
        writer.Wrap(BerTag.OctetString, security);
        var header = writer.Start;
        writer.Integer(UserMessage.SecurityModel);
        writer.Bytes(BerTag.OctetString, [read.Flags]);
        writer.Integer(MaxSize);
        writer.Integer(MessageId);
        writer.Wrap(BerTag.Sequence, header);
        writer.Integer(UserMessage.Version);
        writer.Wrap(BerTag.Sequence, end);
        var at = signed - length - writer.Start;
        var message = writer.Written.ToArray();
        _keys.Sign(message, at..(at + length));
        return message;
    }

    /// <summary>What an answer says, after a check of its signature.</summary>
    public (SnmpSecurityLevel Level, UserMessage Message, SnmpPdu Pdu) Read(ReadOnlyMemory<byte> answer)
    {
        var bytes = answer.ToArray();
        UserMessage.TryRead(bytes, out var read).ShouldBeTrue("no answer");
        if (read.Authenticated)
            _keys!.Verify(bytes, read.Signature).ShouldBeTrue();
        var data = read.Encrypted ? _keys!.Cipher!.Decrypt(bytes.AsSpan(read.Data), read.EngineBoots, read.EngineTime, bytes.AsSpan(read.Salt))! : bytes[read.Data];
        ScopedPdu.TryRead(data, out _, out _, out var reader).ShouldBeTrue();
        SnmpPdu.TryRead(ref reader, int.MaxValue, out var pdu).ShouldBeTrue();
        return (read.Encrypted ? SnmpSecurityLevel.AuthPriv : read.Authenticated ? SnmpSecurityLevel.AuthNoPriv : SnmpSecurityLevel.NoAuthNoPriv, read, pdu);
    }

    /// <summary>The scoped PDU of a request, in the clear.</summary>
    public byte[] Scoped(SnmpPdu pdu)
    {
        var writer = new BerWriter(new byte[70_000]);
        ScopedPdu.Write(writer, ContextEngineId ?? EngineId, Encoding.UTF8.GetBytes(ContextName), pdu);
        return writer.Written.ToArray();
    }
}
