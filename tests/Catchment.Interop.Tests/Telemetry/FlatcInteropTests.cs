using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Catchment.Protocols.Flatlogs;
using Catchment.Protocols.Tests.Flatlogs;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>Messages of every type beside FlatBuffers' own compiler: what it writes is read, and what is written is read as it reads it.</summary>
public sealed partial class FlatcInteropTests : IDisposable
{
    private static readonly int Count = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") is "1" ? 1_000 : 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Messages_are_read_as_flatc_reads_them()
    {
        var messages = new RandomMessages(new Random(5));
        foreach (var type in FlatlogTypeTable.BuiltIn.Types.Where(t => t.Message is not null))
        {
            File.WriteAllText(_folder["schema.fbs"], Flatc.Schema(type.Message!));
            var names = Enumerable.Range(0, Count).Select(i => $"{type.Name}{i}").ToArray();
            foreach (var name in names)
                File.WriteAllBytes(_folder[name + ".bin"], messages.Message(type));
            Flatc.ToJson(_folder.FullPath, "schema.fbs", names.Select(n => n + ".bin"));
            foreach (var name in names)
                Printed(type, File.ReadAllBytes(_folder[name + ".bin"])).ShouldBe(Tokens(File.ReadAllText(_folder[name + ".json"])), name);
        }
    }

    [Fact]
    public void What_flatc_writes_is_read()
    {
        var random = new Random(6);
        foreach (var type in FlatlogTypeTable.BuiltIn.Types.Where(t => t.Message is not null))
        {
            File.WriteAllText(_folder["schema.fbs"], Flatc.Schema(type.Message!));
            var names = Enumerable.Range(0, Count).Select(i => $"{type.Name}{i}").ToArray();
            var values = names.Select(_ => Values(type.Message!, random)).ToArray();
            foreach (var (name, value) in names.Zip(values))
                File.WriteAllText(_folder[name + ".json"], Text(value));
            Flatc.ToMessages(_folder.FullPath, "schema.fbs", names.Select(n => n + ".json"));
            foreach (var (name, value) in names.Zip(values))
                Printed(type, File.ReadAllBytes(_folder[name + ".bin"])).ShouldBe(Tokens(Text(WithDefaults(type.Message!, value), printed: true)), name);
        }
    }

    /// <summary>The message as the dump tool prints it, and its row with the same values.</summary>
    private static string Printed(FlatlogType type, byte[] message)
    {
        var entry = new FlatlogEntry(FlatlogHeader.Create(64, type.Code, 1, 0, message.Length), message, 0);
        var line = new ArrayBufferWriter<byte>();
        FlatlogText.Write(FlatlogTypeTable.BuiltIn, entry, line).ShouldBe(FlatlogFault.None);
        FlatlogRow.Write(FlatlogTypeTable.BuiltIn, entry, new ArrayBufferWriter<byte>(), out _).ShouldBe(FlatlogFault.None);
        var text = Encoding.UTF8.GetString(line.WrittenSpan);
        return Tokens(text[(text.IndexOf("\"msg\": ", StringComparison.Ordinal) + 7)..^1]);
    }

    /// <summary>The text without blanks, each number and string as it is spelled.</summary>
    private static string Tokens(string json)
    {
        using var document = JsonDocument.Parse(NoNumber().Replace(json, "\"$0\""));
        var text = new StringBuilder();
        Append(document.RootElement, text);
        return text.ToString();
    }

    private static void Append(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var member in element.EnumerateObject())
                {
                    text.Append(member.Name).Append(':');
                    Append(member.Value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in element.EnumerateArray())
                {
                    Append(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static Dictionary<string, object> Values(FlatlogTable table, Random random) => table.Fields.Where(_ => random.Next(4) > 0).ToDictionary(f => f.Name, f => f.Kind switch
    {
        FlatlogFieldKind.Table => Values(f.Table!, random),
        FlatlogFieldKind.Vector => Enumerable.Range(0, random.Next(5)).Select(_ => Value(f.Element!.Value, random)).ToArray(),
        _ => Value(f.Kind, random),
    });

    private static object Value(FlatlogFieldKind kind, Random random) => kind switch
    {
        FlatlogFieldKind.Bool => random.Next(2) == 0,
        FlatlogFieldKind.Signed8 => (sbyte)random.Next(-128, 128),
        FlatlogFieldKind.Unsigned8 => (byte)random.Next(256),
        FlatlogFieldKind.Signed16 => (short)random.Next(short.MinValue, short.MaxValue + 1),
        FlatlogFieldKind.Unsigned16 => (ushort)random.Next(ushort.MaxValue + 1),
        FlatlogFieldKind.Signed32 => (int)random.NextInt64(int.MinValue, int.MaxValue + 1L),
        FlatlogFieldKind.Unsigned32 => (uint)random.NextInt64(uint.MaxValue + 1L),
        FlatlogFieldKind.Signed64 => random.Next(4) == 0 ? long.MinValue : random.NextInt64(long.MinValue, long.MaxValue),
        FlatlogFieldKind.Unsigned64 => random.Next(4) == 0 ? ulong.MaxValue : (ulong)random.NextInt64(),
        // Multiples of 1/64 have six decimals at most: the text that is expected needs no rounding.
        FlatlogFieldKind.Real32 => random.Next(-1_000_000, 1_000_000) / 64f,
        FlatlogFieldKind.Real64 => random.Next(-1_000_000_000, 1_000_000_000) / 64.0,
        _ => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => ((string[])["a", "Z\"", "\\", "\n", "\u0001", "é", "日", "🔭", "/"])[random.Next(9)])),
    };

    private static Dictionary<string, object> WithDefaults(FlatlogTable table, Dictionary<string, object> values) => table.Fields
        .Where(f => f.IsScalar || values.ContainsKey(f.Name))
        .ToDictionary(f => f.Name, f => !values.TryGetValue(f.Name, out var value) ? JsonDocument.Parse(f.Default!).RootElement : value is Dictionary<string, object> inner ? WithDefaults(f.Table!, inner) : value);

    private static string Text(object value, bool printed = false) => value switch
    {
        Dictionary<string, object> values => $"{{{string.Join(',', values.Select(v => $"\"{v.Key}\":{Text(v.Value, printed)}"))}}}",
        object[] items => $"[{string.Join(',', items.Select(i => Text(i, printed)))}]",
        bool flag => flag ? "true" : "false",
        string text => $"\"{string.Concat(text.Select(c => printed ? Escaped(c) : c is '"' or '\\' or < ' ' ? $"\\u{(int)c:x4}" : c.ToString()))}\"",
        float or double => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("0.0#####", CultureInfo.InvariantCulture),
        JsonElement element => element.GetRawText(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Escaped(char c) => c switch
    {
        '"' or '\\' => $"\\{c}",
        '\n' => "\\n",
        < ' ' or > '~' => $"\\u{(int)c:X4}",
        _ => c.ToString(),
    };

    [GeneratedRegex("""(?<=[\[,:]\s*)-?(nan|inf)(?=\s*[,\]}])""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoNumber();
}
