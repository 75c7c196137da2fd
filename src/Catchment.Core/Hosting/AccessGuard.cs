using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Catchment.Core.Hosting;

/// <summary>
/// Decides who may ask over TCP. With the token: everybody. Without: only a listener on loopback, and only under a
/// name of this machine, because a browser on it can be made to call a loopback address under a foreign name.
/// </summary>
internal sealed class AccessGuard(AccessToken? token)
{
    private const string BearerScheme = "Bearer ";

    /// <summary>Answers a request that may not pass; hands on one that may.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ListenerFeature>() is not { } listener
            || context.Request.Path.Equals(NodeRoutes.LivePath, StringComparison.Ordinal)
            || HasToken(context.Request))
        {
            return next(context);
        }

        if (!listener.IsLoopback)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"catchment\"";
            return Refuse(
                context,
                StatusCodes.Status401Unauthorized,
                "A token is needed: 'Authorization: Bearer TOKEN' or '?token=TOKEN'. It is configured, or in the file 'token' of the state folder.");
        }

        return IsLoopbackName(context.Request.Host.Host)
            ? next(context)
            : Refuse(
                context,
                StatusCodes.Status421MisdirectedRequest,
                "Without a token this address answers only as localhost, 127.0.0.1 or [::1].");
    }

    private bool HasToken(HttpRequest request)
    {
        if (token is null)
        {
            return false;
        }

        string? header = request.Headers[HeaderNames.Authorization];
        string? presented = header is not null && header.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase)
            ? header[BearerScheme.Length..].Trim()
            : request.Query["token"];
        return token.Matches(presented);
    }

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
