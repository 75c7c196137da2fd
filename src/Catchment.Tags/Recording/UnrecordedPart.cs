using Catchment.Tags.Gateway;

namespace Catchment.Tags.Recording;

/// <summary>Stands in the place of recording where points are to be recorded and nothing takes them: the gateway serves, and says that it is degraded.</summary>
public sealed class UnrecordedPart : IGatewayPart
{
    /// <inheritdoc/>
    public string Name => "record";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation) => Task.FromException(new IOException(
        "The points of gateway.store.record are not recorded, for this process has no telemetry: run the gateway and the section telemetry together, with `catchment up`, or take gateway.store.record out."));

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
}
