using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Catchment.Tags.Http.Pages;

/// <summary>Describes the API in OpenAPI 3.1, from the routes themselves.</summary>
internal static class ApiDescription
{
    /// <summary>The document in UTF-8.</summary>
    internal static byte[] Write(IReadOnlyList<GatewayRoute> routes, string version)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Answer.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("openapi", "3.1.0");
            writer.WriteStartObject("info");
            writer.WriteString("title", "Catchment gateway");
            writer.WriteString("version", version);
            writer.WriteString("description", "The live store of tags, and where its points stand in each protocol. Times are Unix seconds. Where a token is configured every request but /health brings it as 'Authorization: Bearer TOKEN'.");
            writer.WriteEndObject();
            writer.WriteStartObject("paths");
            foreach (var path in routes.GroupBy(static route => route.Template, StringComparer.Ordinal))
            {
                writer.WriteStartObject(path.Key);
                foreach (var route in path)
                    Write(writer, route);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteStartObject("components");
            writer.WriteStartObject("securitySchemes");
            writer.WriteStartObject("token");
            writer.WriteString("type", "http");
            writer.WriteString("scheme", "bearer");
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, GatewayRoute route)
    {
        writer.WriteStartObject(route.Method.ToLowerInvariant());
        writer.WriteString("summary", route.Summary);
        writer.WriteStartArray("tags");
        writer.WriteStringValue(route.Group);
        writer.WriteEndArray();
        writer.WriteStartArray("parameters");
        if (route.Segment is { } segment)
            Write(writer, segment, "path", "One segment, percent-encoded; %2F is a slash in it.", isNeeded: true);
        foreach (var (name, meaning) in route.Parameters)
            Write(writer, name, "query", meaning, isNeeded: false);
        writer.WriteEndArray();
        if (route.Body is { } body)
        {
            writer.WriteStartObject("requestBody");
            writer.WriteBoolean("required", true);
            WriteContent(writer, Answer.Json, body);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("responses");
        writer.WriteStartObject("200");
        writer.WriteString("description", "OK");
        if (route.IsJson)
            WriteContent(writer, Answer.Json, route.Answer);
        else
            WriteContent(writer, route.Answer, null);
        writer.WriteEndObject();
        foreach (var (status, when) in route.Otherwise)
            Write(writer, status, when);
        if (route.Body is not null)
            Write(writer, 422, "The body is missing, or no JSON object.");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, string place, string meaning, bool isNeeded)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("in", place);
        writer.WriteBoolean("required", isNeeded);
        writer.WriteString("description", meaning);
        writer.WriteStartObject("schema");
        writer.WriteString("type", "string");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, int status, string when)
    {
        writer.WriteStartObject(status.ToString());
        writer.WriteString("description", $"{ReasonPhrases.GetReasonPhrase(status)}: {when}");
        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, string type, string? example)
    {
        writer.WriteStartObject("content");
        writer.WriteStartObject(type);
        writer.WriteStartObject("schema");
        writer.WriteString("type", example is null ? "string" : example[0] == '[' ? "array" : "object");
        writer.WriteEndObject();
        if (example is not null)
        {
            writer.WritePropertyName("example");
            writer.WriteRawValue(example);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
