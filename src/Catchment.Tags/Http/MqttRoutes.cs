using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>The MQTT publisher. Source: <c>tags</c> 6.6.</summary>
internal sealed class MqttRoutes(IMqttDesk? desk, RequestBodies bodies)
{
    private const string Group = "MQTT publisher";

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/mappings/mqtt-publisher", "All topics by their ids.", OnDesk(static (context, desk) => Answer.JsonAsync(context, desk.WriteMappings)))
        {
            Group = Group,
            Answer = """{"topic1":{"id":"topic1","topicName":"plant/boiler","brokerId":"broker1","selectedTags":[{"name":"boiler_temp"}]}}""",
        },
        new("DELETE", "/mappings/mqtt-publisher/{id}", "Removes a topic from the running configuration, if there is one.", OnDesk(RemoveAsync))
        {
            Group = Group,
            Answer = """{"ok":true,"message":"Mapping topic1 deleted successfully"}""",
        },
        new("POST", "/mqtt-publisher/config", "Replaces the configuration.", OnDesk(ConfigureAsync))
        {
            Group = Group,
            Body = """{"enabled":true,"brokers":[{"id":"broker1","name":"plant","address":"127.0.0.1","port":1883}],"mappings":[{"id":"topic1","topicName":"plant/boiler","brokerId":"broker1","selectedTags":[{"name":"boiler_temp"}],"format":"json"}]}""",
            Answer = """{"ok":true,"message":"MQTT Publisher configuration updated successfully"}""",
            Otherwise = [(400, "It cannot be taken; the old one stays.")],
        },
        new("GET", "/mqtt-publisher/config", "The configuration as it was given.", OnDesk(static (context, desk) => Answer.JsonAsync(context, desk.WriteConfiguration)))
        {
            Group = Group,
            Answer = """{"enabled":false,"brokers":[],"mappings":[]}""",
        },
        new("GET", "/mqtt-publisher/status", "How the brokers stand.", OnDesk(static (context, desk) => Answer.JsonAsync(context, desk.WriteStatus)))
        {
            Group = Group,
            Answer = """{"enabled":true,"running":true,"brokers_count":1,"mappings_count":1,"broker_status":{"broker1":{"connected":true,"queue_size":0}}}""",
        },
    ];

    private RequestDelegate OnDesk(Func<HttpContext, IMqttDesk, Task> answer) => context => desk is { } here
        ? answer(context, here)
        : Answer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "this gateway has no MQTT publisher");

    private async Task ConfigureAsync(HttpContext context, IMqttDesk here)
    {
        using var body = await bodies.ReadAsync(context);
        if (body is null)
            return;
        try
        {
            await here.ConfigureAsync(body.Root, context.RequestAborted);
        }
        catch (MqttConfigurationException e)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, e.Message);
            return;
        }

        await SayAsync(context, "MQTT Publisher configuration updated successfully");
    }

    /// <summary>An id that is not there is answered like one that was, as in the original.</summary>
    private static async Task RemoveAsync(HttpContext context, IMqttDesk here)
    {
        var id = PathSegment.Last(context);
        await here.RemoveMappingAsync(id, context.RequestAborted);
        await SayAsync(context, $"Mapping {id} deleted successfully");
    }

    private static Task SayAsync(HttpContext context, string message) => Answer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("ok", true);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    });
}
