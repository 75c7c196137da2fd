using System.Collections.Frozen;
using System.Text.Json;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Iec104;
using Catchment.Tags.Poller.Modbus;
using Catchment.Tags.Poller.OpcUa;
using Catchment.Tags.Poller.Snmp;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Poller.Serving;

/// <summary>The calls of the polling service. Source: <c>tags</c> 9.1, 9.3, 10.6.</summary>
/// <param name="poller">What is served.</param>
/// <param name="options">Whose pages may call.</param>
internal sealed class PollingCalls(TagPoller poller, PollerOptions options)
{
    private const int MostWritesAtOnce = 16;
    private const int MaxDepth = 64;

    private static readonly FrozenDictionary<string, string> Methods = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/deploy/api/io/polled-values"] = HttpMethods.Get,
        ["/api/virtual-tags/status"] = HttpMethods.Get,
        ["/api/user-tags/update"] = HttpMethods.Post,
        ["/api/user-tags/add"] = HttpMethods.Post,
        ["/api/calculation-tags/evaluate"] = HttpMethods.Post,
        ["/health"] = HttpMethods.Get,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, IDeviceWriteCall> _writes = new Dictionary<string, IDeviceWriteCall>(StringComparer.Ordinal)
    {
        ["/deploy/api/modbus/write"] = new ModbusWriteCall(poller.Time),
        ["/deploy/api/opcua/write"] = new OpcUaWriteCall(poller),
        ["/deploy/api/iec104/write"] = new Iec104WriteCall(poller),
        ["/deploy/api/snmp/set"] = new SnmpSetCall(poller.Time),
        ["/deploy/api/dnp3/write"] = new Dnp3WriteCall(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly PolledDocument _document = new(poller);
    private int _writing;

    /// <summary>Answers a request.</summary>
    internal async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        path = path.Length > 1 ? path.TrimEnd('/') : path;
        var write = _writes.GetValueOrDefault(path);
        if ((write is null ? Methods.GetValueOrDefault(path) : HttpMethods.Post) is not { } method)
        {
            await AnswerAsync(context, StatusCodes.Status404NotFound, "Not Found");
            return;
        }

        // A page of any site can send a request that needs no asking first; a write to a plant must not be one.
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin] && !Allow(context, origin))
        {
            await AnswerAsync(context, StatusCodes.Status403Forbidden, "pages of this origin may not call; see gateway.poller.cors_origins");
            return;
        }

        if (HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.Origin.Count > 0)
        {
            context.Response.Headers.AccessControlAllowMethods = method;
            context.Response.Headers.AccessControlAllowHeaders = "content-type";
            return;
        }

        if (!HttpMethods.Equals(context.Request.Method, method) && !(HttpMethods.IsHead(context.Request.Method) && HttpMethods.IsGet(method)))
        {
            context.Response.Headers.Allow = method;
            await AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed");
            return;
        }

        await (path switch
        {
            "/deploy/api/io/polled-values" => AnswerAsync(context, _document.All()),
            "/api/virtual-tags/status" => AnswerAsync(context, _document.Virtual()),
            "/health" => AnswerAsync(context, "{\"status\":\"ok\"}"u8.ToArray()),
            "/api/calculation-tags/evaluate" => EvaluateAsync(context),
            "/api/user-tags/update" => WithBodyAsync(context, UpdateAsync),
            "/api/user-tags/add" => WithBodyAsync(context, AddAsync),
            _ => WithBodyAsync(context, (_, body) => WriteAsync(context, write!, body)),
        });
    }

    private bool Allow(HttpContext context, string origin)
    {
        if (!options.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase) && !string.Equals(origin, $"http://{context.Request.Host}", StringComparison.OrdinalIgnoreCase))
            return false;
        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.Vary = "Origin";
        return true;
    }

    private Task EvaluateAsync(HttpContext context)
    {
        poller.Evaluate();
        return AnswerAsync(context, writer => writer.WriteString("message"u8, "Calculation tags evaluated successfully"u8));
    }

    private Task UpdateAsync(HttpContext context, JsonElement body)
    {
        if (!TryReadName(body, out var name))
            return MissingAsync(context, "tag_name");
        var value = body.TryGetProperty("value", out var given) ? TagValue.Of(given) : TagValue.Null;
        if (!TagPoller.IsValue(value))
            return AnswerAsync(context, StatusCodes.Status400BadRequest, "value must be finite and no longer than 65536 bytes");
        return poller.SetUserTag(name, value)
            ? AnswerAsync(context, writer => writer.WriteString("message"u8, $"User tag '{name}' updated to {value}"))
            : AnswerAsync(context, StatusCodes.Status404NotFound, $"User tag '{name}' not found");
    }

    private Task AddAsync(HttpContext context, JsonElement body)
    {
        if (!TryReadName(body, out var name))
            return MissingAsync(context, "tag_name");
        if (!PollerFile.IsName(name))
            return AnswerAsync(context, StatusCodes.Status400BadRequest, "tag_name must have 1 to 500 characters and no control characters");
        var tag = new UserTag
        {
            Id = name,
            Name = name,
            DataType = ModbusWriteRequest.TextOf(body, "data_type", "Analog"),
            DefaultValue = body.TryGetProperty("default_value", out var value) ? TagValue.Of(value) : TagValue.Of(0L),
            Units = body.TryGetProperty("units", out _) ? ModbusWriteRequest.TextOf(body, "units", "") : null,
            Description = ModbusWriteRequest.TextOf(body, "description", ""),
        };
        if (!TagPoller.IsValue(tag.DefaultValue))
            return AnswerAsync(context, StatusCodes.Status400BadRequest, "default_value must be finite and no longer than 65536 bytes");
        return poller.AddUserTag(tag)
            ? AnswerAsync(context, writer => writer.WriteString("message"u8, $"User tag '{name}' registered successfully"))
            : AnswerAsync(context, StatusCodes.Status400BadRequest, $"at most {PollerFile.MaxTags} user tags");
    }

    private async Task WriteAsync(HttpContext context, IDeviceWriteCall call, JsonElement body)
    {
        if (Interlocked.Increment(ref _writing) > MostWritesAtOnce)
        {
            Interlocked.Decrement(ref _writing);
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, $"more than {MostWritesAtOnce} writes at once");
            return;
        }

        try
        {
            var (status, text) = await call.WriteAsync(body, context.RequestAborted);
            await (status == StatusCodes.Status200OK ? AnswerAsync(context, writer => writer.WriteString("message"u8, text)) : AnswerAsync(context, status, text));
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }

    private static bool TryReadName(JsonElement body, out string name)
    {
        name = ModbusWriteRequest.TextOf(body, "tag_name", "");
        return name.Length > 0;
    }

    private static async Task WithBodyAsync(HttpContext context, Func<HttpContext, JsonElement, Task> answer)
    {
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { MaxDepth = MaxDepth }, context.RequestAborted);
        }
        catch (JsonException e)
        {
            await RefuseAsync(context, "body", $"JSON decode error: {e.Message}", "value_error.jsondecode");
            return;
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(context, e.StatusCode, e.Message);
            return;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                await RefuseAsync(context, "body", "value is not a valid dict", "type_error.dict");
                return;
            }

            try
            {
                await answer(context, document.RootElement);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // Half of a surrogate pair in a text: the document tells it only when the text is read.
                await RefuseAsync(context, "body", e.Message, "value_error.jsondecode");
            }
        }
    }

    private static Task MissingAsync(HttpContext context, string member) => RefuseAsync(context, member, "field required", "value_error.missing");

    private static Task RefuseAsync(HttpContext context, string member, string message, string type) => SendAsync(context, StatusCodes.Status422UnprocessableEntity, writer =>
    {
        writer.WriteStartArray("detail"u8);
        writer.WriteStartObject();
        writer.WriteStartArray("loc"u8);
        writer.WriteStringValue("body"u8);
        if (member != "body")
            writer.WriteStringValue(member);
        writer.WriteEndArray();
        writer.WriteString("msg"u8, message);
        writer.WriteString("type"u8, type);
        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    private static Task AnswerAsync(HttpContext context, Action<Utf8JsonWriter> rest) => SendAsync(context, StatusCodes.Status200OK, writer =>
    {
        writer.WriteBoolean("ok"u8, true);
        rest(writer);
    });

    private static Task AnswerAsync(HttpContext context, int status, string detail) => SendAsync(context, status, writer => writer.WriteString("detail"u8, detail));

    private static async Task SendAsync(HttpContext context, int status, Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, PolledDocument.Plain))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        await AnswerAsync(context, buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    private static async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> document)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = document.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(document, context.RequestAborted);
    }
}
