using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <summary>The lines of a client: requests as they are written, replies as they are read.</summary>
internal static class IpcWire
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A request as a line.</summary>
    internal static ReadOnlyMemory<byte> Line(string action, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("action", action);
            members(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>A value; one that is not finite as null, for no gateway can hold it and the original would not survive it.</summary>
    internal static void Value(Utf8JsonWriter writer, in TagValue value)
    {
        writer.WritePropertyName("value");
        (TagCoercion.IsNotFinite(value) ? TagValue.Null : value).WriteTo(writer);
    }

    /// <summary>The updates of a bulk write.</summary>
    internal static void Updates(Utf8JsonWriter writer, IReadOnlyList<IpcWrite> writes, ReadOnlySpan<byte> target)
    {
        writer.WriteStartArray("updates"u8);
        foreach (var write in writes)
        {
            writer.WriteStartObject();
            writer.WriteString(target, write.Target);
            Value(writer, write.Value);
            if (write.Timestamp is { } time && double.IsFinite(time))
                writer.WriteNumber("timestamp"u8, time);
            if (write.Quality is { } quality)
                writer.WriteString("quality"u8, quality.Name());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Texts of a list, where there is one.</summary>
    internal static void Texts(Utf8JsonWriter writer, string name, IReadOnlyCollection<string>? texts)
    {
        if (texts is null)
            return;
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    /// <summary>The reply to one request.</summary>
    /// <exception cref="JsonException">It is no reply.</exception>
    internal static IpcReply Reply(JsonElement reply) => new()
    {
        Ok = IsOk(reply),
        Error = Text(reply, "error"),
        Key = Text(reply, "key"),
        Version = Text(reply, "version"),
        Registered = reply.TryGetProperty("registered", out var registered) && registered.ValueKind == JsonValueKind.True,
    };

    /// <summary>The reply to a bulk write.</summary>
    /// <exception cref="JsonException">It is no reply.</exception>
    internal static IpcBulkReply BulkReply(JsonElement reply)
    {
        if (!IsOk(reply))
            return new IpcBulkReply { Ok = false, Error = Text(reply, "error") };
        if (reply.TryGetProperty("failed", out var failed))
        {
            return new IpcBulkReply
            {
                Ok = true,
                Written = reply.TryGetProperty("written", out var written) && written.TryGetInt32(out var count) ? count : 0,
                Failed = [.. failed.EnumerateArray().Select(static one => new IpcFailure(one.GetProperty("index").GetInt32(), Text(one, "error") ?? ""))],
            };
        }

        var results = reply.GetProperty("results");
        IpcFailure[] failures = [.. results.EnumerateArray().Select(static (one, i) => (One: one, Index: i)).Where(static one => !IsOk(one.One))
            .Select(static one => new IpcFailure(one.Index, Text(one.One, "error") ?? ""))];
        return new IpcBulkReply { Ok = true, Written = results.GetArrayLength() - failures.Length, Failed = failures };
    }

    /// <summary>A point that was read.</summary>
    /// <exception cref="JsonException">It is no reading.</exception>
    internal static IpcReading Reading(JsonElement reply) =>
        new(TagValue.Of(reply.GetProperty("value")), Quality(reply), reply.GetProperty("timestamp").GetDouble(), Text(reply, "data_type") ?? "");

    /// <summary>A change that was told.</summary>
    /// <exception cref="JsonException">It is no event.</exception>
    internal static IpcChange Change(JsonElement line) =>
        new(Text(line, "key") ?? "", TagValue.Of(line.GetProperty("value")), Quality(line), line.GetProperty("timestamp").GetDouble());

    internal static bool IsOk(JsonElement reply) => reply.ValueKind == JsonValueKind.Object && reply.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True;

    private static TagQuality Quality(JsonElement line) => TagQualityText.TryParse(Text(line, "quality"), out var quality) ? quality : TagQuality.Bad;

    private static string? Text(JsonElement reply, string name) =>
        reply.ValueKind == JsonValueKind.Object && reply.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
