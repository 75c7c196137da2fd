using System.Net;
using Microsoft.AspNetCore.Http;

namespace Catchment.WebConsole.Pages;

/// <summary>What a browser sees when the front end was not built: that the services run, and how to get the console.</summary>
internal static class NotBuiltPage
{
    /// <summary>Answers with the page.</summary>
    public static Task WriteAsync(HttpContext context, string node)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(node)}: Catchment</title>
            <h1>{WebUtility.HtmlEncode(node)}</h1>
            <p><strong>The services run. The web console was not built.</strong></p>
            <p>Its build needs Node.js 18 or later and npm. To get it, install both and start Catchment again; it then builds the console:</p>
            <pre>sudo apt-get install nodejs npm
            ./catchment up</pre>
            <p>Meanwhile: <code>./catchment status</code>, <a href="/api/v1/status">/api/v1/status</a>,
            <a href="/health/ready">/health/ready</a>, <a href="/metrics">/metrics</a>, <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p>
            </html>

            """,
            context.RequestAborted);
    }
}
