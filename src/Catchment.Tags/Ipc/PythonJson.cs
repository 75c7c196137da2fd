using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <summary>
/// Writes JSON byte for byte as Python's <c>json.dumps</c> prints it: a blank behind <c>:</c> and <c>,</c>, everything beyond ASCII escaped. Kept for many lines: it
/// allocates only to grow. Source: <c>tags</c> 3.
/// </summary>
internal sealed class PythonJson
{
    private const int FirstLength = 1024;
    private const int LongestEscape = 6; // bytes for one char: \uXXXX
    private const char FirstPlain = ' ';
    private const char LastPlain = '\x7f';

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        string.Concat(Enumerable.Range(FirstPlain, LastPlain - FirstPlain + 1).Select(static c => (char)c).Where(static c => c is not ('"' or '\\'))));

    private byte[] _buffer = new byte[FirstLength];

    /// <summary>How many bytes there are.</summary>
    internal int Length { get; private set; }

    /// <summary>What was written.</summary>
    internal ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>Forgets what was written, and memory beyond a bound.</summary>
    internal void Clear(int keep = int.MaxValue)
    {
        Length = 0;
        if (_buffer.Length > keep)
            _buffer = new byte[FirstLength];
    }

    /// <summary>Takes back what was written behind a length.</summary>
    internal void Cut(int length) => Length = length;

    /// <summary>Bytes as they are.</summary>
    internal void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>A text in quotes.</summary>
    internal void Text(ReadOnlySpan<char> text)
    {
        var room = Room((text.Length * LongestEscape) + 2);
        room[0] = (byte)'"';
        var at = 1;
        while (true)
        {
            var plain = text.IndexOfAnyExcept(Plain);
            var run = plain < 0 ? text : text[..plain];
            Ascii.FromUtf16(run, room[at..], out var written);
            at += written;
            if (plain < 0)
                break;
            at += Escape(text[plain], room[at..]);
            text = text[(plain + 1)..];
        }

        room[at] = (byte)'"';
        Length += at + 1;
    }

    /// <summary>A whole number.</summary>
    internal void Number(long number)
    {
        _ = Utf8Formatter.TryFormat(number, Room(PythonNumber.MaxLength), out var written);
        Length += written;
    }

    /// <summary>A finite number, with a point or an exponent.</summary>
    internal void Number(double number) => Length += PythonNumber.Format(number, Room(PythonNumber.MaxLength));

    /// <summary>A value.</summary>
    internal void Value(in TagValue value)
    {
        switch (value.Kind)
        {
            case TagValueKind.Boolean:
                Raw(value.AsBoolean ? "true"u8 : "false"u8);
                break;
            case TagValueKind.Whole:
                Number(value.AsWhole);
                break;
            case TagValueKind.Number when double.IsFinite(value.AsNumber):
                Number(value.AsNumber);
                break;
            case TagValueKind.Text:
                Text(value.AsText);
                break;
            case TagValueKind.Json:
                Json(value.AsJson);
                break;
            default:
                Raw("null"u8);
                break;
        }
    }

    /// <summary>Valid JSON in UTF-8, spaced and escaped anew.</summary>
    internal void Json(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = TagValue.MaxDepth });
        var isFirst = true;
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject) && !isFirst)
                Raw(", "u8);
            isFirst = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.StartArray or JsonTokenType.StartObject;
            Token(ref reader);
        }
    }

    private void Token(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                Raw("["u8);
                break;
            case JsonTokenType.EndArray:
                Raw("]"u8);
                break;
            case JsonTokenType.StartObject:
                Raw("{"u8);
                break;
            case JsonTokenType.EndObject:
                Raw("}"u8);
                break;
            case JsonTokenType.PropertyName:
                Escaped(ref reader);
                Raw(": "u8);
                break;
            case JsonTokenType.String:
                Escaped(ref reader);
                break;
            default:
                Raw(reader.ValueSpan);
                break;
        }
    }

    /// <summary>A text of the reader; one that holds half of a surrogate pair stays as it is written.</summary>
    private void Escaped(ref Utf8JsonReader reader)
    {
        try
        {
            Text(reader.GetString());
        }
        catch (InvalidOperationException)
        {
            AsWritten(reader.ValueSpan);
        }
    }

    private void AsWritten(ReadOnlySpan<byte> text)
    {
        Span<char> pair = stackalloc char[2];
        Raw("\""u8);
        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out var rune, out var length);
            if (rune.IsAscii)
            {
                Raw(text[..length]);
            }
            else
            {
                foreach (var character in pair[..rune.EncodeToUtf16(pair)])
                    Length += Escape(character, Room(LongestEscape));
            }

            text = text[length..];
        }

        Raw("\""u8);
    }

    private static int Escape(char character, Span<byte> destination)
    {
        var letter = character switch
        {
            '"' => '"',
            '\\' => '\\',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\b' => 'b',
            '\f' => 'f',
            _ => '\0',
        };
        destination[0] = (byte)'\\';
        if (letter != '\0')
        {
            destination[1] = (byte)letter;
            return 2;
        }

        destination[1] = (byte)'u';
        _ = Utf8Formatter.TryFormat((uint)character, destination[2..], out _, new StandardFormat('x', 4));
        return LongestEscape;
    }

    private Span<byte> Room(int count)
    {
        if (_buffer.Length - Length < count)
            Array.Resize(ref _buffer, Math.Max(Length + count, _buffer.Length * 2));
        return _buffer.AsSpan(Length);
    }
}
