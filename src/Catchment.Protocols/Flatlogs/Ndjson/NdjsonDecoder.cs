using System.Buffers;
using System.Text;

namespace Catchment.Protocols.Flatlogs.Ndjson;

/// <summary>
/// Makes rows of the lines that Python devices write: objects with <c>ts</c>, <c>ec</c> and <c>msg</c>, the last one of several with the same key. Keeps
/// its working memory; for one thread. Source: telemetry 9, 12 (D10, D11, D22 to D24).
/// </summary>
public sealed class NdjsonDecoder
{
    /// <summary>Objects and lists in one another, at most.</summary>
    public const int MostDepth = 256;

    /// <summary>Bytes of a line's values as they are stored, at most: 64 MiB.</summary>
    public const int MostTextLength = 64 << 20;

    private const int MostKnownEventCodes = 64;

    private readonly Scratch _text = new();
    private readonly Scratch _unescaped = new();
    private readonly Scratch _eventCode = new();
    private readonly ObjectMembers _members = new();
    private readonly List<(byte[] Bytes, string Text)> _knownEventCodes = [];

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="message">
    /// Where the message's text goes to, as jsonb shows it; nothing is written unless the answer is <see cref="NdjsonFault.None"/>.
    /// </param>
    /// <param name="row">The rest of the row.</param>
    /// <returns>Why there is no row.</returns>
    public NdjsonFault Decode(ReadOnlySpan<byte> line, IBufferWriter<byte> message, out FlatlogRow row)
    {
        ArgumentNullException.ThrowIfNull(message);
        row = default;
        _text.Clear();
        _unescaped.Clear();
        _members.Clear();
        var json = new StoredJson(line, _text, _members, _unescaped);
        if (json.IsAtEnd())
            return NdjsonFault.Blank;
        if (!json.Skip((byte)'{'))
            return json.Value(0) && json.IsAtEnd() ? NdjsonFault.NotAnObject : Reason(json.Fault);
        var entry = default(Entry);
        if (!json.Skip((byte)'}'))
        {
            do
            {
                if (!Member(ref json, ref entry))
                    return Reason(json.Fault);
            }
            while (json.Skip((byte)','));
            if (!json.Skip((byte)'}'))
                return NdjsonFault.NotJson;
        }

        if (!json.IsAtEnd())
            return NdjsonFault.NotJson;
        if (Missing(entry) is var missing && missing != NdjsonFault.None)
            return missing;
        var eventCode = EventCode();
        if (eventCode.Length > FlatlogType.MostNameLength && eventCode.EnumerateRunes().Count() > FlatlogType.MostNameLength)
            return NdjsonFault.LongEventCode;
        message.Write(_text[entry.Message, entry.MessageLength]);
        row = new FlatlogRow(entry.Microseconds, eventCode, json.IsRepaired);
        return NdjsonFault.None;
    }

    /// <summary>Reads a message alone.</summary>
    /// <param name="json">One JSON value.</param>
    /// <param name="message">Where its text goes to, as jsonb shows it; nothing is written unless the answer is <see cref="NdjsonFault.None"/>.</param>
    /// <returns>What is wrong with it.</returns>
    public NdjsonFault DecodeMessage(ReadOnlySpan<byte> json, IBufferWriter<byte> message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _text.Clear();
        _unescaped.Clear();
        _members.Clear();
        var value = new StoredJson(json, _text, _members, _unescaped);
        if (value.IsAtEnd())
            return NdjsonFault.Blank;
        if (!value.Value(1))
            return Reason(value.Fault);
        if (!value.IsAtEnd())
            return NdjsonFault.NotJson;
        message.Write(_text.Written);
        return NdjsonFault.None;
    }

    private bool Member(ref StoredJson json, ref Entry entry)
    {
        if (!json.Skip((byte)'"') || !json.String(out var name))
            return false;
        var isTime = name.SequenceEqual("ts"u8);
        var isEventCode = name.SequenceEqual("ec"u8);
        var isMessage = name.SequenceEqual("msg"u8);
        if (!json.Skip((byte)':'))
            return false;
        if ((isTime || isEventCode) && json.Skip((byte)'"'))
        {
            if (!json.String(out var value))
                return false;
            if (isTime)
            {
                entry.HasTime = true;
                entry.IsTime = FlatlogTime.TryParse(value, out entry.Microseconds);
            }
            else
            {
                entry.HasEventCode = true;
                _eventCode.Clear();
                _eventCode.Write(value);
            }

            return true;
        }

        var start = _text.Length;
        if (!json.Value(1))
            return false;
        if (isTime)
            entry.HasTime = false;
        if (isEventCode)
            entry.HasEventCode = false;
        if (isMessage)
            (entry.HasMessage, entry.Message, entry.MessageLength) = (true, start, _text.Length - start);
        else
            _text.Length = start;
        return true;
    }

    private static NdjsonFault Missing(Entry entry) => entry switch
    {
        { HasTime: false } => NdjsonFault.NoTime,
        { IsTime: false } => NdjsonFault.UnreadableTime,
        { HasEventCode: false } => NdjsonFault.NoEventCode,
        { HasMessage: false } => NdjsonFault.NoMessage,
        _ => NdjsonFault.None,
    };

    private static NdjsonFault Reason(NdjsonFault fault) => fault == NdjsonFault.None ? NdjsonFault.NotJson : fault;

    // A device writes few event codes, and each line would otherwise make a string anew.
    private string EventCode()
    {
        foreach (var (bytes, text) in _knownEventCodes)
        {
            if (_eventCode.Written.SequenceEqual(bytes))
                return text;
        }

        var made = Encoding.UTF8.GetString(_eventCode.Written).Replace('\0', '\uFFFD');
        if (_knownEventCodes.Count == MostKnownEventCodes)
            _knownEventCodes.Clear();
        if (_eventCode.Length <= 4 * FlatlogType.MostNameLength)
            _knownEventCodes.Add((_eventCode.Written.ToArray(), made));
        return made;
    }

    private struct Entry
    {
        public bool HasTime;
        public bool IsTime;
        public bool HasEventCode;
        public bool HasMessage;
        public long Microseconds;
        public int Message;
        public int MessageLength;
    }
}
