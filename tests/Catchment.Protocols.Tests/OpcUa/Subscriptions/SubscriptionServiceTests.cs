using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Server;
using static Catchment.Protocols.Tests.OpcUa.Subscriptions.SubscriptionScene;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

public sealed class SubscriptionServiceTests
{
    [Theory]
    [InlineData(100, 100)]
    [InlineData(50, 50)]
    [InlineData(49.9, 50)]
    [InlineData(0, 50)]
    [InlineData(-1, 50)]
    [InlineData(double.NaN, 50)]
    [InlineData(double.NegativeInfinity, 50)]
    [InlineData(double.PositiveInfinity, 3_600_000)]
    [InlineData(123.4, 124)]
    public void The_publishing_interval_is_revised(double wished, double revised)
    {
        using var scene = new SubscriptionScene();
        scene.Subscribe(wished).RevisedPublishingInterval.ShouldBe(revised);
    }

    [Theory]
    [InlineData(10u, 100u, 10u, 100u)]
    [InlineData(10u, 0u, 10u, 30u)]
    [InlineData(10u, 29u, 10u, 30u)]
    [InlineData(0u, 0u, 100u, 300u)]
    [InlineData(uint.MaxValue, uint.MaxValue, 12_000u, 36_000u)]
    [InlineData(1u, uint.MaxValue, 1u, 36_000u)]
    public void A_life_takes_three_keep_alives_at_least_and_the_longest_life_at_most(uint keepAlive, uint lifetime, uint revisedKeepAlive, uint revisedLifetime)
    {
        using var scene = new SubscriptionScene();
        var created = scene.Subscribe(100, keepAlive, lifetime);
        created.RevisedMaxKeepAliveCount.ShouldBe(revisedKeepAlive);
        created.RevisedLifetimeCount.ShouldBe(revisedLifetime);
    }

    [Fact]
    public void The_slowest_publishing_still_has_three_keep_alives()
    {
        using var scene = new SubscriptionScene();
        var created = scene.Subscribe(1e9, 50, 500);
        created.RevisedMaxKeepAliveCount.ShouldBe(1u);
        created.RevisedLifetimeCount.ShouldBe(3u);
    }

    [Fact]
    public void A_session_and_the_server_have_so_many_subscriptions_at_most()
    {
        using var scene = new SubscriptionScene(new OpcUaSubscriptionLimits { MaxSubscriptions = 3, MaxSubscriptionsPerSession = 2 });
        var other = scene.NewSession();
        scene.SubscribeId();
        var second = scene.SubscribeId();
        Refusal(() => scene.Subscribe()).ShouldBe(StatusCodes.BadTooManySubscriptions);
        scene.SubscribeId(session: other);
        Refusal(() => scene.Subscribe(session: other)).ShouldBe(StatusCodes.BadTooManySubscriptions);

        Delete(scene, scene.Session, second).ShouldBe([StatusCodes.Good]);
        scene.SubscribeId(session: other).ShouldNotBe(second);
    }

    [Fact]
    public void A_subscription_of_another_session_is_none()
    {
        using var scene = new SubscriptionScene();
        var other = scene.NewSession();
        var id = scene.SubscribeId();

        Refusal(() => scene.Service.Modify(other, new ModifySubscriptionRequest { SubscriptionId = id })).ShouldBe(StatusCodes.BadSubscriptionIdInvalid);
        Refusal(() => scene.Service.Republish(other, new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = 1 })).ShouldBe(StatusCodes.BadSubscriptionIdInvalid);
        Delete(scene, other, id).ShouldBe([StatusCodes.BadSubscriptionIdInvalid]);
        scene.Service.SetPublishingMode(other, new SetPublishingModeRequest { SubscriptionIds = [id, 0] }).Results
            .ShouldBe([StatusCodes.BadSubscriptionIdInvalid, StatusCodes.BadSubscriptionIdInvalid]);
        Refusal(() => scene.Items.Create(other, new CreateMonitoredItemsRequest { SubscriptionId = id, ItemsToCreate = [Item(new NodeId(2258))] }))
            .ShouldBe(StatusCodes.BadSubscriptionIdInvalid);
        Refusal(() => scene.Items.Delete(other, new DeleteMonitoredItemsRequest { SubscriptionId = id, MonitoredItemIds = [1] })).ShouldBe(StatusCodes.BadSubscriptionIdInvalid);
        Refusal(() => scene.Items.SetTriggering(other, new SetTriggeringRequest { SubscriptionId = id, LinksToAdd = [1] })).ShouldBe(StatusCodes.BadSubscriptionIdInvalid);
    }

    [Fact]
    public void Calls_have_something_to_do_and_not_too_much()
    {
        using var scene = new SubscriptionScene(new OpcUaSubscriptionLimits { MaxOperationsPerCall = 2 });
        var id = scene.SubscribeId();
        Action<int>[] calls =
        [
            n => scene.Service.Delete(scene.Session, new DeleteSubscriptionsRequest { SubscriptionIds = new uint[n] }),
            n => scene.Service.SetPublishingMode(scene.Session, new SetPublishingModeRequest { SubscriptionIds = new uint[n] }),
            n => scene.Service.Transfer(scene.Session, new TransferSubscriptionsRequest { SubscriptionIds = new uint[n] }),
            n => scene.Watch(id, [.. Enumerable.Repeat(Item(new NodeId(2258)), n)]),
            n => scene.Items.Modify(scene.Session, new ModifyMonitoredItemsRequest { SubscriptionId = id, ItemsToModify = [.. Enumerable.Repeat(new MonitoredItemModifyRequest(), n)] }),
            n => scene.Items.SetMonitoringMode(scene.Session, new SetMonitoringModeRequest { SubscriptionId = id, MonitoredItemIds = new uint[n] }),
            n => scene.Items.Delete(scene.Session, new DeleteMonitoredItemsRequest { SubscriptionId = id, MonitoredItemIds = new uint[n] }),
        ];
        foreach (var call in calls)
        {
            Refusal(() => call(0)).ShouldBe(StatusCodes.BadNothingToDo);
            Refusal(() => call(3)).ShouldBe(StatusCodes.BadTooManyOperations);
            Should.NotThrow(() => call(2));
        }

        Refusal(() => scene.Items.SetTriggering(scene.Session, new SetTriggeringRequest { SubscriptionId = id })).ShouldBe(StatusCodes.BadNothingToDo);
        Refusal(() => scene.Items.SetTriggering(scene.Session, new SetTriggeringRequest { SubscriptionId = id, LinksToAdd = [1, 2], LinksToRemove = [3] }))
            .ShouldBe(StatusCodes.BadTooManyOperations);
        Fault(scene.Publish(acknowledge: [(1, 1), (1, 2), (1, 3)])).ShouldBe(StatusCodes.BadTooManyOperations);
    }

    [Fact]
    public void Another_interval_and_other_counts_go_at_once()
    {
        using var scene = new SubscriptionScene();
        var node = scene.Number("a");
        var id = scene.SubscribeId(interval: 100, keepAlive: 10);
        scene.WatchOne(id, Item(node.Id, sampling: 100));
        scene.Next();

        var revised = scene.Service.Modify(scene.Session, new ModifySubscriptionRequest
        {
            SubscriptionId = id,
            RequestedPublishingInterval = 1_000,
            RequestedMaxKeepAliveCount = 2,
            RequestedLifetimeCount = 1,
            MaxNotificationsPerPublish = 5,
        });

        revised.RevisedPublishingInterval.ShouldBe(1_000);
        revised.RevisedMaxKeepAliveCount.ShouldBe(2u);
        revised.RevisedLifetimeCount.ShouldBe(6u);
        var publish = scene.Publish();
        node.Set(new DataValue(new Variant(1.0)));
        scene.Advance(900);
        publish.IsCompleted.ShouldBeFalse();
        scene.Advance(100);
        Numbers(Answer(publish)).ShouldBe([1.0]);
        publish = scene.Publish();
        scene.Advance(1_999);
        publish.IsCompleted.ShouldBeFalse();
        scene.Advance(1);
        Notifications(Answer(publish)).ShouldBeEmpty();
    }

    [Fact]
    public void Items_keep_their_sampling_when_the_publishing_interval_changes()
    {
        using var scene = new SubscriptionScene();
        var node = scene.Number("a");
        var id = scene.SubscribeId(interval: 100);
        scene.WatchOne(id, Item(node.Id, sampling: -1, queue: 100));
        scene.WatchOne(id, Item(node.Id, handle: 2, sampling: 1_000, queue: 100));
        scene.Next();
        scene.Service.Modify(scene.Session, new ModifySubscriptionRequest { SubscriptionId = id, RequestedPublishingInterval = 1_000, RequestedMaxKeepAliveCount = 2 });
        var publish = scene.Publish();
        for (var i = 1; i <= 10; i++)
        {
            node.Set(new DataValue(new Variant((double)i)));
            scene.Advance(100);
        }

        Notifications(Answer(publish)).Count(n => n.ClientHandle == 1).ShouldBeInRange(9, 10, "sampled every 100 ms as before");
        Notifications(Answer(publish)).Count(n => n.ClientHandle == 2).ShouldBe(1);
    }

    [Fact]
    public void A_deleted_subscription_leaves_nothing_behind()
    {
        using var scene = new SubscriptionScene();
        var id = scene.SubscribeId();
        for (var i = 0; i < 10; i++)
            scene.WatchOne(id, Item(scene.Number($"n{i}").Id, queue: 100, sampling: i * 100));
        scene.Next();
        scene.Service.Budget.Items.ShouldBe(10);
        scene.Service.Budget.Queued.ShouldBe(990);
        scene.Service.Budget.Retained.ShouldBe(10);

        Delete(scene, scene.Session, id, id).ShouldBe([StatusCodes.Good, StatusCodes.BadSubscriptionIdInvalid]);

        scene.Service.Budget.Items.ShouldBe(0);
        scene.Service.Budget.Queued.ShouldBe(0);
        scene.Service.Budget.Retained.ShouldBe(0);
        scene.Service.Budget.Subscriptions.ShouldBe(0);
        scene.Time.TimerSetAsync(null).IsCompleted.ShouldBeFalse("no timer is left");
    }

    [Fact]
    public void What_a_session_leaves_lives_for_its_lifetime_unless_it_is_deleted_with_it()
    {
        using var scene = new SubscriptionScene();
        var other = scene.NewSession();
        scene.SubscribeId(keepAlive: 2, lifetime: 6);
        scene.SubscribeId(session: other);
        var publish = scene.Publish();

        scene.Service.SessionClosed(other, deleteSubscriptions: true);
        scene.Service.Budget.Subscriptions.ShouldBe(1);
        scene.Service.SessionClosed(scene.Session, deleteSubscriptions: false);

        Fault(publish).ShouldBe(StatusCodes.BadSessionClosed);
        Fault(scene.Publish()).ShouldBe(StatusCodes.BadSessionClosed);
        Refusal(() => scene.Subscribe()).ShouldBe(StatusCodes.BadSessionClosed);
        scene.Cycle(5);
        scene.Service.Budget.Subscriptions.ShouldBe(1);
        scene.Cycle();
        scene.Service.Budget.Subscriptions.ShouldBe(0);
    }

    [Fact]
    public void The_end_of_the_server_answers_what_waits()
    {
        var scene = new SubscriptionScene();
        scene.WatchOne(scene.SubscribeId(), Item(scene.Number("a").Id, sampling: 200));
        scene.Next();
        var publish = scene.Publish();

        scene.Dispose();

        Fault(publish).ShouldBe(StatusCodes.BadShutdown);
        scene.Service.Budget.Items.ShouldBe(0);
        Refusal(() => scene.Subscribe(session: scene.NewSession())).ShouldBe(StatusCodes.BadShutdown);
        scene.Time.TimerSetAsync(null).IsCompleted.ShouldBeFalse("no timer is left");
    }

    private static StatusCode[] Delete(SubscriptionScene scene, ServerSession session, params uint[] ids) =>
        scene.Service.Delete(session, new DeleteSubscriptionsRequest { SubscriptionIds = ids }).Results;
}
