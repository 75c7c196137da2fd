using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Mqtt.Payloads;

/// <summary>JSON as Python's <c>json.dumps</c> spells it: blanks behind commas and colons, nothing but ASCII. Source: <c>tags</c> 6.6.</summary>
internal static class PythonJson
{
    private const int LongestNumber = 32;

    /// <summary>Writes bytes that are valid JSON's as they are.</summary>
    public static void Raw(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes) => output.Write(bytes);

    /// <summary>Writes a text with its quotes.</summary>
    public static void Text(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= ' ' and <= '\x7F' and not ('"' or '\\'))
                continue;
            Encoding.ASCII.GetBytes(text[from..i], output);
            Escape(output, text[i]);
            from = i + 1;
        }

        Encoding.ASCII.GetBytes(text[from..], output);
        output.Write("\""u8);
    }

    /// <summary>Writes a value.</summary>
    public static void Value(IBufferWriter<byte> output, in TagValue value)
    {
        switch (value.Kind)
        {
            case TagValueKind.Boolean:
                output.Write(value.AsBoolean ? "true"u8 : "false"u8);
                break;
            case TagValueKind.Whole:
                Utf8Formatter.TryFormat(value.AsWhole, output.GetSpan(LongestNumber), out var digits);
                output.Advance(digits);
                break;
            case TagValueKind.Number:
                Number(output, value.AsNumber);
                break;
            case TagValueKind.Text:
                Text(output, value.AsText);
                break;
            case TagValueKind.Json:
                Document(output, value.AsJson);
                break;
            default:
                output.Write("null"u8);
                break;
        }
    }

    /// <summary>Writes a number.</summary>
    public static void Number(IBufferWriter<byte> output, double value) =>
        output.Advance(PythonNumber.Format(value, output.GetSpan(PythonNumber.MaxLength)));

    /// <summary>Spells compact JSON anew.</summary>
    private static void Document(IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        var isFirst = true;
        while (reader.Read())
        {
            var ends = reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
            if (!isFirst && !ends)
                output.Write(", "u8);
            isFirst = false;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    Text(output, reader.GetString());
                    output.Write(": "u8);
                    isFirst = true;
                    break;
                case JsonTokenType.String:
                    Text(output, reader.GetString());
                    break;
                case JsonTokenType.Number when reader.ValueSpan.IndexOfAny("."u8[0], "e"u8[0], "E"u8[0]) >= 0:
                    Number(output, reader.GetDouble());
                    break;
                default:
                    output.Write(reader.ValueSpan);
                    isFirst = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
                    break;
            }
        }
    }

    private static void Escape(IBufferWriter<byte> output, char c)
    {
        switch (c)
        {
            case '"':
                output.Write("\\\""u8);
                break;
            case '\\':
                output.Write("\\\\"u8);
                break;
            case '\n':
                output.Write("\\n"u8);
                break;
            case '\r':
                output.Write("\\r"u8);
                break;
            case '\t':
                output.Write("\\t"u8);
                break;
            case '\b':
                output.Write("\\b"u8);
                break;
            case '\f':
                output.Write("\\f"u8);
                break;
            default:
                var escape = output.GetSpan(6);
                "\\u"u8.CopyTo(escape);
                Utf8Formatter.TryFormat((ushort)c, escape[2..], out _, new StandardFormat('x', 4));
                output.Advance(6);
                break;
        }
    }
}
