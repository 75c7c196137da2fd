using System.Text.Json;
using Catchment.Tags.Http.Reading;
using Catchment.Tags.Servers.Iec104;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>The IEC 60870-5-104 server's masters and numbers.</summary>
internal sealed class Iec104ServerRoutes(IIec104Desk? desk)
{
    private const string Group = "IEC 60870-5-104 server";

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/services/iec104/status", "The IEC 60870-5-104 server's endpoints, numbers, redundancy groups and masters.", AnswerAsync)
        {
            Group = Group,
            Answer = """{"running":true,"endpoints":["tcp://127.0.0.1:2404"],"common_addresses":[1],"objects":28,"received_apdus":1200,"sent_apdus":2300,"objects_told":9000,"events_waiting":0,"events_lost":0,"commands":4,"commands_refused":1,"discarded":0,"groups":[{"name":"control_room","active":"10.0.0.11:50000","events_waiting":0,"events_lost":0}],"masters":[{"address":"10.0.0.11:50000","group":"control_room","state":"STARTED","since":1795228279.16,"received_apdus":600,"sent_apdus":1150,"events_sent":4500,"events_waiting":0,"events_lost":0,"interrogations":1,"commands":4,"commands_refused":1}]}""",
            Otherwise = [(503, "This gateway has no IEC 60870-5-104 server.")],
        },
    ];

    private Task AnswerAsync(HttpContext context) => desk is { } here
        ? Answer.JsonAsync(context, writer => Write(writer, here.Status))
        : Answer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "this gateway has no IEC 60870-5-104 server");

    private static void Write(Utf8JsonWriter writer, Iec104Status status)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("running", status.IsRunning);
        writer.WriteStartArray("endpoints");
        foreach (var endpoint in status.Endpoints)
            writer.WriteStringValue(endpoint);
        writer.WriteEndArray();
        writer.WriteStartArray("common_addresses");
        foreach (var address in status.CommonAddresses)
            writer.WriteNumberValue(address);
        writer.WriteEndArray();
        writer.WriteNumber("objects", status.Objects);
        writer.WriteNumber("received_apdus", status.ReceivedApdus);
        writer.WriteNumber("sent_apdus", status.SentApdus);
        writer.WriteNumber("objects_told", status.ObjectsTold);
        writer.WriteNumber("events_waiting", status.EventsWaiting);
        writer.WriteNumber("events_lost", status.EventsLost);
        writer.WriteNumber("commands", status.Commands);
        writer.WriteNumber("commands_refused", status.CommandsRefused);
        writer.WriteNumber("discarded", status.Discarded);
        writer.WriteStartArray("groups");
        foreach (var group in status.Groups)
            Write(writer, group);
        writer.WriteEndArray();
        writer.WriteStartArray("masters");
        foreach (var master in status.Masters)
            Write(writer, master);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Iec104GroupState group)
    {
        writer.WriteStartObject();
        writer.WriteString("name", group.Name);
        writer.WriteString("active", group.Active);
        writer.WriteNumber("events_waiting", group.EventsWaiting);
        writer.WriteNumber("events_lost", group.EventsLost);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Iec104Master master)
    {
        writer.WriteStartObject();
        writer.WriteString("address", master.Address);
        writer.WriteString("group", master.Group);
        writer.WriteString("state", master.IsStarted ? "STARTED" : "STOPPED");
        PointJson.WriteNumber(writer, "since", master.Since);
        writer.WriteNumber("received_apdus", master.ReceivedApdus);
        writer.WriteNumber("sent_apdus", master.SentApdus);
        writer.WriteNumber("events_sent", master.EventsSent);
        writer.WriteNumber("events_waiting", master.EventsWaiting);
        writer.WriteNumber("events_lost", master.EventsLost);
        writer.WriteNumber("interrogations", master.Interrogations);
        writer.WriteNumber("commands", master.Commands);
        writer.WriteNumber("commands_refused", master.CommandsRefused);
        writer.WriteEndObject();
    }
}
