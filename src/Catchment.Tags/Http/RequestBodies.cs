using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>
/// Reads bodies, bounded in size (by the server), in time, and in the memory that all of them take together. A body that is missing, or no JSON object, is answered 422 as
/// the original does. Source: <c>tags</c> 4.
/// </summary>
/// <param name="timeout">How long a body may take.</param>
/// <param name="memory">What all large bodies may take at once, in bytes.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestBodies(TimeSpan timeout, long memory, TimeProvider time)
{
    private const int FirstBytes = 16 * 1024;

    // A body in a bulk registration: object, list, object, value.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = TagValue.MaxDepth + 3 };

    private long _taken;

    /// <summary>Reads the body.</summary>
    /// <returns>The body; null: the request is answered.</returns>
    /// <exception cref="BadHttpRequestException">It is too large or too slow, or the client broke off.</exception>
    internal async ValueTask<RequestBody?> ReadAsync(HttpContext context)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        CancellationTokenSource? patience = null;
        var isKept = false;
        try
        {
            int length = 0, read;
            while ((read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), patience?.Token ?? CancellationToken.None)) > 0)
            {
                length += read;
                if (length < buffer.Length)
                    continue;
                buffer = Grow(buffer);
                patience ??= new CancellationTokenSource(timeout, time); // A small one is watched by the server's least rate alone, and costs no timer.
            }

            if (await ParseAsync(context, buffer, length) is not { } document)
                return null;
            isKept = true;
            return new RequestBody(document, this, buffer);
        }
        catch (OperationCanceledException e) when (patience is { IsCancellationRequested: true })
        {
            throw new BadHttpRequestException("the body took too long", StatusCodes.Status408RequestTimeout, e);
        }
        finally
        {
            patience?.Dispose();
            if (!isKept)
                Return(buffer);
        }
    }

    /// <summary>Takes a buffer back.</summary>
    internal void Return(byte[] buffer)
    {
        if (buffer.Length > FirstBytes)
            Interlocked.Add(ref _taken, -buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        if (Interlocked.Add(ref _taken, larger.Length) > memory)
        {
            Return(larger);
            throw new BadHttpRequestException("too many large requests at once", StatusCodes.Status503ServiceUnavailable);
        }

        buffer.CopyTo(larger, 0);
        Return(buffer);
        return larger;
    }

    private static async Task<JsonDocument?> ParseAsync(HttpContext context, byte[] buffer, int length)
    {
        if (length == 0)
        {
            await Answer.UnreadableAsync(context, Body, "field required", "value_error.missing");
            return null;
        }

        JsonDocument document;
        try
        {
            var start = buffer.AsSpan(0, length).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
            document = Parse(buffer.AsMemory(start, length - start));
        }
        catch (JsonException e)
        {
            await Answer.UnreadableAsync(context, Body, e.Message, "value_error.jsondecode");
            return null;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        await Answer.UnreadableAsync(context, Body, "value is not a valid dict", "type_error.dict");
        return null;
    }

    private static readonly string[] Body = ["body"];

    /// <summary>Some clients put it in front; the original passes over it.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads JSON.</summary>
    /// <exception cref="JsonException">It is none, or holds a text that is none.</exception>
    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
            throw new JsonException("the body is not valid UTF-8");
        if (HasSurrogates(bytes.Span))
            CheckTexts(bytes.Span);
        return JsonDocument.Parse(bytes, Options);
    }

    /// <summary>Whether there may be escapes of surrogates: only then texts are looked at one by one.</summary>
    private static bool HasSurrogates(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\\ud"u8) >= 0 || bytes.IndexOf("\\uD"u8) >= 0;

    /// <summary>Half of a surrogate pair is no text, and could be told to nobody.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
                continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                throw new JsonException("a text holds half of a surrogate pair", e);
            }
        }
    }
}
