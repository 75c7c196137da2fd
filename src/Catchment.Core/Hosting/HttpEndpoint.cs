using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

/// <summary>
/// An HTTP server of the node as a service of its own: a port that is taken backs off and is tried again, while
/// everything else goes on. It listens either on a Unix socket in the state folder or on TCP.
/// </summary>
internal sealed partial class HttpEndpoint : IService
{
    private const int MostConnections = 1024;
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(2);

    private readonly HttpEndpointOptions _options;
    private readonly NodeRoutes _routes;
    private readonly ILoggerFactory _loggers;

    /// <summary>Makes a server that does not yet listen.</summary>
    public HttpEndpoint(HttpEndpointOptions options, NodeRoutes routes, ILoggerFactory loggers)
    {
        _options = options;
        _routes = routes;
        _loggers = loggers;
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        using UnixSocketPath? socket = _options.UnixSocket is { } path ? Prepare(path) : null;
        await using WebApplication app = Build(socket);
        // Not with the token: a host whose start is broken off calls that a failure, with a stack trace.
        await app.StartAsync(CancellationToken.None);
        if (_options.UnixSocket is { } bound && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bound, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Announce(app, context);
        context.Running();
        await WaitAsync(stopping);
        await app.StopAsync(CancellationToken.None);
    }

    private static UnixSocketPath Prepare(string path)
    {
        // What lies there is of a killed process: this one holds the folder's lock.
        File.Delete(path);
        return new UnixSocketPath(path);
    }

    private static async Task WaitAsync(CancellationToken stopping)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = stopping.Register(stop.SetResult);
        await stop.Task;
    }

    private WebApplication Build(UnixSocketPath? socket)
    {
        // The empty builder reads no files and no environment: it starts in a fraction of the time, and nothing
        // beside the node's own configuration can open a port.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddSingleton(_loggers);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, BoundLifetime>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownLimit);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, socket));
        _options.ConfigureServices?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        var attempts = new AccessAttempts(_options.Time);
        AccessCookie? cookie = _options.Token is null ? null : new AccessCookie(_options.Token, _options.Time);
        var guard = new AccessGuard(_options.Token, cookie, attempts);
        app.Use(next => context => guard.InvokeAsync(context, next));
        if (cookie is not null)
        {
            new SignIn(_options.Token!, cookie, attempts).Map(app);
        }

        _routes.Map(app);
        _options.Map?.Invoke(app);
        return app;
    }

    private void Listen(KestrelServerOptions kestrel, UnixSocketPath? socket)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        if (socket is not null)
        {
            kestrel.ListenUnixSocket(socket.Address);
        }

        foreach (WebEndpoint endpoint in _options.Endpoints)
        {
            bool loopback = endpoint.IsLoopback;
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

            void Mark(ListenOptions listen) => listen.Use(next => connection =>
            {
                connection.Features.Set(new AccessGuard.ListenerFeature(loopback));
                return next(connection);
            });
        }
    }

    private void Announce(WebApplication app, IServiceContext context)
    {
        if (_options.UnixSocket is not null)
        {
            return;
        }

        IServerAddressesFeature? addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        IReadOnlyList<string> bound = [.. addresses?.Addresses ?? []];
        _options.Bound?.Invoke(bound);
        string listening = string.Join(", ", bound);
        LogListening(context.Logger, listening);
        string beyond = string.Join(", ", _options.Endpoints.Where(e => !e.IsLoopback));
        if (beyond.Length > 0)
        {
            LogBeyondLoopback(context.Logger, beyond);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "listening on {Addresses}")]
    private static partial void LogListening(ILogger logger, string addresses);

    [LoggerMessage(Level = LogLevel.Information, Message = "reachable from other machines, with the token: {Addresses}")]
    private static partial void LogBeyondLoopback(ILogger logger, string addresses);

    /// <summary>The server lives as its service does; signals are the node's affair.</summary>
    private sealed class BoundLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
