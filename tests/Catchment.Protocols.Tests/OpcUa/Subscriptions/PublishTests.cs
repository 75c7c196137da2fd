using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Server.Subscriptions;
using static Catchment.Protocols.Tests.OpcUa.Subscriptions.SubscriptionScene;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>Publish, its queue and its acknowledgements. Source: OPC 10000-4, 5.14.5.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly SubscriptionScene _scene = new(new OpcUaSubscriptionLimits { MaxPublishRequestsPerSession = 3, MaxRetainedMessages = 4, MaxRetainedNotifications = 20 });

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Without_a_subscription_there_is_nothing_to_wait_for()
    {
        Fault(_scene.Publish()).ShouldBe(StatusCodes.BadNoSubscription);
        var id = _scene.SubscribeId();
        var publish = _scene.Publish();
        publish.IsCompleted.ShouldBeFalse();

        _scene.Service.Delete(_scene.Session, new DeleteSubscriptionsRequest { SubscriptionIds = [id] });

        Fault(publish).ShouldBe(StatusCodes.BadNoSubscription);
    }

    [Fact]
    public void Of_too_many_requests_the_oldest_makes_way()
    {
        _scene.SubscribeId();
        var requests = Enumerable.Range(0, 5).Select(_ => _scene.Publish()).ToArray();

        Fault(requests[0]).ShouldBe(StatusCodes.BadTooManyPublishRequests);
        Fault(requests[1]).ShouldBe(StatusCodes.BadTooManyPublishRequests);
        requests[2].IsCompleted.ShouldBeFalse();
        _scene.Session.Subscriptions.Requests.ShouldBe(3);
        _scene.Cycle();
        Answer(requests[2]);
        requests[3].IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void A_request_waits_no_longer_than_its_client()
    {
        _scene.SubscribeId(keepAlive: 100, lifetime: 1000);
        _scene.Next();
        var patient = _scene.Publish(timeout: 10_000);
        var hasty = _scene.Publish(timeout: 250);
        var eternal = _scene.Publish();
        _scene.Advance(249);
        hasty.IsCompleted.ShouldBeFalse();
        _scene.Advance(1);
        Fault(hasty).ShouldBe(StatusCodes.BadTimeout);
        _scene.Advance(9_748);
        patient.IsCompleted.ShouldBeFalse();
        _scene.Advance(2);

        // The keep-alive after 10 s goes with the first request that still waits.
        Notifications(Answer(eternal)).ShouldBeEmpty();
        Fault(patient).ShouldBe(StatusCodes.BadTimeout);
    }

    [Fact]
    public async Task A_request_whose_client_is_gone_ends_and_takes_nothing_with_it()
    {
        using var gone = new CancellationTokenSource();
        _scene.WatchOne(_scene.SubscribeId(), Item(_scene.Number("a", 3).Id));
        var lost = _scene.Publish(cancellation: gone.Token);
        var kept = _scene.Publish();
        await gone.CancelAsync();

        (await lost.InTimeAsync()).ResponseHeader.ServiceResult.ShouldBe(StatusCodes.BadSecureChannelClosed);
        _scene.Session.Subscriptions.Requests.ShouldBe(1);
        _scene.Cycle();
        Numbers(Answer(kept)).ShouldBe([3.0]);
    }

    [Fact]
    public void A_request_whose_client_was_gone_before_it_came_takes_nothing_with_it()
    {
        _scene.WatchOne(_scene.SubscribeId(), Item(_scene.Number("a", 3).Id));
        _scene.Cycle();

        Fault(_scene.Publish(cancellation: new CancellationToken(canceled: true))).ShouldBe(StatusCodes.BadSecureChannelClosed);

        Numbers(Answer(_scene.Publish())).ShouldBe([3.0]);
    }

    [Fact]
    public void Requests_are_cancelled_by_their_number()
    {
        _scene.SubscribeId();
        var first = _scene.Publish(handle: 7);
        var second = _scene.Publish(handle: 8);
        var third = _scene.Publish(handle: 7);

        SubscriptionService.Cancel(_scene.Session, 7).ShouldBe(2);
        SubscriptionService.Cancel(_scene.Session, 9).ShouldBe(0);

        Fault(first).ShouldBe(StatusCodes.BadRequestCancelledByClient);
        Fault(third).ShouldBe(StatusCodes.BadRequestCancelledByClient);
        _scene.Cycle();
        Answer(second);
    }

    [Fact]
    public void What_is_acknowledged_can_not_be_had_again()
    {
        var id = Changing(out var change);
        for (var i = 1; i <= 3; i++)
        {
            change();
            _scene.Next().NotificationMessage.SequenceNumber.ShouldBe((uint)i);
        }

        change();
        var publish = _scene.Publish(acknowledge: [(id, 1), (id, 3), (id, 3), (id + 1, 2), (id, 0)]);
        _scene.Cycle();

        Answer(publish).Results.ShouldBe(
            [StatusCodes.Good, StatusCodes.Good, StatusCodes.BadSequenceNumberUnknown, StatusCodes.BadSubscriptionIdInvalid, StatusCodes.BadSequenceNumberUnknown]);
        Answer(publish).AvailableSequenceNumbers.ShouldBe([2u, 4u]);
        Republish(id, 2).SequenceNumber.ShouldBe(2u);
        Refusal(() => Republish(id, 1)).ShouldBe(StatusCodes.BadMessageNotAvailable);
        Refusal(() => Republish(id, 5)).ShouldBe(StatusCodes.BadMessageNotAvailable);
    }

    [Fact]
    public void The_results_of_acknowledgements_come_with_whatever_the_request_is_answered()
    {
        var id = Changing(out var change);
        change();
        _scene.Next();
        var publish = _scene.Publish(acknowledge: [(id, 1)]);
        _scene.Cycle(10);

        Notifications(Answer(publish)).ShouldBeEmpty();
        Answer(publish).Results.ShouldBe([StatusCodes.Good]);
        Answer(publish).AvailableSequenceNumbers.ShouldBeEmpty();
    }

    [Fact]
    public void An_acknowledgement_of_another_session_counts_for_nothing()
    {
        var id = Changing(out var change);
        change();
        _scene.Next();
        var other = _scene.NewSession();
        _scene.SubscribeId(session: other);
        var publish = _scene.Publish(other, acknowledge: [(id, 1)]);
        _scene.Cycle();

        Answer(publish).Results.ShouldBe([StatusCodes.BadSubscriptionIdInvalid]);
        Republish(id, 1).SequenceNumber.ShouldBe(1u);
    }

    [Fact]
    public void A_message_comes_again_as_it_was()
    {
        var id = Changing(out var change);
        change();
        var sent = _scene.Next().NotificationMessage;

        Republish(id, 1).ShouldBeSameAs(sent);
    }

    [Fact]
    public void So_many_messages_are_kept_the_newest()
    {
        var id = Changing(out var change);
        for (var i = 0; i < 10; i++)
        {
            change();
            _scene.Next();
        }

        change();
        _scene.Next().AvailableSequenceNumbers.ShouldBe([8u, 9u, 10u, 11u]);
        Refusal(() => Republish(id, 7)).ShouldBe(StatusCodes.BadMessageNotAvailable);
        _scene.Service.Budget.Retained.ShouldBe(4);
    }

    [Fact]
    public void When_all_keep_too_much_each_keeps_its_newest_message()
    {
        var id = _scene.SubscribeId();
        for (var i = 0; i < 15; i++)
            _scene.WatchOne(id, Item(_scene.Number($"n{i}").Id));
        _scene.Next().AvailableSequenceNumbers.ShouldBe([1u]);
        foreach (var node in _scene.Space.Nodes.OfType<Catchment.Protocols.OpcUa.Nodes.ValueNode>().Where(n => n.Id.NamespaceIndex == _scene.Namespace))
            node.Set(new DataValue(new Variant(1.0)));

        _scene.Next().AvailableSequenceNumbers.ShouldBe([2u]);
        _scene.Service.Budget.Retained.ShouldBe(15);
    }

    [Fact]
    public void The_highest_priority_is_served_first_and_of_equals_who_waits_longest()
    {
        var low = _scene.SubscribeId(priority: 1, interval: 100);
        var second = _scene.SubscribeId(priority: 5, interval: 100);
        var first = _scene.SubscribeId(priority: 5, interval: 60);
        var high = _scene.SubscribeId(priority: 200, interval: 100);
        _scene.Cycle();

        var served = Enumerable.Range(0, 4).Select(_ => Answer(_scene.Publish()).SubscriptionId).ToArray();

        served.ShouldBe([high, first, second, low]);
    }

    [Fact]
    public void Equals_with_much_to_tell_take_turns()
    {
        var a = _scene.SubscribeId(maxNotifications: 1);
        var b = _scene.SubscribeId(maxNotifications: 1);
        for (var i = 0; i < 3; i++)
        {
            _scene.WatchOne(a, Item(_scene.Number($"a{i}").Id));
            _scene.WatchOne(b, Item(_scene.Number($"b{i}").Id));
        }

        _scene.Cycle();
        var served = Enumerable.Range(0, 6).Select(_ => Answer(_scene.Publish()).SubscriptionId).ToArray();
        served.ShouldBe([a, b, a, b, a, b]);
    }

    [Fact]
    public void A_message_holds_about_so_many_bytes_at_most()
    {
        using var scene = new SubscriptionScene(new OpcUaSubscriptionLimits { MaxBytesPerPublish = 1_000 });
        var id = scene.SubscribeId();
        scene.WatchOne(id, Item(scene.Variable("huge", new Variant(new string('x', 5_000))).Id, 1));
        scene.WatchOne(id, Item(scene.Variable("bytes", new Variant(new byte[800])).Id, 2));
        scene.WatchOne(id, Item(scene.Variable("array", Variant.OfArray(BuiltInType.Double, new double[40])).Id, 3));
        scene.WatchOne(id, Item(scene.Number("small").Id, 4));

        Notifications(scene.Next()).Select(n => n.ClientHandle).ShouldBe([1u]);
        Notifications(scene.Next()).Select(n => n.ClientHandle).ShouldBe([2u, 3u]);
        Notifications(scene.Next()).Select(n => n.ClientHandle).ShouldBe([4u]);
    }

    [Fact]
    public void All_items_and_kept_messages_together_hold_so_many_bytes_at_most()
    {
        const int Most = 100_000;
        using var scene = new SubscriptionScene(new OpcUaSubscriptionLimits { MaxHeldBytes = Most, MaxBytesPerPublish = 15_000 });
        var node = scene.Variable("text", new Variant(""), 12);
        var id = scene.SubscribeId(isEnabled: false, lifetime: 10_000);
        scene.WatchOne(id, Item(node.Id, queue: 1_000, sampling: 100));
        for (var i = 0; i < 100; i++)
        {
            node.Set(new DataValue(new Variant(new string((char)('a' + (i % 26)), 10_000))));
            scene.Cycle();
        }

        scene.Service.Budget.Held.ShouldBeInRange(Most - 30_000, Most);
        scene.Service.SetPublishingMode(scene.Session, new SetPublishingModeRequest { PublishingEnabled = true, SubscriptionIds = [id] });
        node.Set(new DataValue(new Variant("short")));
        List<DataValue> told = [];
        while (told.Count == 0 || told[^1].Value != new Variant("short"))
            told.AddRange(Notifications(scene.Next()).Select(n => n.Value));
        told.Count(v => v.Status == StatusCodes.Good).ShouldBeGreaterThan(6);
        told.ShouldContain(v => v.Status == StatusCodes.BadOutOfMemory);
        scene.Service.Delete(scene.Session, new DeleteSubscriptionsRequest { SubscriptionIds = [id] });
        scene.Service.Budget.Held.ShouldBe(0);
    }

    [Fact]
    public void Kept_messages_with_large_values_make_way()
    {
        using var scene = new SubscriptionScene(new OpcUaSubscriptionLimits { MaxHeldBytes = 100_000 });
        var node = scene.Variable("text", new Variant(""), 12);
        var id = scene.SubscribeId();
        scene.WatchOne(id, Item(node.Id));
        var available = 0;
        for (var i = 0; i < 50; i++)
        {
            node.Set(new DataValue(new Variant(new string((char)('a' + (i % 26)), 10_000))));
            var response = scene.Next();
            Notifications(response).ShouldHaveSingleItem().Value.Status.ShouldBe(StatusCodes.Good);
            available = response.AvailableSequenceNumbers.Length;
        }

        available.ShouldBeInRange(2, 5);
        scene.Service.Delete(scene.Session, new DeleteSubscriptionsRequest { SubscriptionIds = [id] });
        scene.Service.Budget.Held.ShouldBe(0);
    }

    private NotificationMessage Republish(uint id, uint number) =>
        _scene.Service.Republish(_scene.Session, new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = number }).NotificationMessage;

    private uint Changing(out Action change)
    {
        var node = _scene.Number("changing");
        var id = _scene.SubscribeId();
        _scene.WatchOne(id, Item(node.Id));
        var value = 0;
        change = () => node.Set(new DataValue(new Variant((double)++value)));
        return id;
    }
}
