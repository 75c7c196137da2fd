using System.Runtime.InteropServices;

namespace Catchment.Protocols.Snmp.Wire;

/// <summary>Where the parts of a v3 message of the user-based security model lie. Source: RFC 3412, 6.; RFC 3414, 2.4.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct UserMessage
{
    internal const int Version = 3;
    internal const int SecurityModel = 3;
    internal const byte AuthFlag = 1;
    internal const byte PrivFlag = 2;
    internal const byte ReportableFlag = 4;

    /// <summary>The least that an engine must take. Source: RFC 3412, 6.2.</summary>
    internal const int LeastMaxSize = 484;

    private const int MostEngineId = 32;
    private const int MostUserName = 32;
    private const int MostSignature = 48;
    private const int MostSalt = 8;

    internal int MessageId { get; private init; }

    /// <summary>The longest message that the sender takes.</summary>
    internal int MaxSize { get; private init; }

    internal byte Flags { get; private init; }

    internal int Model { get; private init; }

    internal Range EngineId { get; private init; }

    internal int EngineBoots { get; private init; }

    internal int EngineTime { get; private init; }

    internal Range UserName { get; private init; }

    internal Range Signature { get; private init; }

    internal Range Salt { get; private init; }

    /// <summary>The scoped PDU as it is, or its ciphertext.</summary>
    internal Range Data { get; private init; }

    internal bool Authenticated => (Flags & AuthFlag) != 0;

    internal bool Encrypted => (Flags & PrivFlag) != 0;

    internal bool Reportable => (Flags & ReportableFlag) != 0;

    /// <summary>Reads what is common to the messages of all security models.</summary>
    internal static bool TryReadHeader(ReadOnlySpan<byte> message, out UserMessage header) => TryHeader(message, out header, out _);

    /// <summary>Reads a message of the user-based security model.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> message, out UserMessage read)
    {
        if (!TryHeader(message, out read, out var outer)
            || !outer.TryEnter(BerTag.OctetString, out var parameters) || !parameters.TryEnter(BerTag.Sequence, out var security) || !parameters.AtEnd
            || !security.TryBytes(BerTag.OctetString, out var engine, out var engineAt) || engine.Length > MostEngineId
            || !security.TryInteger(out var boots) || boots < 0
            || !security.TryInteger(out var time) || time < 0
            || !security.TryBytes(BerTag.OctetString, out var user, out var userAt) || user.Length > MostUserName
            || !security.TryBytes(BerTag.OctetString, out var signature, out var signatureAt) || signature.Length > MostSignature
            || !security.TryBytes(BerTag.OctetString, out var salt, out var saltAt) || salt.Length > MostSalt || !security.AtEnd)
        {
            return false;
        }

        var dataAt = outer.Position;
        var dataEnd = message.Length;
        if (read.Encrypted)
        {
            if (!outer.TryBytes(BerTag.OctetString, out var data, out dataAt))
                return false;
            dataEnd = dataAt + data.Length;
        }
        else if (!outer.TryBytes(BerTag.Sequence, out _))
        {
            return false;
        }

        if (!outer.AtEnd)
            return false;
        read = read with
        {
            EngineId = engineAt..(engineAt + engine.Length),
            EngineBoots = boots,
            EngineTime = time,
            UserName = userAt..(userAt + user.Length),
            Signature = signatureAt..(signatureAt + signature.Length),
            Salt = saltAt..(saltAt + salt.Length),
            Data = dataAt..dataEnd,
        };
        return true;
    }

    private static bool TryHeader(ReadOnlySpan<byte> message, out UserMessage header, out BerReader rest)
    {
        header = default;
        rest = default;
        var reader = new BerReader(message);
        if (!reader.TryEnter(BerTag.Sequence, out var outer) || !reader.AtEnd || !outer.TryInteger(out var version) || version != Version
            || !outer.TryEnter(BerTag.Sequence, out var data)
            || !data.TryInteger(out var id) || id < 0
            || !data.TryInteger(out var size) || size < LeastMaxSize
            || !data.TryBytes(BerTag.OctetString, out var flags) || flags.Length != 1
            || !data.TryInteger(out var model) || model < 1 || !data.AtEnd)
        {
            return false;
        }

        header = new UserMessage { MessageId = id, MaxSize = size, Flags = flags[0], Model = model };
        rest = outer;
        return true;
    }
}
