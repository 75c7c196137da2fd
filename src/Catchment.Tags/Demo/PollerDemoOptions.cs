using System.Net;

namespace Catchment.Tags.Demo;

/// <summary>What the demo's devices are.</summary>
/// <param name="ConfigFile">Where the poller's configuration for them is written, absolute.</param>
/// <param name="FirstPort">The first of their ports; free ones are taken where it is taken.</param>
/// <param name="PollingPort">The port where the demo's own polling service listens, for the sync; a free port is taken where it is taken.</param>
public sealed record PollerDemoOptions(string ConfigFile, int FirstPort = PollerDemoOptions.UsualFirstPort, int PollingPort = PollerDemoOptions.UsualPollingPort)
{
    /// <summary>The address of this machine that all of them listen on.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The first port of the devices unless another is chosen.</summary>
    public const int UsualFirstPort = 15_020;

    /// <summary>The port of the polling service unless another is chosen.</summary>
    public const int UsualPollingPort = 15_080;
}
