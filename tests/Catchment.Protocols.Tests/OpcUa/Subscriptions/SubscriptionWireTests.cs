using System.Net;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.OpcUa.Server.Dispatch;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>Subscriptions over real connections.</summary>
public sealed class SubscriptionWireTests : IAsyncDisposable
{
    private readonly SubscriptionScene _scene = new(new OpcUaSubscriptionLimits { AnonymousTransferWithoutSecurity = true });
    private readonly OpcUaServer _server;

    public SubscriptionWireTests()
    {
        var table = new ServiceTable { SessionClosed = _scene.Service.SessionClosed };
        table.Add<CreateSubscriptionRequest>(_scene.Service.Create);
        table.Add<TransferSubscriptionsRequest>(_scene.Service.Transfer);
        table.Add<RepublishRequest>(_scene.Service.Republish);
        table.Add<PublishRequest>(_scene.Service.PublishAsync);
        table.Add<CreateMonitoredItemsRequest>(_scene.Items.Create);

        // The clock runs ahead of the connections: it must not run out of their patience.
        var options = new OpcUaServerOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            ApplicationUri = "urn:test",
            Time = _scene.Time,
            OpenTimeout = TimeSpan.FromHours(1),
            MessageTimeout = TimeSpan.FromHours(1),
            SendTimeout = TimeSpan.FromHours(1),
        };
        _server = OpcUaServer.Start(options, table);
    }

    public async ValueTask DisposeAsync()
    {
        _scene.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Several_clients_see_every_value_of_every_item_once_and_in_order()
    {
        const int Clients = 4, Items = 250;
        var rounds = Fuzzing.Rounds(20, 200);
        var nodes = Enumerable.Range(0, Items).Select(i => _scene.Number($"n{i}")).ToArray();
        var clients = new List<(TestChannel Channel, uint Subscription)>();
        for (var i = 0; i < Clients; i++)
            clients.Add(await SubscribeAsync(nodes, (uint)rounds + 1));
        var seen = clients.ConvertAll(client => Task.Run(() => CollectAsync(client.Channel, client.Subscription, Items * (rounds + 1))));
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var node in nodes)
                node.Set(new DataValue(new Variant((double)round)));
            _scene.Advance(100);
        }

        foreach (var values in await Task.WhenAll(seen).InTimeAsync())
            values.ShouldAllBe(v => v.Value.SequenceEqual(Enumerable.Range(0, rounds + 1).Select(r => (double)r)));
        foreach (var (channel, _) in clients)
            await channel.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_lost_its_connection_misses_nothing()
    {
        const int Rounds = 10;
        var node = _scene.Number("n");
        var (lost, id) = await SubscribeAsync([node], 3 * Rounds);
        List<double> seen = [];
        await CollectAsync(lost, id, 1, seen);
        var waiting = lost.BeginAsync(new PublishRequest());
        for (var i = 1; i <= Rounds; i++)
            Tick(node, i);
        await lost.DisposeAsync();
        for (var i = 1; i <= Rounds; i++)
            Tick(node, Rounds + i);

        await using var found = await TestChannel.OpenSessionAsync(_server.Endpoints[0]);
        var transferred = (await found.AskAsync<TransferSubscriptionsResponse>(new TransferSubscriptionsRequest { SubscriptionIds = [id] })).Results.Single();
        transferred.StatusCode.ShouldBe(StatusCodes.Good);
        foreach (var number in transferred.AvailableSequenceNumbers.Where(n => n > 1))
            Add(seen, (await found.AskAsync<RepublishResponse>(new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = number })).NotificationMessage);
        if (seen.Count < (2 * Rounds) + 1)
            await CollectAsync(found, id, (2 * Rounds) + 1 - seen.Count, seen);

        seen.ShouldBe(Enumerable.Range(0, (2 * Rounds) + 1).Select(i => (double)i));
        await waiting.ContinueWith(static _ => { }, TaskScheduler.Default).InTimeAsync();
    }

    private void Tick(ValueNode node, double value)
    {
        node.Set(new DataValue(new Variant(value)));
        _scene.Advance(100);
    }

    private async Task<(TestChannel Channel, uint Subscription)> SubscribeAsync(ValueNode[] nodes, uint queue)
    {
        var channel = await TestChannel.OpenSessionAsync(_server.Endpoints[0]);
        var id = (await channel.AskAsync<CreateSubscriptionResponse>(new CreateSubscriptionRequest
        {
            RequestedPublishingInterval = 100,
            RequestedMaxKeepAliveCount = 1_000,
            RequestedLifetimeCount = 10_000,
            PublishingEnabled = true,
        })).SubscriptionId;
        var created = await channel.AskAsync<CreateMonitoredItemsResponse>(new CreateMonitoredItemsRequest
        {
            SubscriptionId = id,
            ItemsToCreate = [.. nodes.Select((n, i) => SubscriptionScene.Item(n.Id, (uint)i, queue: queue))],
        });
        created.Results.ShouldAllBe(r => r.StatusCode == StatusCodes.Good && r.RevisedQueueSize == queue);
        _scene.Advance(100);
        return (channel, id);
    }

    /// <summary>Publishes with three requests under way until so many values came.</summary>
    private static async Task<Dictionary<uint, List<double>>> CollectAsync(TestChannel channel, uint subscription, int count, List<double>? all = null)
    {
        Dictionary<uint, List<double>> seen = [];
        Queue<Task<IServiceResponse>> underWay = [];
        var acknowledgements = Array.Empty<SubscriptionAcknowledgement>();
        uint last = 0;
        for (var left = count; left > 0;)
        {
            while (underWay.Count < (count == 1 ? 1 : 3))
            {
                underWay.Enqueue(channel.BeginAsync(new PublishRequest { SubscriptionAcknowledgements = acknowledgements }));
                acknowledgements = [];
            }

            var response = (await underWay.Dequeue().InTimeAsync()).ShouldBeOfType<PublishResponse>();
            response.SubscriptionId.ShouldBe(subscription);
            response.Results.ShouldAllBe(r => r == StatusCodes.Good);
            var message = response.NotificationMessage;
            if (last != 0)
                message.SequenceNumber.ShouldBe(last + 1);
            last = message.SequenceNumber;
            if (all is null)
                acknowledgements = [new SubscriptionAcknowledgement { SubscriptionId = subscription, SequenceNumber = last }];
            else
                Add(all, message);
            foreach (var notification in SubscriptionScene.Notifications(message))
            {
                if (!seen.TryGetValue(notification.ClientHandle, out var values))
                    seen.Add(notification.ClientHandle, values = []);
                notification.Value.Value.TryGetNumber(out var value).ShouldBeTrue();
                values.Add(value);
                left--;
            }
        }

        return seen;
    }

    private static void Add(List<double> seen, NotificationMessage message) =>
        seen.AddRange(SubscriptionScene.Notifications(message).Select(n => n.Value.Value.TryGetNumber(out var value) ? value : double.NaN));
}
