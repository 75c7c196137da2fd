using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Catchment.Telemetry.Query;

/// <summary>How messages are read and written.</summary>
internal static class MessageJson
{
    /// <summary>As deep as whatever a database holds.</summary>
    internal static JsonDocumentOptions Options { get; } = new() { MaxDepth = 1000 };

    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    /// <summary>An element without white space; its numbers as they are.</summary>
    internal static string Compact(JsonElement value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Written))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
