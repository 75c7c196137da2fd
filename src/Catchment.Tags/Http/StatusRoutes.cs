using Catchment.Core.Diagnostics;
using Catchment.Tags.Http.Reading;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>How the gateway and its services stand, and switches them. Source: <c>tags</c> 4.4, 4.5.</summary>
internal sealed class StatusRoutes(GatewayApiParts parts)
{
    private const string Group = "Status";
    private const string Snmp = "snmp";

    private static readonly ReadOnlyMemory<byte> Healthy = """{"status":"ok"}"""u8.ToArray();

    private readonly long _began = parts.Time.GetTimestamp();

    private TagStore Store => parts.Model.Store;

    private double Uptime => parts.Time.GetElapsedTime(_began).TotalSeconds;

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes
    {
        get
        {
            yield return new("GET", "/health", "Whether the process works. Needs no token.", static context => Answer.BytesAsync(context, StatusCodes.Status200OK, Answer.Json, Healthy))
            {
                Group = Group,
                Answer = """{"status":"ok"}""",
            };
            yield return new("GET", "/health/detailed", "The services and the points' quality; degraded when a service that is enabled does not run.", HealthAsync)
            {
                Group = Group,
                Answer = """{"status":"healthy","timestamp":1795228279.1611767,"uptime_seconds":4.5,"services":{"modbus":{"running":true,"port":5020}},"data_quality":{"total_points":28,"quality_issues":0}}""",
            };
            yield return new("GET", "/stats", "The size of the store.", StatsAsync)
            {
                Group = Group,
                Answer = """{"keys":28,"addresses":28,"uptime_sec":4,"heap_est_bytes":672}""",
            };
            yield return new("GET", "/statistics", "Points, histories, quality and services.", StatisticsAsync)
            {
                Group = Group,
                Answer = """{"total_points":28,"total_addresses":28,"history_points":13,"total_history_entries":38,"bad_quality_points":0,"uptime_seconds":4.5,"services":{"modbus":true,"opcua":true,"iec104":true,"snmp":false}}""",
            };
            yield return Switch("enable", "Starts a protocol server; answers when it serves. Remembered through restarts.", isEnabled: true);
            yield return Switch("disable", "Stops a protocol server; answers when its port is free. Remembered through restarts.", isEnabled: false);
            yield return new("GET", "/sync/stats", "What the sync has done.", SyncAsync)
            {
                Group = Group,
                Answer = """{"total_syncs":1,"successful_writes":10,"failed_writes":0,"last_sync_time":1795228279.1611767,"errors":[],"running":true}""",
            };
            if (parts.Metrics is { } metrics)
                yield return new("GET", "/metrics", "Every number, as Prometheus text.", context => MetricsAsync(context, metrics)) { Group = Group, Answer = "text/plain" };
        }
    }

    private GatewayRoute Switch(string action, string summary, bool isEnabled) => new("POST", $"/services/{{name}}/{action}", summary, context => SwitchAsync(context, isEnabled))
    {
        Group = Group,
        Otherwise = [(404, "There is no such service."), (503, "Its port cannot be had. That it is to run is remembered.")],
    };

    private async Task SwitchAsync(HttpContext context, bool isEnabled)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        try
        {
            if (await parts.Services.SwitchAsync(name, isEnabled, context.RequestAborted))
                await Answer.OkAsync(context);
            else
                await Answer.ErrorAsync(context, StatusCodes.Status404NotFound, "unknown service");
        }
        catch (IOException e)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    private Task HealthAsync(HttpContext context) => Answer.JsonAsync(context, writer =>
    {
        var services = parts.Services.All;
        writer.WriteStartObject();
        writer.WriteString("status", services.All(static one => one.IsRunning || !one.IsEnabled) ? "healthy" : "degraded");
        PointJson.WriteNumber(writer, "timestamp", (parts.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        PointJson.WriteNumber(writer, "uptime_seconds", Uptime);
        writer.WriteStartObject("services");
        foreach (var service in services)
        {
            writer.WriteStartObject(service.Name);
            writer.WriteBoolean("running", service.IsRunning);
            writer.WriteNumber("port", service.Port);
            if (service.Name == Snmp)
                writer.WriteString("status", service.IsRunning ? "running" : service.IsEnabled ? "stopped" : "disabled");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("data_quality");
        writer.WriteNumber("total_points", Store.Count);
        writer.WriteNumber("quality_issues", Doubtful());
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private Task StatsAsync(HttpContext context) => Answer.JsonAsync(context, writer =>
    {
        var count = Store.Count;
        writer.WriteStartObject();
        writer.WriteNumber("keys", count);
        writer.WriteNumber("addresses", Store.AddressCount);
        writer.WriteNumber("uptime_sec", (long)Uptime);
        writer.WriteNumber("heap_est_bytes", 24L * count);
        writer.WriteEndObject();
    });

    private Task StatisticsAsync(HttpContext context) => Answer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("total_points", Store.Count);
        writer.WriteNumber("total_addresses", Store.AddressCount);
        writer.WriteNumber("history_points", Store.PointsWithHistory);
        writer.WriteNumber("total_history_entries", Store.HistoryEntries);
        writer.WriteNumber("bad_quality_points", Doubtful());
        PointJson.WriteNumber(writer, "uptime_seconds", Uptime);
        writer.WriteStartObject("services");
        foreach (var service in parts.Services.All)
            writer.WriteBoolean(service.Name, service.IsRunning);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private async Task SyncAsync(HttpContext context)
    {
        var statistics = parts.Sync is { } sync ? await sync.ReadAsync(context.RequestAborted) : null;
        await Answer.JsonAsync(context, writer => writer.WriteRawValue(statistics ?? NoSync));
    }

    private static byte[] NoSync { get; } = [.. """{"running":false}"""u8];

    private static async Task MetricsAsync(HttpContext context, PrometheusText metrics)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        metrics.Write(context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private int Doubtful() => Store.Points.Count(static point => point.Read().Quality != TagQuality.Good);
}
