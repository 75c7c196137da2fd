using Catchment.Core.Diagnostics;
using Catchment.Core.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Catchment.Core.Hosting;

/// <summary>What a <see cref="NodeHost"/> runs with.</summary>
public sealed record NodeHostOptions
{
    /// <summary>The node's name, as the status tells it.</summary>
    public required string Node { get; init; }

    /// <summary>The name of the Unix socket without <c>.sock</c>: <c>node</c>, or that of the single service.</summary>
    public string SocketName { get; init; } = "node";

    /// <summary>The addresses of the web server; none opens no port.</summary>
    public IReadOnlyList<WebEndpoint> Web { get; init; } = [];

    /// <summary>The token of the web server; null takes the one in the state folder, or makes one there.</summary>
    public string? WebToken { get; init; }

    /// <summary>Adds services that <see cref="MapWeb"/> needs.</summary>
    public Action<IServiceCollection>? ConfigureWeb { get; init; }

    /// <summary>Adds routes to the web server, behind the same token as the node's own.</summary>
    public Action<WebApplication>? MapWeb { get; init; }

    /// <summary>Adds routes to the Unix socket in the state folder, which answers the node's own user only.</summary>
    public Action<WebApplication>? MapLocal { get; init; }

    /// <summary>Learns every change of a service, under <see cref="NodeHost.ServiceTopic"/>; null: nobody watches.</summary>
    public LiveFeed? Live { get; init; }

    /// <summary>Where the numbers are exported; null leaves it to the environment (OTEL_EXPORTER_OTLP_ENDPOINT).</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>The times of the supervisor.</summary>
    public SupervisorOptions Supervisor { get; init; } = new();

    /// <summary>
    /// Whether systemd is told that the start is complete only once every service has been ready, and a start that keeps failing ends the process;
    /// otherwise a service that has failed and is tried again does not hold up the others.
    /// </summary>
    public bool StartsWhole { get; init; } = true;

    /// <summary>Whether SIGTERM and SIGINT stop the node.</summary>
    public bool HandleSignals { get; init; } = true;

    /// <summary>Reads a variable of the environment: those of systemd and of OpenTelemetry.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
