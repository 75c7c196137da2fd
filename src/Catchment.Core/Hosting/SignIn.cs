using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Catchment.Core.Hosting;

/// <summary>How a browser comes in where a token is needed: a page that takes it, and gives a cookie for it.</summary>
/// <param name="token">The token.</param>
/// <param name="cookie">The cookie.</param>
/// <param name="attempts">Wrong tokens by address.</param>
internal sealed class SignIn(AccessToken token, AccessCookie cookie, AccessAttempts attempts)
{
    /// <summary>Where the page is.</summary>
    public const string Path = "/login";

    /// <summary>Where a browser signs out.</summary>
    public const string OutPath = "/logout";

    private const int LargestForm = 8192;
    private const int LongestNext = 2048;
    private const string NextField = "next";

    /// <summary>Whether the path must be open to those who have no token yet.</summary>
    public static bool IsOpen(PathString path) =>
        path.Equals(Path, StringComparison.Ordinal) || path.Equals(OutPath, StringComparison.Ordinal);

    /// <summary>The page's address, from which the browser comes back to what it asked for.</summary>
    public static string AddressFor(HttpRequest request) =>
        $"{Path}?{NextField}={Uri.EscapeDataString(request.Path.ToUriComponent() + request.QueryString.ToUriComponent())}";

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, context =>
        {
            string next = Next(context.Request.Query[NextField]);
            if (cookie.IsGood(context))
            {
                Redirect(context, next);
                return Task.CompletedTask;
            }

            return SignInPage.WriteAsync(context, StatusCodes.Status200OK, next, problem: null);
        });
        routes.MapPost(Path, InAsync);
        routes.MapPost(OutPath, context =>
        {
            if (!IsOwn(context))
            {
                return Task.CompletedTask;
            }

            AccessCookie.Take(context);
            Redirect(context, Path);
            return Task.CompletedTask;
        });
    }

    /// <summary>Sends the browser on with a fresh GET.</summary>
    public static void Redirect(HttpContext context, string to)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = to;
        context.Response.Headers.CacheControl = "no-store";
    }

    private async Task InAsync(HttpContext context)
    {
        if (!IsOwn(context))
        {
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestForm;
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or BadHttpRequestException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        string next = Next(form[NextField]);
        if (attempts.MustWait(context.Connection.RemoteIpAddress))
        {
            context.Response.Headers.RetryAfter = AccessGuard.RetryAfter;
            await SignInPage.WriteAsync(context, StatusCodes.Status429TooManyRequests, next, "Too many wrong tokens from this address. Wait a minute, then try again.");
        }
        else if (token.Matches(form["token"].ToString().Trim()))
        {
            cookie.Give(context);
            Redirect(context, next);
        }
        else
        {
            attempts.NoteWrong(context.Connection.RemoteIpAddress);
            await SignInPage.WriteAsync(context, StatusCodes.Status401Unauthorized, next, "That is not the token.");
        }
    }

    /// <summary>Refuses a form that another site sends in the browser's name.</summary>
    private static bool IsOwn(HttpContext context)
    {
        string? site = context.Request.Headers["Sec-Fetch-Site"];
        string? origin = context.Request.Headers.Origin;
        bool isSiteOwn = site is null or "same-origin" or "none";
        if (isSiteOwn && (origin is null || IsHost(origin, context.Request.Host)))
        {
            return true;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return false;
    }

    /// <summary>Whether an origin (RFC 6454, 7) is of the host that was asked. The scheme may differ behind a proxy.</summary>
    private static bool IsHost(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Only a path on this server: an address of another would lead people astray in this one's name.</summary>
    private static string Next(string? next) =>
        next is { Length: <= LongestNext } && next.StartsWith('/') && next.AsSpan(1) is not ['/' or '\\', ..] && !next.AsSpan().ContainsAnyInRange('\0', '\x1f') && next.All(char.IsAscii)
            ? next
            : "/";
}
