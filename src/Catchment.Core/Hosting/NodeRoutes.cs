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

    private static readonly string[] JsonType = ["application/json"];

    /// <summary>Adds the routes, with what a description of the API needs to know.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        Add(routes, LivePath, Live, "Whether the process works.", new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/plain"]));
        Add(
            routes,
            "/health/ready",
            Health,
            "Whether every service takes work, and why not.",
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(NodeHealth), JsonType),
            new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(NodeHealth), JsonType));
        Add(
            routes,
            StatusPath,
            Status,
            "The node, its services and what they counted.",
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(NodeStatus), JsonType));
        Add(
            routes,
            "/metrics",
            MetricsAsync,
            "Every number, as Prometheus text.",
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/plain"]));
    }

    // The framework leaves the method out of routes that bind nothing, and without it a route is not described.
    private static void Add(
        IEndpointRouteBuilder routes, string path, RequestDelegate answer, string summary, params ProducesResponseTypeMetadata[] answers) =>
        routes.MapGet(path, answer).WithSummary(summary).WithMetadata([answer.Method, .. answers]);

    private static Task Live(HttpContext context) => Text(context, "text/plain; charset=utf-8", "live\n");

    private Task Health(HttpContext context)
    {
        NodeHealth now = health();
        int code = now.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Json(context, code, now, StatusJson.Default.NodeHealth);
    }

    private Task Status(HttpContext context) => Json(context, StatusCodes.Status200OK, status(), StatusJson.Default.NodeStatus);

    private async Task MetricsAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        Uncached(context);
        metrics.Write(context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
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
