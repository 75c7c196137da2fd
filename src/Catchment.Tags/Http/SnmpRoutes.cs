using System.Text;
using System.Text.Json;
using Catchment.Tags.Http.Reading;
using Catchment.Tags.Servers.Snmp;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>The SNMP agent: how it is, and its MIB.</summary>
internal sealed class SnmpRoutes(ISnmpDesk? desk)
{
    private const string Group = "SNMP agent";
    private const string Base = "/services/snmp";

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", $"{Base}/status", "The SNMP agent's endpoints, engine, numbers and who asks it.", OnDesk(static (context, desk) => Answer.JsonAsync(context, writer => Write(writer, desk.Status))))
        {
            Group = Group,
            Answer = """{"running":true,"endpoints":["udp://127.0.0.1:1161"],"engine_id":"8000D26805AB","engine_boots":3,"objects":28,"refused_mappings":0,"communities":1,"users":1,"targets":["10.0.0.5:162 v2c"],"requests":1200,"sets":3,"discarded":1,"notifications":7,"notifications_lost":0,"notifications_coalesced":2,"counters":{"snmpInPkts":1201},"peers":[{"address":"127.0.0.1","last_seen":1795228279.16,"received":1201,"answered":1200,"refused":1,"sets":3,"failed":0,"last_refusal":"community"}]}""",
        },
        new("GET", $"{Base}/mib", "CATCHMENT-GATEWAY-MIB with the mappings of this moment.", OnDesk(static (context, desk) => MibAsync(context, desk)))
        {
            Group = Group,
            Answer = "text/plain",
        },
    ];

    private static RequestDelegate Missing { get; } = static context => Answer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "this gateway has no SNMP agent");

    private RequestDelegate OnDesk(Func<HttpContext, ISnmpDesk, Task> answer) => desk is { } here ? context => answer(context, here) : Missing;

    private static Task MibAsync(HttpContext context, ISnmpDesk desk)
    {
        context.Response.Headers.ContentDisposition = "attachment; filename=\"CATCHMENT-GATEWAY-MIB.txt\"";
        return Answer.BytesAsync(context, StatusCodes.Status200OK, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(desk.Mib));
    }

    private static void Write(Utf8JsonWriter writer, SnmpStatus status)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("running", status.IsRunning);
        WriteTexts(writer, "endpoints", status.Endpoints);
        writer.WriteString("engine_id", status.EngineId);
        writer.WriteNumber("engine_boots", status.EngineBoots);
        writer.WriteNumber("objects", status.Objects);
        writer.WriteNumber("refused_mappings", status.Refused);
        writer.WriteNumber("communities", status.Communities);
        writer.WriteNumber("users", status.Users);
        WriteTexts(writer, "targets", status.Targets);
        writer.WriteNumber("requests", status.Requests);
        writer.WriteNumber("sets", status.Sets);
        writer.WriteNumber("discarded", status.Discarded);
        writer.WriteNumber("notifications", status.Notifications);
        writer.WriteNumber("notifications_lost", status.NotificationsLost);
        writer.WriteNumber("notifications_coalesced", status.NotificationsCoalesced);
        writer.WriteStartObject("counters");
        foreach (var (name, value) in status.Counters)
            writer.WriteNumber(name, value);
        writer.WriteEndObject();
        writer.WriteStartArray("peers");
        foreach (var peer in status.Peers)
            Write(writer, peer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SnmpPeer peer)
    {
        writer.WriteStartObject();
        writer.WriteString("address", peer.Address);
        PointJson.WriteNumber(writer, "last_seen", peer.LastSeen);
        writer.WriteNumber("received", peer.Received);
        writer.WriteNumber("answered", peer.Answered);
        writer.WriteNumber("refused", peer.Refused);
        writer.WriteNumber("sets", peer.Sets);
        writer.WriteNumber("failed", peer.Failed);
        writer.WriteString("last_refusal", peer.LastRefusal);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
