namespace Catchment.Tags.Demo;

/// <summary>What the demo's devices are.</summary>
/// <param name="ConfigFile">Where the poller's configuration for them is written, absolute.</param>
/// <param name="FirstPort">The first of their ports on loopback; 0: any free ones.</param>
/// <param name="Listen">Where the demo's own polling service listens, for the sync; null: there is none.</param>
public sealed record PollerDemoOptions(string ConfigFile, int FirstPort = PollerDemoOptions.UsualFirstPort, string? Listen = null)
{
    /// <summary>The first port unless another is chosen.</summary>
    public const int UsualFirstPort = 15_020;
}
