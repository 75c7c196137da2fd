using System.Net;
using System.Net.Sockets;
using Catchment.Core.Hosting;
using Catchment.Tags.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Catchment.Tags.Http;

/// <summary>The gateway's HTTP API on a listener of its own: the routes of the original with its answers, and what it lacks. Source: <c>tags</c> 4.</summary>
public sealed partial class GatewayApi : IAsyncDisposable
{
    private const long RequestBufferBytes = 1 << 20;
    private static readonly MinDataRate LeastRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(2);

    private readonly GatewayHttpOptions _options;
    private readonly GatewayApiParts _parts;
    private readonly IReadOnlyList<WebEndpoint> _endpoints;
    private readonly AccessToken? _token;
    private readonly RequestNumbers _numbers;
    private readonly GatewayRouteTable _table;
    private readonly ILogger _logger;
    private WebApplication? _app;

    /// <summary>A server that does not listen yet. One per gateway: its numbers are made once.</summary>
    /// <param name="options">How it listens.</param>
    /// <param name="parts">What it serves.</param>
    /// <exception cref="FormatException">An endpoint is none.</exception>
    /// <exception cref="ArgumentException">The token is too short or too long.</exception>
    public GatewayApi(GatewayHttpOptions options, GatewayApiParts parts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        (_options, _parts) = (options, parts);
        _endpoints = [.. (options.Listen ?? []).Select(WebEndpoint.Parse)];
        _token = string.IsNullOrEmpty(options.Token) ? null : AccessToken.Of(options.Token);
        _logger = parts.Loggers.CreateLogger("gateway.http");
        _table = new GatewayRouteTable(parts, options, _logger);
        _numbers = _table.Numbers;
    }

    /// <summary>Where it listens, with the ports that the system chose; empty while it does not.</summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <summary>Begins to listen; returns when its ports are open.</summary>
    /// <param name="cancellation">Ends nothing that has begun: opening ports does not wait.</param>
    /// <exception cref="IOException">A port cannot be had; nothing is open then, and it may be tried again.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_endpoints.Count == 0)
            return;
        var app = Build();
        try
        {
            await app.StartAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
        {
            await app.DisposeAsync();
            throw new IOException($"The HTTP API cannot listen on {string.Join(", ", _endpoints)}: {e.Message}", e);
        }

        _app = app;
        Addresses = [.. (app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(static address => new Uri(address))];
        var listening = string.Join(", ", Addresses);
        LogListening(_logger, listening);
        var beyond = string.Join(", ", _endpoints.Where(static endpoint => !endpoint.IsLoopback));
        if (beyond.Length > 0 && _token is null)
            LogOpen(_logger, beyond);
    }

    /// <summary>Ends serving: answers what is in flight, within two seconds, and closes; returns when its ports are free.</summary>
    /// <param name="cancellation">Ends the draining.</param>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (_app is not { } app)
            return;
        _app = null;
        Addresses = [];
        await app.StopAsync(cancellation);
        await app.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _table.Dispose();
    }

    private WebApplication Build()
    {
        // The empty builder reads no files and no environment: nothing beside the gateway's own configuration can open a port.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(_parts.Loggers);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, BoundLifetime>();
        builder.Services.Configure<HostOptions>(static o => o.ShutdownTimeout = ShutdownLimit);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Listen);
        var app = builder.Build();
        var guard = new GatewayGuard(_token, _options.CorsOrigins, _parts.Time);
        app.Use(next => context => AnswerAsync(context, guard, next));
        _table.Map(app);
        return app;
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = _options.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBodySize = _options.MaxBody.Bytes;
        limits.MaxRequestBufferSize = RequestBufferBytes;
        limits.RequestHeadersTimeout = _options.HeaderTimeout;
        limits.KeepAliveTimeout = _options.KeepAlive;
        limits.MinRequestBodyDataRate = LeastRate;
        limits.MinResponseDataRate = LeastRate;
        foreach (var endpoint in _endpoints)
        {
            switch (endpoint.Host)
            {
                case "localhost" when endpoint.Port != 0:
                    kestrel.ListenLocalhost(endpoint.Port, Mark);
                    break;
                case "localhost":
                    // Two address families cannot share a port that the system chooses.
                    kestrel.Listen(IPAddress.Loopback, endpoint.Port, Mark);
                    break;
                case "*":
                    kestrel.ListenAnyIP(endpoint.Port, Mark);
                    break;
                default:
                    kestrel.Listen(IPAddress.Parse(endpoint.Host), endpoint.Port, Mark);
                    break;
            }

            void Mark(ListenOptions listen)
            {
                var feature = new GatewayGuard.ListenerFeature(endpoint.IsLoopback);
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection =>
                {
                    connection.Features.Set(feature);
                    return next(connection);
                });
            }
        }
    }

    /// <summary>The outermost step: counts, keeps every failure in the original's shape, and answers what has no route.</summary>
    private async Task AnswerAsync(HttpContext context, GatewayGuard guard, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var route = RouteOf(context);
        _numbers.Enter();
        try
        {
            await guard.InvokeAsync(context, route is null ? MissingAsync : next);
        }
        catch (BadHttpRequestException e)
        {
            await FailAsync(context, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? $"the body is larger than {_options.MaxBody.Bytes} bytes" : e.Message);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested || e is OperationCanceledException)
        {
            LogGone(_logger, context.Request.Path.Value);
        }
        catch (IOException e)
        {
            LogNotStored(_logger, e, context.Request.Method, context.Request.Path.Value);
            await FailAsync(context, StatusCodes.Status503ServiceUnavailable, "it could not be stored; nothing has changed");
        }
#pragma warning disable CA1031 // A fault of one request must not cost the server its connection handling, and its client an answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(_logger, e, context.Request.Method, context.Request.Path.Value);
            await FailAsync(context, StatusCodes.Status500InternalServerError, "Internal Server Error");
        }
        finally
        {
            _numbers.Leave(route?.Template, context.Response.StatusCode);
        }
    }

    /// <summary>The route of a request; null: there is none. Paths are compared to the letter, as in the original; the framework does not.</summary>
    private static GatewayRoute? RouteOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GatewayRoute>() is { } route && context.Request.Path.Value!.StartsWith(route.Prefix, StringComparison.Ordinal) ? route : null;

    private Task MissingAsync(HttpContext context) => _table.Allows(context.Request.Path.Value!) is { Length: > 0 } methods
        ? NotAllowedAsync(context, methods)
        : Answer.ErrorAsync(context, StatusCodes.Status404NotFound, "Not Found");

    private static Task NotAllowedAsync(HttpContext context, string methods)
    {
        context.Response.Headers.Allow = methods;
        return Answer.ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed");
    }

    private static async Task FailAsync(HttpContext context, int status, string detail)
    {
        if (context.Response.HasStarted)
        {
            context.Abort(); // The client must not take half an answer for a whole one.
            return;
        }

        context.Response.Headers.ETag = default;
        await Answer.ErrorAsync(context, status, detail);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the HTTP API listens on {Addresses}")]
    private static partial void LogListening(ILogger logger, string addresses);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the HTTP API is open to whoever reaches {Addresses}: gateway.http.token closes it")]
    private static partial void LogOpen(ILogger logger, string addresses);

    [LoggerMessage(Level = LogLevel.Debug, Message = "a client left before its answer: {Path}")]
    private static partial void LogGone(ILogger logger, string? path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} could not be stored")]
    private static partial void LogNotStored(ILogger logger, Exception exception, string method, string? path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFault(ILogger logger, Exception exception, string method, string? path);

    /// <summary>The server lives as its gateway does; signals are the node's affair.</summary>
    private sealed class BoundLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
