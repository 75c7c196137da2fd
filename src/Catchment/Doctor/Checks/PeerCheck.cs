using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Catchment.Tags.Gateway;
using Catchment.Tags.Ipc;
using Catchment.Tags.Sync;
using Catchment.Tags.Sync.Polling;
using Catchment.Tags.Sync.Statistics;

namespace Catchment.Doctor.Checks;

/// <summary>Whether the programs that services go to can be reached.</summary>
internal sealed class PeerCheck : ICheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public string Area => "peers";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> LookAsync(ExaminedNode node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var peers = Inventory.Peers(node).DistinctBy(static peer => (peer.Host, peer.Port, peer.What)).ToArray();
        var whys = await Task.WhenAll(peers.Select(peer => ReachAsync(peer.Host, peer.Port, cancellation)));
        foreach (var (peer, why) in peers.Zip(whys))
        {
            var name = $"{peer.Service}: {peer.What} at {peer.Host}:{peer.Port}";
            yield return why is null
                ? new Finding(FindingLevel.Good, Area, $"{name} can be reached")
                : new Finding(peer.IsNamed ? FindingLevel.Warning : FindingLevel.Note, Area, $"{name} cannot be reached: {why}", peer.IsNamed ? $"Is it running, is {peer.Key} right, and does a firewall let this machine through?" : $"Nothing to do, unless there is to be one: {peer.Key}.");
        }

        if (node.Has(GatewayMetrics.Service) && node.RunningOf(GatewayMetrics.Service) is not null)
            yield return await PingAsync(GatewayMetrics.Service, node.Configuration.GatewayOptions(isAlone: node.Running.All(static one => one.Services.Count == 1)).Ipc.SocketPath, cancellation);
        if (!node.Has(SyncTally.Service) || node.Configuration.Sync.Settings is not { } sync)
            yield break;
        if (node.RunningOf(GatewayMetrics.Service) is null || node.Configuration.Sync.NamesSocket)
            yield return await PingAsync(SyncTally.Service, sync.SocketPath, cancellation);
        yield return await PolledAsync(sync, cancellation);
    }

    private static async Task<string?> ReachAsync(string host, int port, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, patience.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {Patience.TotalSeconds:0} s";
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }

    private async Task<Finding> PingAsync(string service, string path, CancellationToken cancellation)
    {
        try
        {
            using var client = new IpcClient(path) { Timeout = Patience };
            await client.PingAsync(cancellation);
            return new Finding(FindingLevel.Good, Area, $"{service}: the gateway answers on its socket {path}");
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException)
        {
            return new Finding(FindingLevel.Problem, Area, $"{service}: the gateway does not answer on its socket {path}: {e.Message}", "Start it, or let both name the same socket: gateway.ipc.socket_path, sync.socket_path, IPC_SOCKET_PATH.");
        }
    }

    private async Task<Finding> PolledAsync(SyncSettings sync, CancellationToken cancellation)
    {
        try
        {
            var lines = await PolledPreview.ReadAsync(sync, TimeProvider.System, cancellation);
            return lines.Count > 0
                ? new Finding(FindingLevel.Good, Area, $"{SyncTally.Service}: the polling service at {sync.PollingUrl} has {lines.Count} tags")
                : new Finding(FindingLevel.Warning, Area, $"{SyncTally.Service}: the polling service at {sync.PollingUrl} answers, and has no tags.", "Configure its devices; `catchment tags polled` shows what it has.");
        }
        catch (Exception e) when (e is PollingException or PolledDocumentException or Core.Hosting.OperatorException)
        {
            return new Finding(FindingLevel.Warning, Area, $"{SyncTally.Service}: the polling service at {sync.PollingUrl} gives no polled values: {e.Message}", "Is it running, and is sync.polling_url right?");
        }
    }
}
