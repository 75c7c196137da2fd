using System.Net;
using System.Net.Sockets;
using Catchment.Core.Hosting;
using Catchment.Tags.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Poller.Serving;

/// <summary>The polling service's HTTP, on listeners of its own. Source: <c>tags</c> 9, 10.6.</summary>
public sealed class PollingApi : IAsyncDisposable
{
    private const int MaxBody = 1 << 20;

    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(130);

    private readonly WebApplication _app;

    private PollingApi(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the real ports.</summary>
    public IReadOnlyList<string> Addresses => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <summary>Listens and serves.</summary>
    /// <param name="poller">What is served.</param>
    /// <param name="options">Where, and how many.</param>
    /// <param name="loggers">Where the server logs.</param>
    /// <exception cref="IOException">A port cannot be had.</exception>
    /// <exception cref="FormatException">An endpoint is none; the message says which.</exception>
    public static async Task<PollingApi> StartAsync(TagPoller poller, PollerOptions options, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(poller);
        ArgumentNullException.ThrowIfNull(options);
        WebEndpoint[] endpoints = [.. (options.Listen ?? []).Select(WebEndpoint.Parse)];
        // The empty builder reads no files and no environment.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, BoundLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLimit);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, endpoints, options.MaxConnections));
        var app = builder.Build();
        var calls = new PollingCalls(poller, options);
        app.Run(calls.AnswerAsync);
        try
        {
            await app.StartAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
        {
            await app.DisposeAsync();
            throw new IOException($"it cannot listen on {string.Join<WebEndpoint>(", ", endpoints)}: {e.Message.TrimEnd('.')}", e);
        }

        return new PollingApi(app);
    }

    /// <summary>Answers what is in flight and ends; the ports are free when it returns.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, IEnumerable<WebEndpoint> endpoints, int maxConnections)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = maxConnections;
        kestrel.Limits.MaxRequestBodySize = MaxBody;
        kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
        foreach (var endpoint in endpoints)
        {
            switch (endpoint.Host)
            {
                case "localhost" when endpoint.Port != 0:
                    kestrel.ListenLocalhost(endpoint.Port);
                    break;
                case "localhost":
                    kestrel.Listen(IPAddress.Loopback, endpoint.Port);
                    break;
                case "*":
                    kestrel.ListenAnyIP(endpoint.Port);
                    break;
                default:
                    kestrel.Listen(IPAddress.Parse(endpoint.Host), endpoint.Port);
                    break;
            }
        }
    }

    private sealed class BoundLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
