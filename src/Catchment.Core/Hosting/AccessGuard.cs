using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Catchment.Core.Hosting;

/// <summary>
/// Decides who may ask over TCP. With the token, or the cookie that a browser got for it: everybody. Without: only a listener on
/// loopback, and only under a name of this machine, because a browser on it can be made to call a loopback address under a
/// foreign name, and only without a proxy between, because behind one is somebody elsewhere.
/// </summary>
/// <param name="token">The token; null: there is none.</param>
/// <param name="cookie">The cookie of browsers; null: there is none.</param>
/// <param name="attempts">Wrong tokens by address.</param>
internal sealed class AccessGuard(AccessToken? token, AccessCookie? cookie, AccessAttempts attempts)
{
    /// <summary>How long an address has to wait that showed too many wrong tokens, in seconds.</summary>
    public const string RetryAfter = "60";

    private const string BearerScheme = "Bearer ";
    private const string TokenParameter = "token";

    /// <summary>Answers a request that may not pass; hands on one that may.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (context.Features.Get<ListenerFeature>() is not { } listener || request.Path.Equals(NodeRoutes.LivePath, StringComparison.Ordinal))
        {
            return next(context);
        }

        bool isHere = listener.IsLoopback && !IsForwarded(request);
        bool mayPass = isHere && IsLoopbackName(request.Host.Host);
        if (token is not null && Presented(request) is { } presented)
        {
            IPAddress? address = context.Connection.RemoteIpAddress;
            if (!mayPass && attempts.MustWait(address))
            {
                context.Response.Headers.RetryAfter = RetryAfter;
                return Refuse(context, StatusCodes.Status429TooManyRequests, "Too many wrong tokens from this address. Wait a minute, then try again.");
            }

            if (token.Matches(presented))
            {
                return IsPage(request) && request.Query.ContainsKey(TokenParameter) ? Admit(context) : next(context);
            }

            attempts.NoteWrong(address);
        }

        if (mayPass || cookie?.IsGood(context) == true || (token is not null && SignIn.IsOpen(request.Path)))
        {
            return next(context);
        }

        if (token is not null && IsPage(request))
        {
            SignIn.Redirect(context, SignIn.AddressFor(request));
            return Task.CompletedTask;
        }

        if (isHere)
        {
            return Refuse(
                context,
                StatusCodes.Status421MisdirectedRequest,
                "Without a token this address answers only as localhost, 127.0.0.1 or [::1].");
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"catchment\"";
        return Refuse(
            context,
            StatusCodes.Status401Unauthorized,
            "A token is needed: 'Authorization: Bearer TOKEN' or '?token=TOKEN'. It is configured, or in the file 'token' of the state folder.");
    }

    private static string? Presented(HttpRequest request)
    {
        string? header = request.Headers[HeaderNames.Authorization];
        return header is not null && header.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase)
            ? header[BearerScheme.Length..].Trim()
            : request.Query[TokenParameter];
    }

    /// <summary>Takes the token out of a page's address, where it would stay in the browser's history, and gives the cookie for it.</summary>
    private Task Admit(HttpContext context)
    {
        cookie?.Give(context);
        HttpRequest request = context.Request;
        QueryString rest = QueryString.Create(request.Query.Where(p => p.Key != TokenParameter));
        SignIn.Redirect(context, "/" + request.Path.ToUriComponent().TrimStart('/') + rest.ToUriComponent());
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }

    /// <summary>Whether a person's browser goes to a page, rather than a program asking for data.</summary>
    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && !request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        && !request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal);

    /// <summary>Whether a proxy says that it asks for somebody else (RFC 7239, and the header before it).</summary>
    private static bool IsForwarded(HttpRequest request) =>
        request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("Forwarded");

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static Task Refuse(HttpContext context, int code, string reason)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason + "\n", context.RequestAborted);
    }

    /// <summary>Marks the connections of a TCP listener.</summary>
    /// <param name="IsLoopback">Whether the listener is bound to this machine alone.</param>
    internal sealed record ListenerFeature(bool IsLoopback);
}
