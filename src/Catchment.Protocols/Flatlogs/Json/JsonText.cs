using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Catchment.Protocols.Flatlogs.Json;

/// <summary>Strings of JSON. Source: telemetry 8.4, 9.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    /// <summary>Writes a string with its quotes as jsonb shows it; U+FFFD where there is U+0000 or no UTF-8 (D10).</summary>
    public static void WriteStored(ref JsonOutput output, ReadOnlySpan<byte> value)
    {
        output.Write((byte)'"');
        if (!Utf8.IsValid(value))
        {
            WriteRepaired(ref output, value);
        }
        else
        {
            for (var next = value.IndexOfAny(Escaped); next >= 0; next = value.IndexOfAny(Escaped))
            {
                output.Write(value[..next]);
                WriteEscaped(ref output, value[next]);
                value = value[(next + 1)..];
            }

            output.Write(value);
        }

        output.Write((byte)'"');
    }

    /// <summary>The letter behind the backslash that stands for a character; 0: there is none.</summary>
    public static byte EscapeLetter(int character) => character switch
    {
        '"' or '\\' => (byte)character,
        '\b' => (byte)'b',
        '\f' => (byte)'f',
        '\n' => (byte)'n',
        '\r' => (byte)'r',
        '\t' => (byte)'t',
        _ => 0,
    };

    /// <summary>Writes <c>\uXXXX</c>.</summary>
    public static void WriteUnit(ref JsonOutput output, int unit, ReadOnlySpan<byte> digits) =>
        output.Write([(byte)'\\', (byte)'u', digits[(unit >> 12) & 15], digits[(unit >> 8) & 15], digits[(unit >> 4) & 15], digits[unit & 15]]);

    private static void WriteRepaired(ref JsonOutput output, ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(value, out _, out var length) != OperationStatus.Done)
                WriteReplacement(ref output);
            else if (length == 1 && Escaped.Contains(value[0]))
                WriteEscaped(ref output, value[0]);
            else
                output.Write(value[..length]);
            value = value[length..];
        }
    }

    private static void WriteEscaped(ref JsonOutput output, byte value)
    {
        if (value == 0)
            WriteReplacement(ref output);
        else if (EscapeLetter(value) is var letter && letter != 0)
            output.Write([(byte)'\\', letter]);
        else
            WriteUnit(ref output, value, "0123456789abcdef"u8);
    }

    private static void WriteReplacement(ref JsonOutput output)
    {
        output.Write("\uFFFD"u8);
        output.IsRepaired = true;
    }
}
