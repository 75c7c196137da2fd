using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.Tests.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>A server that is stopped while everything goes on at once.</summary>
public sealed class OpcUaServerLoadTests : IDisposable
{
    private const int Clients = 8;
    private const int Nodes = 40;

    private readonly RecordingLogger _log = new();
    private readonly SampleSpace _sample = new();
    private readonly CancellationTokenSource _stop = new();
    private int _asked;

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task A_stop_in_the_middle_of_everything_ends_all_of_it()
    {
        var server = OpcUaServer.Start(TestServer.Plain with { Nodes = _sample.Space, Logger = _log });
        var changing = Task.Run(ChangeAsync);
        List<TestChannel> clients = [];
        for (var i = 0; i < Clients; i++)
            clients.Add(await TestChannel.OpenSessionAsync(server.Endpoints[0]));
        var busy = clients.ConvertAll(client => Task.Run(() => AskAsync(client)));
        await Eventually.TrueAsync(() => Volatile.Read(ref _asked) > 2_000 || busy.Exists(static b => b.IsCompleted));
        busy.ShouldAllBe(b => !b.IsCompleted);
        await server.StopAsync(CancellationToken.None).InTimeAsync();
        await Task.WhenAll(busy).InTimeAsync();
        await _stop.CancelAsync();
        await changing.InTimeAsync();
        (server.Connections, server.Sessions, server.BufferedBytes).ShouldBe((0, 0, 0));
        _log.Lines.Where(static line => line.StartsWith("Error", StringComparison.Ordinal)).ShouldBeEmpty();
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private static NodeId Id(int i) => SampleSpace.Id($"n{i}");

    /// <summary>Nodes come, change and go.</summary>
    private async Task ChangeAsync()
    {
        var random = new Random(1);
        while (!_stop.IsCancellationRequested)
        {
            var i = random.Next(Nodes);
            if (!_sample.Space.Remove(Id(i)))
                _sample.Add($"n{i}").Set(() => new DataValue(new Variant(Random.Shared.NextDouble())));
            await Task.Yield();
        }
    }

    private async Task AskAsync(TestChannel client)
    {
        var random = new Random(Environment.CurrentManagedThreadId);
        var subscription = 0u;
        try
        {
            while (true)
            {
                IServiceRequest request = random.Next(8) switch
                {
                    0 => new BrowseRequest { NodesToBrowse = [new BrowseDescription { NodeId = _sample.Folder.Id, ResultMask = BrowseResultMask.All }], RequestedMaxReferencesPerNode = 5 },
                    1 => new CreateSubscriptionRequest { RequestedPublishingInterval = 50, RequestedLifetimeCount = 1000, RequestedMaxKeepAliveCount = 2, PublishingEnabled = true },
                    2 => new CreateMonitoredItemsRequest { SubscriptionId = subscription, ItemsToCreate = [.. Enumerable.Range(0, Nodes).Select(Watch)] },
                    3 => new DeleteSubscriptionsRequest { SubscriptionIds = [random.Next(4) == 0 ? subscription : 0] },
                    4 => new PublishRequest(),
                    _ => new ReadRequest { NodesToRead = [.. Enumerable.Range(0, Nodes).Select(static i => new ReadValueId { NodeId = Id(i), AttributeId = AttributeIds.Value })] },
                };
                var answer = client.BeginAsync(request);
                if (request is not PublishRequest && await answer.InTimeAsync() is CreateSubscriptionResponse { SubscriptionId: var id })
                    subscription = id;
                _ = answer.ContinueWith(static a => a.Exception, TaskScheduler.Default);
                Interlocked.Increment(ref _asked);
            }
        }
        catch (Exception e) when (e is OpcUaException or IOException or InvalidOperationException or ObjectDisposedException)
        {
            // The server has stopped.
        }
    }

    private static MonitoredItemCreateRequest Watch(int i) => new()
    {
        ItemToMonitor = new ReadValueId { NodeId = Id(i), AttributeId = AttributeIds.Value },
        MonitoringMode = MonitoringMode.Reporting,
        RequestedParameters = new MonitoringParameters { SamplingInterval = 50, QueueSize = 10, DiscardOldest = true },
    };
}
