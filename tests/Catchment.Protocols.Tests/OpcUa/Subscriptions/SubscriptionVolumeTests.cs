using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;
using static Catchment.Protocols.Tests.OpcUa.Subscriptions.SubscriptionScene;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>Many items, many cycles, many clients at once: nothing is lost, repeated or left behind.</summary>
public sealed class SubscriptionVolumeTests
{
    [Fact]
    public void A_thousand_items_over_a_thousand_cycles_come_without_gap_or_repeat()
    {
        const int Count = 1_000;
        var cycles = Fuzzing.Rounds(200, 1_000);
        using var scene = new SubscriptionScene();
        var id = scene.SubscribeId(maxNotifications: 300);
        var nodes = Enumerable.Range(0, Count).Select(i => scene.Number($"n{i}")).ToArray();
        scene.Watch(id, [.. nodes.Select((n, i) => Item(n.Id, (uint)i))]).ShouldAllBe(r => r.StatusCode == StatusCodes.Good);
        var seen = new double[Count];
        Array.Fill(seen, -1);
        var sequence = 0u;
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            foreach (var node in nodes)
                node.Set(new DataValue(new Variant((double)cycle)));
            var publish = scene.Publish(acknowledge: sequence == 0 ? [] : [(id, sequence)]);
            scene.Cycle();
            for (var more = true; more; publish = more ? scene.Publish(acknowledge: [(id, sequence)]) : publish)
            {
                var answer = Answer(publish);
                answer.NotificationMessage.SequenceNumber.ShouldBe(++sequence);
                answer.AvailableSequenceNumbers.ShouldBe([sequence]);
                answer.Results.ShouldAllBe(r => r == StatusCodes.Good);
                foreach (var notification in Notifications(answer))
                {
                    notification.Value.Value.TryGetNumber(out var value).ShouldBeTrue();
                    if (value == seen[notification.ClientHandle] + 1)
                        seen[notification.ClientHandle] = value;
                    else
                        (cycle == 0 && value == 0).ShouldBeTrue($"item {notification.ClientHandle} told {value} after {seen[notification.ClientHandle]}");
                }

                more = answer.MoreNotifications;
            }

            seen.ShouldAllBe(v => v == cycle);
        }
    }

    [Fact]
    public void Sampling_what_does_not_change_allocates_nothing()
    {
        using var scene = new SubscriptionScene();
        var id = scene.SubscribeId(interval: 1_000, keepAlive: 1_000, lifetime: 3_000);
        var items = scene.Service.FindOf(scene.Session, id)!.Items;
        for (var i = 0; i < 100; i++)
            scene.WatchOne(id, Item(scene.Number($"n{i}", i, range: (0, 10)).Id, (uint)i, sampling: -1));
        scene.WatchOne(id, Item(scene.Variable("text", new Variant("text")).Id));
        scene.WatchOne(id, Item(scene.Variable("array", Variant.OfArray(BuiltInType.Double, new double[10])).Id));

        Allocations.Of(items.BeginCycle).ShouldBe(0);
    }

    [Fact]
    public async Task Clients_that_change_everything_at_once_break_nothing()
    {
        const int Clients = 4;
        var rounds = Fuzzing.Rounds(300, 3_000);
        using var scene = new SubscriptionScene(new OpcUaSubscriptionLimits { MaxOperationsPerCall = 100, MaxSubscriptionsPerSession = 6, MaxPublishRequestsPerSession = 5 });
        var nodes = Enumerable.Range(0, 20).Select(i => scene.Number($"n{i}").Id).ToArray();
        var sessions = Enumerable.Range(0, Clients).Select(_ => scene.NewSession()).ToArray();
        var shared = new System.Collections.Concurrent.ConcurrentQueue<uint>();
        using var ended = new CancellationTokenSource();
        var clock = Task.Run(() =>
        {
            for (var i = 0; !ended.IsCancellationRequested; i++)
            {
                if (scene.Space.Find(nodes[i % nodes.Length]) is ValueNode node)
                    node.Set(new DataValue(new Variant((double)i)));
                scene.Advance(10);
            }
        });
        await Task.WhenAll(sessions.Select((session, seed) => Task.Run(() => Disturb(scene, session, nodes, shared, new Random(seed), rounds)))).InTimeAsync();
        await ended.CancelAsync();
        await clock.InTimeAsync();

        // Whatever happened, all of it works still, and all of it can be cleared away.
        foreach (var session in sessions)
            scene.Service.SessionClosed(session, deleteSubscriptions: true);
        scene.Service.Budget.Subscriptions.ShouldBe(0);
        scene.Service.Budget.Items.ShouldBe(0);
        scene.Service.Budget.Queued.ShouldBe(0);
        scene.Service.Budget.Retained.ShouldBe(0);
        scene.WatchOne(scene.SubscribeId(), Item(nodes[0]));
        Notifications(scene.Next()).Length.ShouldBe(1);
    }

    private static void Disturb(SubscriptionScene scene, ServerSession session, NodeId[] nodes, System.Collections.Concurrent.ConcurrentQueue<uint> shared, Random random, int rounds)
    {
        List<uint> own = [];
        for (var round = 0; round < rounds; round++)
        {
            var id = own.Count == 0 ? 0 : own[random.Next(own.Count)];
            try
            {
                switch (random.Next(10))
                {
                    case 0:
                        own.Add(scene.SubscribeId(50 + (50 * random.Next(4)), 3, 10, (uint)random.Next(5), (byte)random.Next(3), session: session));
                        shared.Enqueue(own[^1]);
                        break;
                    case 1 when random.Next(4) == 0:
                        scene.Service.Delete(session, new DeleteSubscriptionsRequest { SubscriptionIds = [id] });
                        break;
                    case 2 when shared.TryDequeue(out var others):
                        if (scene.Service.Transfer(session, new TransferSubscriptionsRequest { SubscriptionIds = [others], SendInitialValues = true }).Results[0].StatusCode.IsGood)
                            own.Add(others);
                        break;
                    case 3 or 4:
                        scene.Items.Create(session, new CreateMonitoredItemsRequest
                        {
                            SubscriptionId = id,
                            ItemsToCreate = [.. nodes.Select((n, i) => Item(n, (uint)i, 50 * random.Next(5), (uint)random.Next(10), mode: (MonitoringMode)random.Next(3)))],
                        });
                        break;
                    case 5:
                        scene.Items.Delete(session, new DeleteMonitoredItemsRequest { SubscriptionId = id, MonitoredItemIds = [.. Enumerable.Range(0, 50).Select(_ => (uint)random.Next(200))] });
                        break;
                    case 6:
                        scene.Items.SetTriggering(session, new SetTriggeringRequest { SubscriptionId = id, TriggeringItemId = (uint)random.Next(50), LinksToAdd = [1, 2, 3, 4, 5], LinksToRemove = [6, 7] });
                        break;
                    case 7:
                        scene.Items.SetMonitoringMode(session, new SetMonitoringModeRequest { SubscriptionId = id, MonitoringMode = (MonitoringMode)random.Next(3), MonitoredItemIds = [1, 2, 3, 4] });
                        break;
                    case 8:
                        scene.Service.Modify(session, new ModifySubscriptionRequest { SubscriptionId = id, RequestedPublishingInterval = 50 * random.Next(5), RequestedLifetimeCount = 20 });
                        break;
                    default:
                        _ = scene.Publish(session, timeout: (uint)random.Next(500), acknowledge: [(id, (uint)random.Next(20))]);
                        break;
                }
            }
            catch (OpcUaException refused)
            {
                refused.Status.ShouldBeOneOf(StatusCodes.BadSubscriptionIdInvalid, StatusCodes.BadTooManySubscriptions, StatusCodes.BadMonitoredItemIdInvalid);
            }
        }
    }
}
