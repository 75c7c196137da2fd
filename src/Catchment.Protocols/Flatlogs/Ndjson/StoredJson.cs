using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Catchment.Protocols.Flatlogs.Json;

namespace Catchment.Protocols.Flatlogs.Ndjson;

/// <summary>
/// Reads JSON and writes it as jsonb shows it. Nothing is kept but the texts. Takes in what Python and FlatBuffers write for numbers that are
/// none; otherwise strict. Source: telemetry 9; RFC 8259.
/// </summary>
/// <param name="json">One line.</param>
/// <param name="text">Where the values go to.</param>
/// <param name="members">The objects that are open.</param>
/// <param name="unescaped">A place for a string.</param>
internal ref struct StoredJson(ReadOnlySpan<byte> json, Scratch text, ObjectMembers members, Scratch unescaped)
{
    private static readonly SearchValues<byte> StringBreaks = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;

    /// <summary>What went wrong.</summary>
    public NdjsonFault Fault { get; private set; }

    /// <summary>Something that the database cannot hold was replaced.</summary>
    public bool IsRepaired { get; private set; }

    /// <summary>Passes over blanks, and then over a mark if it is there.</summary>
    public bool Skip(byte mark)
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            _at++;
        if (_at == _json.Length || _json[_at] != mark)
            return false;
        _at++;
        return true;
    }

    /// <summary>Whether there is nothing more but blanks.</summary>
    public bool IsAtEnd()
    {
        Skip(0);
        return _at == _json.Length;
    }

    /// <summary>Reads a value and writes it.</summary>
    /// <returns>False: see <see cref="Fault"/>.</returns>
    public bool Value(int depth)
    {
        if (depth > NdjsonDecoder.MostDepth)
            return Fails(NdjsonFault.TooDeep);
        if (text.Length > NdjsonDecoder.MostTextLength)
            return Fails(NdjsonFault.Inflated);
        if (Skip((byte)'{'))
            return Object(depth);
        if (Skip((byte)'['))
            return Array(depth);
        if (Skip((byte)'"'))
        {
            if (!String(out var value))
                return false;
            Write(value);
            return true;
        }

        return Word("true"u8, "true"u8) || Word("false"u8, "false"u8) || Number() || Word("null"u8, "null"u8) || NoNumber() || Fails(NdjsonFault.NotJson);
    }

    /// <summary>Reads a string behind its opening quote, without its escapes; valid until the next one.</summary>
    /// <returns>False: see <see cref="Fault"/>.</returns>
    public bool String(out ReadOnlySpan<byte> value)
    {
        value = default;
        var start = _at;
        unescaped.Length = 0;
        while (true)
        {
            var part = _json[_at..].IndexOfAny(StringBreaks);
            if (part < 0)
                return Fails(NdjsonFault.NotJson);
            var plain = _json.Slice(_at, part);
            _at += part + 1;
            switch (_json[_at - 1])
            {
                case (byte)'"' when _at - 1 - part == start:
                    value = plain;
                    return true;
                case (byte)'"':
                    unescaped.Write(plain);
                    value = unescaped.Written;
                    return true;
                case (byte)'\\':
                    unescaped.Write(plain);
                    if (!Escape())
                        return Fails(NdjsonFault.NotJson);
                    break;
                default:
                    return Fails(NdjsonFault.NotJson); // A control character.
            }
        }
    }

    private bool Object(int depth)
    {
        text.Write((byte)'{');
        var (start, first, keys) = (text.Length, members.Count, members.Keys.Length);
        if (!Skip((byte)'}'))
        {
            do
            {
                if (!Member(depth, text.Length > start))
                    return false;
            }
            while (Skip((byte)','));
            if (!Skip((byte)'}'))
                return Fails(NdjsonFault.NotJson);
        }

        members.Close(first, text, start);
        members.Keys.Length = keys;
        text.Write((byte)'}');
        return true;
    }

    private bool Member(int depth, bool hasOthers)
    {
        if (!Skip((byte)'"'))
            return Fails(NdjsonFault.NotJson);
        if (!String(out var name))
            return false;
        var key = members.Keys.Length;
        members.Keys.Write(IsStorable(name) ? name : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(name).Replace('\0', '\uFFFD')));
        var keyLength = members.Keys.Length - key;
        if (hasOthers)
            text.Write(", "u8);
        var start = text.Length;
        Write(name);
        text.Write(": "u8);
        if (!Skip((byte)':'))
            return Fails(NdjsonFault.NotJson);
        if (!Value(depth + 1))
            return false;
        members.Add(key, keyLength, start, text.Length - start);
        return true;
    }

    private bool Array(int depth)
    {
        text.Write((byte)'[');
        if (!Skip((byte)']'))
        {
            var isFirst = true;
            do
            {
                if (!isFirst)
                    text.Write(", "u8);
                isFirst = false;
                if (!Value(depth + 1))
                    return false;
            }
            while (Skip((byte)','));
            if (!Skip((byte)']'))
                return Fails(NdjsonFault.NotJson);
        }

        text.Write((byte)']');
        return true;
    }

    private bool Escape()
    {
        if (_at == _json.Length)
            return false;
        var letter = _json[_at++];
        if (letter == 'u')
            return Unit(out var unit) && Character(unit);
        var plain = letter switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => letter,
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => (byte)0,
        };
        unescaped.Write(plain);
        return plain != 0;
    }

    private bool Character(char unit)
    {
        if (!Rune.TryCreate(unit, out var rune))
        {
            var behind = _at;
            if (char.IsHighSurrogate(unit) && _json[_at..].StartsWith("\\u"u8))
            {
                _at += 2;
                if (!Unit(out var low))
                    return false;
                if (!Rune.TryCreate(unit, low, out rune))
                    _at = behind; // The second one stands for itself.
            }

            if (rune.Value == 0)
            {
                rune = Rune.ReplacementChar; // Half a pair is no character.
                IsRepaired = true;
            }
        }

        Span<byte> bytes = stackalloc byte[4];
        unescaped.Write(bytes[..rune.EncodeToUtf8(bytes)]);
        return true;
    }

    private bool Unit(out char unit)
    {
        var value = 0;
        unit = default;
        if (_json.Length - _at < 4)
            return false;
        foreach (var digit in _json.Slice(_at, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
            value = 16 * value + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        unit = (char)value;
        _at += 4;
        return true;
    }

    private bool Number()
    {
        var start = _at;
        var end = start < _json.Length && _json[start] == '-' ? start + 1 : start;
        var whole = Digits(ref end);
        if (whole == 0 || (whole > 1 && _json[end - whole] == '0'))
            return false;
        var isReal = false;
        var decimals = 0;
        if (end < _json.Length && _json[end] == '.')
        {
            end++;
            decimals = Digits(ref end);
            if (decimals == 0)
                return false;
            isReal = true;
        }

        var hasExponent = end < _json.Length && _json[end] is (byte)'e' or (byte)'E';
        if (hasExponent)
        {
            end++;
            if (end < _json.Length && _json[end] is (byte)'+' or (byte)'-')
                end++;
            if (Digits(ref end) == 0)
                return false;
            isReal = true;
        }

        _at = end;
        var number = _json[start..end];
        if (isReal ? !hasExponent && IsShort(number, whole, decimals) : IsStoredWhole(number))
            text.Write(number.SequenceEqual("-0"u8) ? "0"u8 : number);
        else
            text.Advance(DecimalText.Shortest(text.GetSpan(DecimalText.MostDoubleLength), double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture)));
        return true;
    }

    // With fifteen digits and no needless zero, the text of a number is the shortest one that means it.
    private static bool IsShort(ReadOnlySpan<byte> number, int whole, int decimals) =>
        whole + decimals <= 15 && (number[^1] != '0' || (decimals == 1 && !number.SequenceEqual("-0.0"u8)));

    private static bool IsStoredWhole(ReadOnlySpan<byte> number) =>
        number.Length <= 18 || long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) || ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private readonly int Digits(ref int at)
    {
        var start = at;
        while (at < _json.Length && _json[at] is >= (byte)'0' and <= (byte)'9')
            at++;
        return at - start;
    }

    private bool NoNumber() =>
        Word("NaN"u8, "null"u8) || Word("Infinity"u8, "null"u8) || Word("-Infinity"u8, "null"u8)
        || Word("nan"u8, "null"u8) || Word("-nan"u8, "null"u8) || Word("inf"u8, "null"u8) || Word("-inf"u8, "null"u8);

    private bool Word(ReadOnlySpan<byte> word, ReadOnlySpan<byte> stored)
    {
        if (!_json[_at..].StartsWith(word))
            return false;
        _at += word.Length;
        text.Write(stored);
        return true;
    }

    private void Write(ReadOnlySpan<byte> value)
    {
        var output = new JsonOutput(text);
        JsonText.WriteStored(ref output, value);
        output.Flush();
        IsRepaired |= output.IsRepaired;
    }

    private static bool IsStorable(ReadOnlySpan<byte> value) => Utf8.IsValid(value) && !value.Contains((byte)0);

    private bool Fails(NdjsonFault fault)
    {
        if (Fault == NdjsonFault.None)
            Fault = fault;
        return false;
    }
}
