using System.Net;
using System.Net.Sockets;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Pump;
using Catchment.Cameras.Watcher;
using Catchment.Composition;
using Catchment.Core.Hosting;
using Catchment.Files.Finder;
using Catchment.Files.Ingester;
using Catchment.Protocols.ZeroMq;
using Catchment.Tags.Gateway;
using Catchment.Tags.Sync.Statistics;
using Catchment.Telemetry.Following;

namespace Catchment.Doctor;

/// <summary>What a configuration is about, and what of it runs.</summary>
internal sealed class ExaminedNode
{
    private readonly HashSet<string> _services;

    private ExaminedNode(NodeConfiguration configuration, IReadOnlyList<NodeStatus> running)
    {
        (Configuration, Running) = (configuration, running);
        _services = [.. ServicesOf(configuration)];
    }

    /// <summary>The configuration.</summary>
    internal NodeConfiguration Configuration { get; }

    /// <summary>The processes that answer.</summary>
    internal IReadOnlyList<NodeStatus> Running { get; }

    /// <summary>The services of the configuration.</summary>
    internal IReadOnlyCollection<string> Services => _services;

    /// <summary>Asks what runs.</summary>
    /// <param name="configuration">The configuration, without errors.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static async Task<ExaminedNode> FindAsync(NodeConfiguration configuration, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(StatusSockets.Of(configuration).Distinct(StringComparer.Ordinal).Select(socket => StatusClient.ReadAsync(socket, cancellation: cancellation)));
        return new ExaminedNode(configuration, [.. answers.Select(static answer => answer.Status).OfType<NodeStatus>()]);
    }

    /// <summary>Whether a service is one of the configuration's.</summary>
    internal bool Has(string service) => _services.Contains(service);

    /// <summary>The process of a service that runs; null: it does not run.</summary>
    internal (NodeStatus Node, ServiceStatus Service)? RunningOf(string service)
    {
        foreach (var node in Running)
        {
            if (node.Services.FirstOrDefault(one => one.Name == service) is { } found)
                return (node, found);
        }

        return null;
    }

    /// <summary>An endpoint as the system has it; null: its host is a name that has no address, or it has no port of its own.</summary>
    internal static IPEndPoint? AddressOf(string host, int port)
    {
        if (port == 0)
            return null;
        if (host is "*")
            return new IPEndPoint(IPAddress.Any, port);
        if (IPAddress.TryParse(host, out var address))
            return new IPEndPoint(address, port);
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
            return new IPEndPoint(IPAddress.Loopback, port);
        try
        {
            return Dns.GetHostAddresses(host) is [var first, ..] ? new IPEndPoint(first, port) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>An endpoint as the system has it.</summary>
    internal static IPEndPoint? AddressOf(ZmqEndpoint endpoint) => AddressOf(endpoint.Host, endpoint.Port);

    private static IEnumerable<string> ServicesOf(NodeConfiguration configuration)
    {
        var isOne = configuration.IsOriginal;
        if (!isOne || configuration.IsImageHub)
            yield return HubMetrics.Service;
        if (!isOne || configuration.IsCamWatcher)
            yield return WatcherMetrics.Service;
        if (!isOne || configuration.IsDataPump)
            yield return PumpMetrics.Service;
        if (configuration.Files.Finder is not null)
            yield return FinderMetrics.Service;
        if (configuration.Files.Ingester is not null)
            yield return IngesterMetrics.Service;
        if (configuration.Telemetry.IsConfigured)
            yield return TelemetryMetrics.Service;
        if (!isOne)
            yield return GatewayMetrics.Service;
        if (!isOne && configuration.Sync.IsConfigured)
            yield return SyncTally.Service;
    }
}
