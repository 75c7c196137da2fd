using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http.Pages;

/// <summary>Pages for people, and the API's description. None loads anything from elsewhere. Source: <c>tags</c> 4, 11 (TAG-FE5).</summary>
/// <param name="routes">All other routes.</param>
/// <param name="version">The program's version.</param>
internal sealed class PageRoutes(IReadOnlyList<GatewayRoute> routes, string version)
{
    private const string Group = "Pages";
    private const string Html = "text/html; charset=utf-8";
    private const string ResourceName = "gateway.index.html";

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes
    {
        get
        {
            var overview = Page(Read());
            var description = ApiDescription.Write(routes, version);
            var reference = Page(ReferencePage.Write(routes, version));
            yield return new("GET", "/", "A page with services, points, mappings, the sync and its errors, which refreshes itself and changes nothing.", context => SendAsync(context, overview)) { Group = Group, Answer = "text/html" };
            yield return new("GET", "/docs", "This API as a page.", context => SendAsync(context, reference)) { Group = Group, Answer = "text/html" };
            yield return new("GET", "/redoc", "This API as a page.", context => SendAsync(context, reference)) { Group = Group, Answer = "text/html" };
            yield return new("GET", "/openapi.json", "This API's description in OpenAPI.", context => Answer.BytesAsync(context, StatusCodes.Status200OK, Answer.Json, description))
            {
                Group = Group,
                Answer = """{"openapi":"3.1.0"}""",
            };
        }
    }

    private static Task SendAsync(HttpContext context, (byte[] Bytes, string Policy) page)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = page.Policy;
        headers.CacheControl = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        return Answer.BytesAsync(context, StatusCodes.Status200OK, Html, page.Bytes);
    }

    /// <summary>A page may run its own script, and load nothing else than what this server answers.</summary>
    private static (byte[] Bytes, string Policy) Page(string html) => (
        Encoding.UTF8.GetBytes(html),
        $"default-src 'none'; connect-src 'self'; img-src data:; script-src {HashOf(html, "script")}; style-src {HashOf(html, "style")}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private static string HashOf(string html, string element)
    {
        var begin = html.IndexOf($"<{element}>", StringComparison.Ordinal);
        if (begin < 0)
            return "'none'";
        begin += element.Length + 2;
        var text = html[begin..html.IndexOf($"</{element}>", begin, StringComparison.Ordinal)];
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
    }

    private static string Read()
    {
        using var stream = typeof(PageRoutes).Assembly.GetManifestResourceStream(ResourceName)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
