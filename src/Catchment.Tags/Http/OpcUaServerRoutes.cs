using System.Text.Json;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Http.Reading;
using Catchment.Tags.Servers.OpcUa;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>The OPC UA server's clients and certificates.</summary>
internal sealed class OpcUaServerRoutes(IOpcUaDesk? desk)
{
    private const string Group = "OPC UA server";
    private const string Base = "/services/opcua";

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", $"{Base}/status", "The OPC UA server's endpoints, numbers and clients.", OnDesk(static (context, desk) => Answer.JsonAsync(context, writer => Write(writer, desk.Status))))
        {
            Group = Group,
            Answer = """{"running":true,"endpoints":["opc.tcp://127.0.0.1:4840"],"application_uri":"urn:data1:catchment:gateway","nodes":28,"refused_mappings":0,"requests":1200,"requests_refused":0,"discarded":0,"clients":[{"address":"127.0.0.1:50000","connected":true,"since":1795228279.16,"security":"None","session":"UaExpert","application":"urn:pc:UaExpert","user":null,"subscriptions":1,"monitored_items":10,"requests":300,"refused":0,"last_error":null}]}""",
        },
        new("GET", $"{Base}/certificates", "The server's certificate, and those of clients and users: trusted, or rejected and waiting for somebody to trust them.", OnDesk(static (context, desk) => Answer.JsonAsync(context, writer => Write(writer, desk.Certificates))))
        {
            Group = Group,
            Answer = """[{"thumbprint":"0123456789ABCDEF0123456789ABCDEF01234567","state":"rejected","user":false,"subject":"CN=UaExpert@pc","application_uri":"urn:pc:UaExpert","not_before":"2026-01-01T00:00:00Z","not_after":"2036-01-01T00:00:00Z"}]""",
        },
        Change("trust", "Trusts a certificate that was rejected; its client or user may come in from then on.", isTrusted: true),
        Change("reject", "Trusts a certificate no longer.", isTrusted: false),
    ];

    private GatewayRoute Change(string action, string summary, bool isTrusted) => new(
        "POST", $"{Base}/certificates/{{thumbprint}}/{action}", summary, OnDesk((context, desk) => ChangeAsync(context, desk, isTrusted)))
    {
        Group = Group,
        Otherwise = [(404, "There is no such certificate."), (503, "The folder of certificates cannot be written.")],
    };

    private RequestDelegate OnDesk(Func<HttpContext, IOpcUaDesk, Task> answer) => context => desk is { } here
        ? answer(context, here)
        : Answer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "this gateway has no OPC UA server");

    private static Task ChangeAsync(HttpContext context, IOpcUaDesk desk, bool isTrusted) =>
        desk.Judge((string)context.Request.RouteValues["thumbprint"]!, isTrusted) is null
            ? Answer.ErrorAsync(context, StatusCodes.Status404NotFound, "no such certificate")
            : Answer.OkAsync(context);

    private static void Write(Utf8JsonWriter writer, OpcUaStatus status)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("running", status.IsRunning);
        writer.WriteStartArray("endpoints");
        foreach (var endpoint in status.Endpoints)
            writer.WriteStringValue(endpoint);
        writer.WriteEndArray();
        writer.WriteString("application_uri", status.ApplicationUri);
        writer.WriteNumber("nodes", status.Nodes);
        writer.WriteNumber("refused_mappings", status.Refused);
        writer.WriteNumber("requests", status.Requests);
        writer.WriteNumber("requests_refused", status.RequestsRefused);
        writer.WriteNumber("discarded", status.Discarded);
        writer.WriteStartArray("clients");
        foreach (var client in status.Clients)
            Write(writer, client);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, OpcUaClient client)
    {
        writer.WriteStartObject();
        writer.WriteString("address", client.Address);
        writer.WriteBoolean("connected", client.IsConnected);
        PointJson.WriteNumber(writer, "since", client.Since);
        writer.WriteString("security", client.Security);
        writer.WriteString("session", client.Session);
        writer.WriteString("application", client.Application);
        writer.WriteString("user", client.User);
        writer.WriteNumber("subscriptions", client.Subscriptions);
        writer.WriteNumber("monitored_items", client.MonitoredItems);
        writer.WriteNumber("requests", client.Requests);
        writer.WriteNumber("refused", client.Refused);
        writer.WriteString("last_error", client.LastError);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<CertificateEntry> entries)
    {
        writer.WriteStartArray();
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("thumbprint", entry.Thumbprint);
            writer.WriteString("state", JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.State.ToString()));
            writer.WriteBoolean("user", entry.IsUser);
            writer.WriteString("subject", entry.Subject);
            writer.WriteString("application_uri", entry.ApplicationUri);
            writer.WriteString("not_before", entry.NotBefore.UtcDateTime);
            writer.WriteString("not_after", entry.NotAfter.UtcDateTime);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
