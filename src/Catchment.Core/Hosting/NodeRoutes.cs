using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Catchment.Core.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.Core.Hosting;

/// <summary>What every HTTP server of a node answers: health, metrics and status.</summary>
internal sealed class NodeRoutes(PrometheusText metrics, Func<NodeHealth> health, Func<NodeStatus> status)
{
    /// <summary>Whether the process answers at all; open to everybody.</summary>
    public const string LivePath = "/health/live";

    /// <summary>Where the status is.</summary>
    public const string StatusPath = "/api/v1/status";

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(LivePath, static context => Text(context, "text/plain; charset=utf-8", "live\n"));
        routes.MapGet("/health/ready", context =>
        {
            NodeHealth now = health();
            int code = now.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return Json(context, code, now, StatusJson.Default.NodeHealth);
        });
        routes.MapGet(StatusPath, context => Json(context, StatusCodes.Status200OK, status(), StatusJson.Default.NodeStatus));
        routes.MapGet("/metrics", async context =>
        {
            context.Response.ContentType = PrometheusText.ContentType;
            Uncached(context);
            metrics.Write(context.Response.BodyWriter);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        });
    }

    private static Task Text(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        Uncached(context);
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static Task Json<T>(HttpContext context, int code, T value, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json; charset=utf-8";
        Uncached(context);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static void Uncached(HttpContext context) => context.Response.Headers.CacheControl = "no-store";
}
