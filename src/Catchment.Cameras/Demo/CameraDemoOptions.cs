using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Demo;

/// <summary>Which cameras are simulated, and for whom.</summary>
/// <param name="Endpoint">The hub's; its host is one that can be connected to.</param>
/// <param name="Cameras">How many cameras, 1 to <see cref="MaxCameras"/>; every four of them are on three nodes.</param>
public sealed record CameraDemoOptions(ZmqEndpoint Endpoint, int Cameras = CameraDemoOptions.DefaultCameras)
{
    /// <summary>One of each scene.</summary>
    public const int DefaultCameras = 4;

    /// <summary>The most cameras.</summary>
    public const int MaxCameras = 100;

    /// <summary>How long a hub that is not connected is waited for before it is called away.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(2);
}
