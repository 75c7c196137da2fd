using Catchment.Cameras.Demo;
using Catchment.Core.Demo;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Composition;

/// <summary>What <c>catchment demo</c> simulates: each wing's sources, for the node of a configuration.</summary>
internal static class DemoSources
{
    /// <summary>Makes them.</summary>
    /// <param name="configuration">Says where the node listens.</param>
    /// <param name="cameras">How many cameras.</param>
    /// <param name="tell">Told when the node goes away or comes back.</param>
    /// <param name="problem">Why there are none.</param>
    /// <returns>Null when the configuration does not say where the node can be reached.</returns>
    internal static IReadOnlyList<IDemoSource>? For(NodeConfiguration configuration, int cameras, Action<string> tell, out string? problem)
    {
        problem = null;
        if (HubEndpoint(configuration) is { } hub)
            return [new CameraDemo(new CameraDemoOptions(hub, cameras), TimeProvider.System, tell)];
        problem = "hub.listen names no port that the demo's cameras can connect to";
        return null;
    }

    private static ZmqEndpoint? HubEndpoint(NodeConfiguration configuration) =>
        configuration.Hub!.Listen.FirstOrDefault(e => e.Port != 0) switch
        {
            { Host: "0.0.0.0" } any => new ZmqEndpoint("127.0.0.1", any.Port),
            { Host: "::" } any => new ZmqEndpoint("::1", any.Port),
            var endpoint => endpoint,
        };
}
