using System.Buffers;
using System.Text;

namespace Catchment.Protocols.Flatlogs.Json;

/// <summary>As the instrument's dump tool prints it, which is not always JSON. Source: telemetry 8.4.</summary>
internal readonly struct ToolText : IMessageStyle
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Where(b => b is not ('"' or '\\')).Select(b => (byte)b)]);

    public static ReadOnlySpan<byte> Comma => ","u8;

    public static ReadOnlySpan<FlatlogField> Fields(FlatlogTable table) => table.FieldArray;

    public static ReadOnlySpan<byte> Default(FlatlogField field) => field.TextDefault;

    public static void Number(ref JsonOutput output, float value) => output.Commit(DecimalText.Fixed(output.Reserve(DecimalText.MostFloatLength), value));

    public static void Number(ref JsonOutput output, double value) => output.Commit(DecimalText.Fixed(output.Reserve(DecimalText.MostDoubleLength), value));

    public static bool String(ref JsonOutput output, ReadOnlySpan<byte> value)
    {
        output.Write((byte)'"');
        while (true)
        {
            var plain = value.IndexOfAnyExcept(Plain);
            if (plain < 0)
            {
                output.Write(value);
                output.Write((byte)'"');
                return true;
            }

            output.Write(value[..plain]);
            value = value[plain..];
            if (Rune.DecodeFromUtf8(value, out var rune, out var length) != OperationStatus.Done)
                return false; // The tool stops at the first byte that is no UTF-8.
            Escape(ref output, rune);
            value = value[length..];
        }
    }

    private static void Escape(ref JsonOutput output, Rune rune)
    {
        var letter = JsonText.EscapeLetter(rune.Value);
        if (letter != 0)
        {
            output.Write([(byte)'\\', letter]);
            return;
        }

        Span<char> units = stackalloc char[2];
        var count = rune.EncodeToUtf16(units);
        foreach (var unit in units[..count])
            JsonText.WriteUnit(ref output, unit, "0123456789ABCDEF"u8);
    }
}
