using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Catchment.WebConsole.Pages;

/// <summary>Serves the front end: its files, and its page at every address that is nothing else.</summary>
internal sealed class PageRoutes(ConsoleParts parts)
{
    private const string Policy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private const string Recordings = "recordings";
    private const string Outposts = "outposts";
    private const string Files = "files";
    private const string Telemetry = "telemetry";
    private const string Tags = "tags";
    private const string FilePage = "/files/{id}";
    private const string EventPage = "/recordings/{day}/{event}";
    private const string KeptForGood = "private, max-age=31536000, immutable";
    private const string AskedEachTime = "no-cache";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Addresses of the front end's pages that every node has.</summary>
    private static readonly string[] Pages = ["/", "/frames", "/events", "/services"];

    private static readonly string[] TelemetryPages = ["/telemetry/device", "/telemetry/chart", "/telemetry/inventory"];

    private static readonly string[] TagPages = ["/tags/tag", "/tags/mappings", "/tags/gateway"];

    // Read at the first request: a node that nobody looks at starts without.
    private readonly Lazy<ConsoleFiles> _files = new(() => ConsoleFiles.Read(parts.PagesFolder, Further(parts)));

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string page in Pages.Concat(Further(parts).Select(p => "/" + p)))
            routes.MapMethods(page, Reading, context => PageAsync(context, StatusCodes.Status200OK));
        if (parts.Recordings is not null)
            routes.MapMethods(EventPage, Reading, context => PageAsync(context, StatusCodes.Status200OK));
        if (parts.Files is not null)
            routes.MapMethods(FilePage, Reading, context => PageAsync(context, StatusCodes.Status200OK));
        if (parts.Telemetry is not null)
        {
            foreach (string page in TelemetryPages)
                routes.MapMethods(page, Reading, context => PageAsync(context, StatusCodes.Status200OK));
        }

        if (parts.Tags is not null)
        {
            foreach (string page in TagPages)
                routes.MapMethods(page, Reading, context => PageAsync(context, StatusCodes.Status200OK));
        }

        routes.MapMethods("/assets/{name}", Reading, AssetAsync);
        routes.MapFallback("{**path}", context => PageAsync(context, StatusCodes.Status404NotFound));
    }

    /// <summary>The pages that only some nodes have, as the front end knows them.</summary>
    private static string[] Further(ConsoleParts parts) =>
    [
        .. parts.Recordings switch
        {
            null => Array.Empty<string>(),
            { Outposts: null } => [Recordings],
            _ => [Recordings, Outposts],
        },
        .. parts.Files is null ? Array.Empty<string>() : [Files],
        .. parts.Telemetry is null ? Array.Empty<string>() : [Telemetry],
        .. parts.Tags is null ? Array.Empty<string>() : [Tags],
    ];

    private Task PageAsync(HttpContext context, int status)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return Task.CompletedTask;
        }

        if (_files.Value.Find(ConsoleFiles.Index) is not { } index)
            return NotBuiltPage.WriteAsync(context, parts.Node);
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "same-origin"; // under no-referrer a form would be sent as from "null", and refused
        return WriteAsync(context, index, status, AskedEachTime);
    }

    private Task AssetAsync(HttpContext context)
    {
        if (_files.Value.Find(context.Request.RouteValues["name"] as string ?? "") is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // The page asks for its files by their content ('?v='), so that a new build is seen at once.
        return WriteAsync(context, file, StatusCodes.Status200OK, context.Request.Query.ContainsKey("v") ? KeptForGood : AskedEachTime);
    }

    private static Task WriteAsync(HttpContext context, ConsoleFile file, int status, string caching)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = caching;
        response.Headers.ETag = file.Tag;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (status == StatusCodes.Status200OK && context.Request.Headers.IfNoneMatch.Contains(file.Tag, StringComparer.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        byte[] body = file.Bytes;
        if (file.Compressed is { } compressed && AcceptsBrotli(context.Request))
        {
            response.Headers.ContentEncoding = "br";
            body = compressed;
        }

        response.StatusCode = status;
        response.ContentType = file.ContentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? accepted)
        && accepted.Any(a => a.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && a.Quality is null or > 0);
}
