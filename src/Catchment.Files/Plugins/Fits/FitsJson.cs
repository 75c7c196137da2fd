using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Catchment.Protocols.Fits;

namespace Catchment.Files.Plugins.Fits;

/// <summary>All keywords of a header as a JSON object.</summary>
internal static class FitsJson
{
    // The text goes to a database, not into a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes it: numbers as numbers, logical values as such, undefined ones as null, pairs as they are written; of a keyword that
    /// stands there several times an array; <c>COMMENT</c>, <c>HISTORY</c> and their like as one text of lines.
    /// </summary>
    public static string Of(FitsHeader header)
    {
        var buffer = new ArrayBufferWriter<byte>(header.Keywords.Count * 32);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            foreach (var all in header.Keywords.GroupBy(keyword => (keyword.Name, IsComment: keyword.Kind == FitsValueKind.Commentary)).DistinctBy(all => all.Key.Name, StringComparer.Ordinal))
                Write(json, all.Key.Name, all.Key.IsComment, [.. all]);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string name, bool isComment, FitsKeyword[] keywords)
    {
        if (isComment)
        {
            var text = string.Join('\n', keywords.Select(keyword => keyword.Text)).Trim();
            if (text.Length > 0)
                json.WriteString(name, text);
            return;
        }

        json.WritePropertyName(name);
        if (keywords.Length > 1)
            json.WriteStartArray();
        foreach (var keyword in keywords)
            Write(json, keyword);
        if (keywords.Length > 1)
            json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, FitsKeyword keyword)
    {
        if (keyword.Kind == FitsValueKind.Undefined)
            json.WriteNullValue();
        else if (keyword.Logical is { } logical)
            json.WriteBooleanValue(logical);
        else if (keyword.Whole is { } whole)
            json.WriteNumberValue(whole);
        else if (keyword.Kind == FitsValueKind.Real && keyword.Number is { } number)
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(keyword.Text);
    }
}
