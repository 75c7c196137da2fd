using System.Security.Cryptography;
using System.Text;
using Catchment.Protocols.Snmp.Security;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Asking;

/// <summary>v3 with the user-based security model. Source: RFC 3412, 7.; RFC 3414, 3. and 4.</summary>
internal sealed class UserForm : IMessageForm, IDisposable
{
    private static readonly Oid UsmStats = new(1, 3, 6, 1, 6, 3, 15, 1, 1);
    private static readonly string[] UsmStatsNames =
        ["usmStatsUnsupportedSecLevels", "usmStatsNotInTimeWindows", "usmStatsUnknownUserNames", "usmStatsUnknownEngineIDs", "usmStatsWrongDigests", "usmStatsDecryptionErrors"];

    private const uint NotInTimeWindows = 2;
    private const uint UnknownEngineIds = 4;
    private const int LeastEngineId = 5;

    private readonly SnmpClientOptions _options;
    private readonly UserKeys _keys;
    private readonly byte[] _userName;
    private readonly byte[] _contextName;
    private readonly SnmpSecurityLevel _level;
    private readonly RemoteEngine _engine;
    private int _messageId = RandomNumberGenerator.GetInt32(int.MaxValue / 2);
    private int _firstMessageId;

    /// <summary>Prepares the user's keys.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: the user cannot be.</exception>
    internal UserForm(SnmpClientOptions options)
    {
        var user = options.User ?? throw new SnmpException(SnmpFault.Invalid, "v3 needs a user");
        _options = options;
        _level = options.Level ?? user.Level;
        if (_level > user.Level)
            throw new SnmpException(SnmpFault.Invalid, $"user {user.Name} has no keys for {_level}");
        _keys = new UserKeys(user);
        _userName = Encoding.UTF8.GetBytes(user.Name);
        _contextName = Encoding.UTF8.GetBytes(options.ContextName);
        _engine = new RemoteEngine(options.Time);
    }

    public int Overhead => 256 + _userName.Length + _contextName.Length;

    public void Begin() => _firstMessageId = NextId();

    public void Write(BerWriter writer, SnmpPdu request)
    {
        // Answers to an earlier sending of the same request are good, too.
        var id = NextId();
        if (!_engine.IsKnown)
        {
            WriteDiscovery(writer, id, request.RequestId);
            return;
        }

        var head = new UserMessageHead
        {
            MessageId = id,
            MaxSize = _options.MaxPduSize,
            Level = _level,
            Reportable = true,
            EngineId = _engine.Id,
            EngineBoots = _level == SnmpSecurityLevel.NoAuthNoPriv ? 0 : _engine.Boots,
            EngineTime = _level == SnmpSecurityLevel.NoAuthNoPriv ? 0 : _engine.Time,
            UserName = _userName,
        };
        var context = _options.ContextEngineId is { } given ? given.Span : _engine.Id;
        UserMessageWriter.Write(writer, head, _keys.At(_engine.Id), context, _contextName, request);
    }

    public Reading Read(Span<byte> message, SnmpPdu request)
    {
        if (!UserMessage.TryRead(message, out var read) || read.Model != UserMessage.SecurityModel || read.MessageId < _firstMessageId || read.MessageId > _messageId
            || (read.Encrypted && !read.Authenticated))
        {
            return Reading.Nothing;
        }

        var engineId = message[read.EngineId].ToArray();
        var keys = _engine.IsKnown ? _keys.At(_engine.Id) : null;
        if (read.Authenticated && (!engineId.AsSpan().SequenceEqual(_engine.Id) || keys is null || !keys.Verify(message, read.Signature)))
            return Reading.Nothing;
        ReadOnlySpan<byte> data = message[read.Data];
        if (read.Encrypted)
        {
            if (keys?.Cipher?.Decrypt(data, read.EngineBoots, read.EngineTime, message[read.Salt]) is not { } plain)
                return Reading.Nothing;
            data = plain;
        }

        if (!ScopedPdu.TryRead(data, out _, out _, out var reader) || !SnmpPdu.TryRead(ref reader, int.MaxValue, out var pdu))
            return Reading.Nothing;
        if (pdu.Type == SnmpPduType.Report)
            return Report(read, engineId, pdu);
        var level = read.Encrypted ? SnmpSecurityLevel.AuthPriv : read.Authenticated ? SnmpSecurityLevel.AuthNoPriv : SnmpSecurityLevel.NoAuthNoPriv;
        if (pdu.Type != SnmpPduType.Response || pdu.RequestId != request.RequestId || level < _level || !engineId.AsSpan().SequenceEqual(_engine.Id)
            || (read.Authenticated && !_engine.Accept(read.EngineBoots, read.EngineTime)))
        {
            return Reading.Nothing;
        }

        return new Reading(pdu, Resend: false);
    }

    public void Forget() => _engine.Forget();

    public void Dispose() => _keys.Dispose();

    /// <summary>Asks for the engine's identity. Source: RFC 3414, 4.</summary>
    private void WriteDiscovery(BerWriter writer, int id, int requestId)
    {
        var head = new UserMessageHead
        {
            MessageId = id,
            MaxSize = _options.MaxPduSize,
            Level = SnmpSecurityLevel.NoAuthNoPriv,
            Reportable = true,
            EngineId = [],
            EngineBoots = 0,
            EngineTime = 0,
            UserName = [],
        };
        UserMessageWriter.Write(writer, head, keys: null, [], [], new SnmpPdu { Type = SnmpPduType.Get, RequestId = requestId, Variables = [] });
    }

    private Reading Report(in UserMessage read, byte[] engineId, SnmpPdu report)
    {
        var about = report.Variables.Count > 0 ? report.Variables[0].Oid : default;
        var number = about.StartsWith(UsmStats) && about.Length > UsmStats.Length ? about.Arcs[UsmStats.Length] : 0;
        if (number == UnknownEngineIds && engineId.Length >= LeastEngineId && !engineId.AsSpan().SequenceEqual(_engine.Id))
        {
            _engine.Introduce(engineId, read.EngineBoots, read.EngineTime);
            return new Reading(null, Resend: true);
        }

        if (!engineId.AsSpan().SequenceEqual(_engine.Id))
            return Reading.Nothing;
        if (number == NotInTimeWindows)
            return new Reading(null, read.Authenticated ? _engine.Accept(read.EngineBoots, read.EngineTime) : _engine.Guess(read.EngineBoots, read.EngineTime));
        var name = number is > 0 and <= 6 ? UsmStatsNames[number - 1] : $"a report about {about}";
        throw new SnmpException(SnmpFault.Security, $"{_options.Endpoint} refuses user {_options.User!.Name}: {name}");
    }

    private int NextId() => _messageId = _messageId == int.MaxValue ? _firstMessageId = 1 : _messageId + 1;
}
