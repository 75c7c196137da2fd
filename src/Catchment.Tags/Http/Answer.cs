using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>Writes answers in the shapes of the original.</summary>
internal static class Answer
{
    /// <summary>The content type of JSON, as the original has it.</summary>
    internal const string Json = "application/json";

    /// <summary>How JSON is written: compact, text as it is.</summary>
    internal static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // It is JSON and never part of a page: nosniff is set on every answer.
        SkipValidation = true,
        MaxDepth = TagValue.MaxDepth + 10,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>Answers <c>{"ok":true}</c>.</summary>
    internal static Task OkAsync(HttpContext context) => BytesAsync(context, StatusCodes.Status200OK, Json, OkBytes);

    /// <summary>Answers 200 with a document.</summary>
    internal static Task JsonAsync(HttpContext context, Action<Utf8JsonWriter> write) => JsonAsync(context, StatusCodes.Status200OK, write);

    /// <summary>Answers with a document.</summary>
    internal static Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = _buffer ?? new ArrayBufferWriter<byte>(1024);
        _buffer = null;
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(writer);
        return SendAsync(context, status, buffer);
    }

    /// <summary>Answers with an error: <c>{"detail":"text"}</c>.</summary>
    internal static Task ErrorAsync(HttpContext context, int status, string detail) => JsonAsync(context, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("detail", detail);
        writer.WriteEndObject();
    });

    /// <summary>Answers 422 with what is wrong with a part of the request, as a list.</summary>
    internal static Task UnreadableAsync(HttpContext context, ReadOnlyMemory<string> where, string message, string type) => JsonAsync(context, StatusCodes.Status422UnprocessableEntity, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("detail");
        writer.WriteStartObject();
        writer.WriteStartArray("loc");
        foreach (var part in where.Span)
            writer.WriteStringValue(part);
        writer.WriteEndArray();
        writer.WriteString("msg", message);
        writer.WriteString("type", type);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Answers with bytes.</summary>
    internal static Task BytesAsync(HttpContext context, int status, string type, ReadOnlyMemory<byte> bytes)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        response.BodyWriter.Write(bytes.Span);
        return response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
    }

    private static ReadOnlyMemory<byte> OkBytes { get; } = """{"ok":true}"""u8.ToArray();

    private static Task SendAsync(HttpContext context, int status, ArrayBufferWriter<byte> buffer)
    {
        // The pipe copies: the buffer is free again when the flush has begun.
        var sent = BytesAsync(context, status, Json, buffer.WrittenMemory);
        if (buffer.Capacity <= 1 << 20)
        {
            buffer.ResetWrittenCount();
            _buffer = buffer;
        }

        return sent;
    }
}
