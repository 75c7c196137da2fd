using Catchment.Cameras.Hub;
using Catchment.Cameras.Retention;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;

namespace Catchment.Composition;

/// <summary>Puts the retention of frames together, for a node and for a command.</summary>
internal static class FrameRetention
{
    /// <summary>The service.</summary>
    internal static ServiceDefinition Service(HubSettings settings, IRetentionListener catalog, DiskForecaster forecaster, NodeMetrics metrics)
    {
        var numbers = new RetentionMetrics(metrics);
        return new ServiceDefinition(
            RetentionMetrics.Service, () => new RetentionService(Rounds(settings, catalog, forecaster, numbers), settings.Options.Retention.CheckEvery));
    }

    /// <summary>What does the rounds.</summary>
    internal static RetentionRounds Rounds(HubSettings settings, IRetentionListener catalog, DiskForecaster forecaster, RetentionMetrics? metrics) =>
        new(settings, catalog, forecaster, IsOpen, TimeProvider.System, metrics);

    // Where the hub writes is open by the clock; a folder that goes all the same is made again by its next frame.
    private static bool IsOpen(DateOnly day) => false;
}
