using System.Collections.Frozen;
using System.Net;
using Catchment.Core.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Catchment.Tags.Http;

/// <summary>
/// Decides who may ask. With a token: whoever brings it. Without: everybody, as with the original; but pages of foreign sites change nothing, and a server that only this
/// machine reaches answers only under a name of this machine, because a browser on it can be made to ask under a foreign one.
/// </summary>
/// <param name="token">The token; null: there is none.</param>
/// <param name="origins">The sites whose pages may ask.</param>
/// <param name="time">The clock of wrong tries.</param>
internal sealed class GatewayGuard(AccessToken? token, IEnumerable<string> origins, TimeProvider time)
{
    private const string AnyOrigin = "*";
    private const string Bearer = "Bearer ";

    private readonly FrozenSet<string> _origins = origins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly AccessAttempts _attempts = new(time);

    /// <summary>Answers a request that may not pass; hands on one that may.</summary>
    internal Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        string? origin = request.Headers.Origin;
        var isInvited = origin is not null && (_origins.Contains(origin) || _origins.Contains(AnyOrigin));
        if (origin is not null)
        {
            if (isInvited)
                Invite(context.Response, origin);
            if (HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod))
                return PreflightAsync(context, isInvited);
        }

        if (token is not null)
        {
            if (!IsOpen(request) && RefusalOf(context) is { } refusal)
                return Answer.ErrorAsync(context, refusal.Status, refusal.Text);
        }
        else if (context.Features.Get<ListenerFeature>() is { IsLoopback: true } && !IsLoopbackName(request.Host.Host))
        {
            return Answer.ErrorAsync(context, StatusCodes.Status421MisdirectedRequest, "without a token this address answers only as localhost, 127.0.0.1 or [::1]");
        }

        return origin is null || isInvited || HttpMethods.IsGet(request.Method) || IsOwn(origin, request.Host)
            ? next(context)
            : Answer.ErrorAsync(context, StatusCodes.Status403Forbidden, "another site asked for this; gateway.http.cors_origins names those that may");
    }

    /// <summary>What answers without the token: whether the process works, and the page, which holds no data and asks for the token itself.</summary>
    private static bool IsOpen(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Path.Value is "/health" or "/";

    private void Invite(HttpResponse response, string origin)
    {
        var headers = response.Headers;
        headers.Vary = HeaderNames.Origin;
        if (_origins.Contains(AnyOrigin))
        {
            headers.AccessControlAllowOrigin = AnyOrigin;
            return;
        }

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
    }

    private static Task PreflightAsync(HttpContext context, bool isInvited)
    {
        var headers = context.Response.Headers;
        if (!isInvited)
            return Answer.BytesAsync(context, StatusCodes.Status400BadRequest, "text/plain; charset=utf-8", "Disallowed CORS origin"u8.ToArray());
        headers.AccessControlAllowMethods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
        headers.AccessControlMaxAge = "600";
        if (context.Request.Headers.AccessControlRequestHeaders is { Count: > 0 } wanted)
            headers.AccessControlAllowHeaders = wanted;
        return Answer.BytesAsync(context, StatusCodes.Status200OK, "text/plain; charset=utf-8", "OK"u8.ToArray());
    }

    private (int Status, string Text)? RefusalOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (_attempts.MustWait(address))
        {
            context.Response.Headers.RetryAfter = "60";
            return (StatusCodes.Status429TooManyRequests, "too many wrong tokens from this address; wait a minute");
        }

        string? header = context.Request.Headers.Authorization;
        if (header is not null && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            if (token!.Matches(header[Bearer.Length..].Trim()))
                return null;
            _attempts.NoteWrong(address);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"catchment\"";
        return (StatusCodes.Status401Unauthorized, "a token is needed: 'Authorization: Bearer TOKEN', as gateway.http.token has it");
    }

    /// <summary>Whether an origin is of the host that was asked. The scheme may differ behind a proxy.</summary>
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopbackName(string host) =>
        host.Length == 0 // HTTP/1.0 names none
        || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Marks the connections of a listener.</summary>
    /// <param name="IsLoopback">Only this machine reaches it.</param>
    internal sealed record ListenerFeature(bool IsLoopback);
}
