using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;
using Catchment.Tags.Store;

namespace Catchment.Tags.Mqtt.Payloads;

/// <summary>Writes publications byte for byte as upstream does, where that is well-formed. Source: <c>tags</c> 6.6.</summary>
public static class PayloadWriter
{
    private const string TimestampName = "timestamp";

    /// <summary>Writes a publication.</summary>
    /// <param name="style">How.</param>
    /// <param name="fields">The tags, each name once.</param>
    /// <param name="timestamp">The time, in Unix seconds.</param>
    public static byte[] Write(PayloadStyle style, IReadOnlyList<PayloadField> fields, double timestamp)
    {
        ArgumentNullException.ThrowIfNull(style);
        if (style.IncludesTimestamp)
            fields = WithTimestamp(fields, timestamp);
        return style.Format switch
        {
            PayloadFormat.Csv => Encoding.UTF8.GetBytes(Csv(style, fields)),
            PayloadFormat.Plain => Encoding.UTF8.GetBytes(string.Join(' ', fields.Select(static field => $"{field.Name}={Text(field)}"))),
            PayloadFormat.Xml => Encoding.UTF8.GetBytes(Xml(fields)),
            _ => Json(fields),
        };
    }

    /// <summary>Writes an object.</summary>
    /// <param name="fields">Its members.</param>
    public static byte[] Json(IReadOnlyList<PayloadField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var output = new ArrayBufferWriter<byte>(Math.Max(16, fields.Count * 24));
        output.Write("{"u8);
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0)
                output.Write(", "u8);
            PythonJson.Text(output, fields[i].Name);
            output.Write(": "u8);
            PythonJson.Value(output, fields[i].Value ?? TagValue.Null);
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A tag of that name gives its place, as in Python's dictionaries.</summary>
    private static List<PayloadField> WithTimestamp(IReadOnlyList<PayloadField> fields, double timestamp)
    {
        var all = new List<PayloadField>(fields.Count + 1);
        all.AddRange(fields);
        var stamp = new PayloadField(TimestampName, TagValue.Of(timestamp));
        var place = all.FindIndex(static field => field.Name == TimestampName);
        if (place < 0)
            all.Add(stamp);
        else
            all[place] = stamp;
        return all;
    }

    private static string Text(PayloadField field)
    {
        if (field.Value is not { } value)
            return "";
        if (value.Kind != TagValueKind.Json)
            return value.ToString();
        var output = new ArrayBufferWriter<byte>();
        PythonJson.Value(output, value);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static string Csv(PayloadStyle style, IReadOnlyList<PayloadField> fields)
    {
        var values = string.Join(style.Delimiter, fields.Select(field => CsvField(Text(field), style.Delimiter)));
        return style.IncludesHeaders ? string.Join(style.Delimiter, fields.Select(field => CsvField(field.Name, style.Delimiter))) + "\n" + values : values;
    }

    /// <summary>A field with quotes around it where RFC 4180 wants them.</summary>
    private static string CsvField(string text, string delimiter)
    {
        var isPlain = text.AsSpan().IndexOfAny('"', '\r', '\n') < 0 && (delimiter.Length == 0 || !text.Contains(delimiter, StringComparison.Ordinal));
        return isPlain ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Xml(IReadOnlyList<PayloadField> fields)
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?>\n<data>\n");
        foreach (var field in fields)
        {
            var value = XmlText(Text(field), inAttribute: false);
            _ = IsElementName(field.Name)
                ? text.Append(CultureInfo.InvariantCulture, $"  <{field.Name}>{value}</{field.Name}>\n")
                : text.Append(CultureInfo.InvariantCulture, $"  <tag name=\"{XmlText(field.Name, inAttribute: true)}\">{value}</tag>\n");
        }

        return text.Append("</data>").ToString();
    }

    /// <summary>A name without a colon: one with it would promise a namespace that nobody declares.</summary>
    private static bool IsElementName(string name) =>
        name.Length > 0 && XmlConvert.IsStartNCNameChar(name[0]) && name.All(XmlConvert.IsNCNameChar);

    private static string XmlText(string text, bool inAttribute)
    {
        if (text.All(static c => c is >= ' ' and <= '~' and not ('<' or '>' or '&' or '"')))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '"' when inAttribute => escaped.Append("&quot;"),
                '\r' => escaped.Append("&#13;"),
                '\n' or '\t' when inAttribute => escaped.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};"),
                '\n' or '\t' => escaped.Append((char)rune.Value),
                < ' ' or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'), // XML has no place for them.
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }
}
