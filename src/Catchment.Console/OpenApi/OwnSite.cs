using Catchment.WebConsole.Api;
using Microsoft.AspNetCore.Http;

namespace Catchment.WebConsole.OpenApi;

/// <summary>
/// Keeps other sites from changing anything in a browser's name, which would bring its cookie along, or come from this machine: a browser
/// says whose page asks. Programs say neither, and are not led astray.
/// </summary>
/// <remarks>Source: RFC 6454, 7 (Origin); W3C Fetch Metadata (Sec-Fetch-Site).</remarks>
internal static class OwnSite
{
    /// <summary>Hands on a request of this console's own pages or of a program; refuses another.</summary>
    public static Task OnlyAsync(HttpContext context, RequestDelegate next)
    {
        string? site = context.Request.Headers["Sec-Fetch-Site"];
        string? origin = context.Request.Headers.Origin;
        bool isOwn = (site is null or "same-origin" or "none") && (origin is null || IsHost(origin, context.Request.Host));
        return isOwn
            ? next(context)
            : ApiAnswer.ProblemAsync(context, StatusCodes.Status403Forbidden, "Another site asked for this. Only the console's own pages and programs may.");
    }

    /// <summary>Whether an origin is of the host that was asked. The scheme may differ behind a proxy.</summary>
    private static bool IsHost(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);
}
