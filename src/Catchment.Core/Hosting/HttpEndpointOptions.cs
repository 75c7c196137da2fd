using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Catchment.Core.Hosting;

/// <summary>What one HTTP server of the node listens on and serves.</summary>
internal sealed record HttpEndpointOptions
{
    /// <summary>Its name as a service.</summary>
    public required string Name { get; init; }

    /// <summary>The Unix socket to listen on; null for none.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>The TCP addresses to listen on.</summary>
    public IReadOnlyList<WebEndpoint> Endpoints { get; init; } = [];

    /// <summary>The token that opens every door; null when there is none.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>The clock of cookies and of wrong tries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Adds services that <see cref="Map"/> needs.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>Adds routes beside the node's own.</summary>
    public Action<WebApplication>? Map { get; init; }

    /// <summary>Learns the addresses after each start, with the ports that the system chose.</summary>
    public Action<IReadOnlyList<string>>? Bound { get; init; }
}
