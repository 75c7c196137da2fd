using Catchment.Tags.Gateway;

namespace Catchment.Tags.Board;

/// <summary>Tells others of the process, as a part of the gateway, that it runs: the console and the poller.</summary>
/// <param name="home">Where it is found.</param>
/// <param name="gateway">What is found.</param>
public sealed class HomePart(GatewayHome home, RunningGateway gateway) : IGatewayPart
{
    /// <inheritdoc/>
    public string Name => "home";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
    {
        home.Enter(gateway);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation)
    {
        home.Leave();
        return Task.CompletedTask;
    }
}
