using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Server.Subscriptions;
using static Catchment.Protocols.Tests.OpcUa.Subscriptions.SubscriptionScene;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>The state table of OPC 10000-4, 5.14.1.2, row by row.</summary>
public sealed class SubscriptionStateTests : IDisposable
{
    private readonly SubscriptionScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void The_first_cycle_tells_that_the_subscription_works_though_there_is_nothing_to_tell()
    {
        var id = _scene.SubscribeId(keepAlive: 10);
        var publish = _scene.Publish();
        publish.IsCompleted.ShouldBeFalse();

        _scene.Cycle();

        var answer = Answer(publish);
        answer.SubscriptionId.ShouldBe(id);
        answer.NotificationMessage.SequenceNumber.ShouldBe(1u, "the number that the next notifications will have");
        answer.NotificationMessage.NotificationData.ShouldBeEmpty();
        answer.AvailableSequenceNumbers.ShouldBeEmpty();
        answer.MoreNotifications.ShouldBeFalse();
    }

    [Fact]
    public void A_subscription_whose_first_cycle_found_no_request_is_late_and_answers_the_next_one_at_once()
    {
        _scene.SubscribeId();
        _scene.Cycle();

        Notifications(Answer(_scene.Publish())).ShouldBeEmpty();
    }

    [Fact]
    public void Notifications_go_out_at_the_end_of_the_cycle()
    {
        var id = _scene.SubscribeId();
        _scene.WatchOne(id, Item(_scene.Number("a", 7).Id, handle: 5));
        var publish = _scene.Publish();
        publish.IsCompleted.ShouldBeFalse();

        _scene.Cycle();

        var answer = Answer(publish);
        answer.NotificationMessage.SequenceNumber.ShouldBe(1u);
        answer.NotificationMessage.PublishTime.ShouldBe(_scene.Service.Now);
        answer.AvailableSequenceNumbers.ShouldBe([1u]);
        var notification = Notifications(answer).Single();
        notification.ClientHandle.ShouldBe(5u);
        notification.Value.Value.ShouldBe(new Variant(7.0));
    }

    [Fact]
    public void What_changes_without_a_request_waits_for_the_next_one()
    {
        var node = _scene.Number("a");
        _scene.WatchOne(_scene.SubscribeId(), Item(node.Id));
        _scene.Next();
        node.Set(new DataValue(new Variant(1.0)));
        _scene.Cycle(3);

        Numbers(Answer(_scene.Publish())).ShouldBe([1.0]);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(7u)]
    public void A_silent_subscription_tells_that_it_is_alive_every_so_many_cycles(uint keepAlive)
    {
        _scene.WatchOne(_scene.SubscribeId(keepAlive: keepAlive), Item(_scene.Number("a").Id));
        Notifications(_scene.Next()).Length.ShouldBe(1);

        for (var round = 0; round < 3; round++)
        {
            var publish = _scene.Publish();
            _scene.Cycle((int)keepAlive - 1);
            publish.IsCompleted.ShouldBeFalse();
            _scene.Cycle();
            var answer = Answer(publish);
            answer.NotificationMessage.NotificationData.ShouldBeEmpty();
            answer.NotificationMessage.SequenceNumber.ShouldBe(2u, "a keep-alive takes no number");
        }
    }

    [Fact]
    public void A_notification_begins_the_silent_cycles_anew()
    {
        var node = _scene.Number("a");
        _scene.WatchOne(_scene.SubscribeId(keepAlive: 3), Item(node.Id));
        _scene.Next();
        _scene.Cycle(2);
        node.Set(new DataValue(new Variant(1.0)));
        Numbers(_scene.Next()).ShouldBe([1.0]);

        var publish = _scene.Publish();
        _scene.Cycle(2);
        publish.IsCompleted.ShouldBeFalse();
        _scene.Cycle();
        Notifications(Answer(publish)).ShouldBeEmpty();
    }

    [Fact]
    public void A_keep_alive_without_a_request_is_late_and_goes_with_the_next_one()
    {
        _scene.SubscribeId(keepAlive: 2);
        _scene.Next();
        _scene.Cycle(2);

        Notifications(Answer(_scene.Publish())).ShouldBeEmpty();
        var next = _scene.Publish();
        _scene.Cycle();
        next.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void A_late_subscription_that_was_silenced_tells_that_it_is_alive()
    {
        var id = _scene.SubscribeId();
        _scene.WatchOne(id, Item(_scene.Number("a").Id));
        _scene.Cycle();
        SetPublishing(id, false);

        Notifications(Answer(_scene.Publish())).ShouldBeEmpty();
    }

    [Fact]
    public void A_silenced_subscription_keeps_what_it_sees_and_stays_alive()
    {
        var node = _scene.Number("a");
        var id = _scene.SubscribeId(keepAlive: 2, isEnabled: false);
        _scene.WatchOne(id, Item(node.Id, queue: 10));
        Notifications(_scene.Next()).ShouldBeEmpty();
        node.Set(new DataValue(new Variant(1.0)));
        _scene.Cycle(2);
        Notifications(Answer(_scene.Publish())).ShouldBeEmpty();

        SetPublishing(id, true);

        Numbers(_scene.Next()).ShouldBe([0.0, 1.0]);
    }

    [Fact]
    public void What_does_not_go_into_one_message_goes_at_once_into_those_that_wait_and_come()
    {
        var id = _scene.SubscribeId(maxNotifications: 2);
        for (var i = 0; i < 7; i++)
            _scene.WatchOne(id, Item(_scene.Number($"n{i}", i).Id, (uint)i));
        var first = _scene.Publish();
        var second = _scene.Publish();
        _scene.Cycle();

        Answer(first).MoreNotifications.ShouldBeTrue();
        Numbers(Answer(first)).ShouldBe([0.0, 1.0]);
        Answer(second).MoreNotifications.ShouldBeTrue();
        Numbers(Answer(second)).ShouldBe([2.0, 3.0]);
        Numbers(Answer(_scene.Publish())).ShouldBe([4.0, 5.0]);
        var last = Answer(_scene.Publish());
        last.MoreNotifications.ShouldBeFalse();
        Numbers(last).ShouldBe([6.0]);
        last.NotificationMessage.SequenceNumber.ShouldBe(4u);
        _scene.Publish().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Silencing_ends_what_was_to_follow_until_it_is_heard_again()
    {
        var id = _scene.SubscribeId(maxNotifications: 1);
        _scene.WatchOne(id, Item(_scene.Number("a", 1).Id));
        _scene.WatchOne(id, Item(_scene.Number("b", 2).Id));
        _scene.Next().MoreNotifications.ShouldBeTrue();
        SetPublishing(id, false);
        var publish = _scene.Publish();
        publish.IsCompleted.ShouldBeFalse();
        SetPublishing(id, true);
        _scene.Cycle();

        Numbers(Answer(publish)).ShouldBe([2.0]);
    }

    [Fact]
    public void Without_a_request_it_ends_after_its_lifetime_and_its_items_with_it()
    {
        var id = _scene.SubscribeId(keepAlive: 2, lifetime: 6);
        _scene.WatchOne(id, Item(_scene.Number("a").Id));
        _scene.Cycle(5);
        _scene.Service.Budget.Subscriptions.ShouldBe(1);
        _scene.Cycle();
        _scene.Service.Budget.Subscriptions.ShouldBe(0);
        _scene.Service.Budget.Items.ShouldBe(0);

        var answer = Answer(_scene.Publish());
        answer.SubscriptionId.ShouldBe(id);
        StatusChange(answer).ShouldBe(StatusCodes.BadTimeout);
        Fault(_scene.Publish()).ShouldBe(StatusCodes.BadNoSubscription);
    }

    [Fact]
    public void Every_call_that_names_it_lets_it_live_on()
    {
        var id = _scene.SubscribeId(keepAlive: 2, lifetime: 6);
        Action[] calls =
        [
            () => _ = _scene.Publish(),
            () => SetPublishing(id, true),
            () => _scene.Service.Modify(_scene.Session, new ModifySubscriptionRequest { SubscriptionId = id, RequestedPublishingInterval = 100, RequestedLifetimeCount = 6, RequestedMaxKeepAliveCount = 2 }),
            () => Refusal(() => _scene.Service.Republish(_scene.Session, new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = 99 })),
            () => _scene.Watch(id, Item(_scene.Number("a").Id)),
            () => _scene.Items.SetMonitoringMode(_scene.Session, new SetMonitoringModeRequest { SubscriptionId = id, MonitoredItemIds = [1] }),
            () => _scene.Items.Delete(_scene.Session, new DeleteMonitoredItemsRequest { SubscriptionId = id, MonitoredItemIds = [1] }),
        ];
        foreach (var call in calls)
        {
            _scene.Cycle(5);
            call();
        }

        _scene.Cycle(5);
        _scene.Service.Budget.Subscriptions.ShouldBe(1);
        _scene.Cycle();
        _scene.Service.Budget.Subscriptions.ShouldBe(0);
    }

    [Fact]
    public void A_request_that_waits_does_not_hold_a_subscription_whose_client_is_gone()
    {
        // The keep-alives use the requests up; then nothing comes any more.
        _scene.SubscribeId(keepAlive: 2, lifetime: 6);
        _ = _scene.Publish();
        _ = _scene.Publish();
        _scene.Cycle(3);
        _scene.Cycle(5);
        _scene.Service.Budget.Subscriptions.ShouldBe(1);
        _scene.Cycle();
        _scene.Service.Budget.Subscriptions.ShouldBe(0);
    }

    [Fact]
    public void Sequence_numbers_begin_anew_at_one()
    {
        Subscription.After(1).ShouldBe(2u);
        Subscription.After(uint.MaxValue - 1).ShouldBe(uint.MaxValue);
        Subscription.After(uint.MaxValue).ShouldBe(1u);
    }

    private void SetPublishing(uint id, bool isEnabled) =>
        _scene.Service.SetPublishingMode(_scene.Session, new SetPublishingModeRequest { PublishingEnabled = isEnabled, SubscriptionIds = [id] }).Results.ShouldBe([StatusCodes.Good]);
}
