using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Ipc;

/// <summary>The three routes of the HTTP API that the cases of the socket use, straight on a store.</summary>
internal sealed class StoreHandler(TagStore store) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
        var answer = request.RequestUri!.AbsolutePath switch
        {
            "/register" => Register(body!),
            "/write" => Write(body!),
            "/data" => Data(),
            var path => throw new InvalidOperationException($"no case of the socket asks {path}"),
        };
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
    }

    private string Register(JsonObject body)
    {
        var point = store.Register(new PointRegistration
        {
            Key = (string)body["key"]!,
            Address = (long?)body["address"],
            DataType = (string?)body["data_type"] ?? "float",
            Default = Value(body["default"]),
        });
        return $$"""{"ok":true,"id":"{{point.Definition.Id:N}}"}""";
    }

    private string Write(JsonObject body)
    {
        store.Write((string)body["key"]!, new TagWrite(Value(body["value"]), TagOrigin.Http));
        return """{"ok":true}""";
    }

    private string Data()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var point in store.Points)
            {
                writer.WritePropertyName(point.Key);
                point.Read().Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static TagValue Value(JsonNode? node) => TagValue.Of(JsonDocument.Parse(node?.ToJsonString() ?? "null").RootElement);
}
