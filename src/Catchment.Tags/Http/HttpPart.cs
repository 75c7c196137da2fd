using Catchment.Tags.Gateway;
using Catchment.Tags.Settings;

namespace Catchment.Tags.Http;

/// <summary>The HTTP API as a part of the gateway. Source: <c>tags</c> 4.</summary>
/// <param name="options">How it listens.</param>
/// <param name="parts">What it serves.</param>
public sealed class HttpPart(GatewayHttpOptions options, GatewayApiParts parts) : IGatewayPart, IAsyncDisposable
{
    private readonly GatewayApi _api = new(options, parts);

    /// <inheritdoc/>
    public string Name => "http";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation) => _api.StartAsync(cancellation);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _api.StopAsync(cancellation);
        await DisposeAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _api.DisposeAsync();
}
