using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server.Subscriptions;
using static Catchment.Protocols.Tests.OpcUa.Subscriptions.SubscriptionScene;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>Items that are reported when another one changes. Source: OPC 10000-4, 5.13.1.6 and 5.13.5.</summary>
public sealed class TriggeringTests : IDisposable
{
    private readonly SubscriptionScene _scene = new(new OpcUaSubscriptionLimits { MaxTriggeringLinks = 3 });
    private readonly uint _id;
    private readonly ValueNode _door;
    private readonly ValueNode _camera;

    public TriggeringTests()
    {
        _id = _scene.SubscribeId();
        _door = _scene.Number("door");
        _camera = _scene.Number("camera");
    }

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_trigger_lets_what_was_only_sampled_be_told(bool isDoorReported)
    {
        var (door, camera) = Linked(isDoorReported ? MonitoringMode.Reporting : MonitoringMode.Sampling);
        Set(_camera, 1);
        _scene.Cycle();
        Set(_camera, 2);
        _scene.Cycle();
        var publish = _scene.Publish();
        Set(_door, 1);
        _scene.Cycle();

        var seen = Notifications(Answer(publish)).Select(n => (n.ClientHandle, n.Value.Value.ToObject())).ToArray();
        seen.Where(n => n.ClientHandle == camera).ShouldBe([(camera, 0.0), (camera, 1.0), (camera, 2.0)]);
        seen.Count(n => n.ClientHandle == door).ShouldBe(isDoorReported ? 1 : 0);
        publish = _scene.Publish();
        Set(_camera, 3);
        _scene.Cycle(3);
        publish.IsCompleted.ShouldBeFalse("a trigger goes once");
    }

    [Fact]
    public void What_changes_in_the_cycle_of_its_trigger_is_told_too()
    {
        Linked(MonitoringMode.Reporting);
        Set(_door, 1);
        _scene.Cycle();
        Answer(_scene.Publish());
        Set(_door, 2);
        Set(_camera, 7);
        var publish = _scene.Publish();
        _scene.Cycle();
        Notifications(Answer(publish)).Select(n => n.Value.Value.ToObject()).ShouldBe([2.0, 7.0], ignoreOrder: true);
    }

    [Fact]
    public void A_trigger_that_finds_nothing_lapses_with_its_cycle()
    {
        Linked(MonitoringMode.Reporting);
        Set(_door, 1);
        _scene.Next();
        Set(_door, 2);
        _scene.Next();
        Set(_camera, 7);
        var publish = _scene.Publish();
        _scene.Cycle(3);
        publish.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void A_disabled_trigger_triggers_nothing()
    {
        var (door, _) = Linked(MonitoringMode.Reporting);
        _scene.Items.SetMonitoringMode(_scene.Session, new SetMonitoringModeRequest { SubscriptionId = _id, MonitoringMode = MonitoringMode.Disabled, MonitoredItemIds = [door] });
        Set(_door, 1);
        var publish = _scene.Publish();
        _scene.Cycle(3);
        publish.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void A_link_that_was_taken_away_or_whose_ends_are_deleted_triggers_nothing()
    {
        var (door, camera) = Linked(MonitoringMode.Reporting);
        Link(door, [], [camera]).RemoveResults.ShouldBe([StatusCodes.Good]);
        Link(door, [], [camera]).RemoveResults.ShouldBe([StatusCodes.BadMonitoredItemIdInvalid]);
        Set(_door, 1);
        Notifications(_scene.Next()).Length.ShouldBe(1);

        Link(door, [camera], []).AddResults.ShouldBe([StatusCodes.Good]);
        _scene.Items.Delete(_scene.Session, new DeleteMonitoredItemsRequest { SubscriptionId = _id, MonitoredItemIds = [camera] });
        Set(_door, 2);
        Notifications(_scene.Next()).Length.ShouldBe(1);
        Link(door, [], [camera]).RemoveResults.ShouldBe([StatusCodes.BadMonitoredItemIdInvalid]);
    }

    [Fact]
    public void A_deleted_trigger_gives_its_links_back()
    {
        for (var i = 0; i < 5; i++)
        {
            var (door, camera) = Linked(MonitoringMode.Reporting);
            var third = _scene.WatchOne(_id, Item(_camera.Id));
            Link(door, [third], []).AddResults.ShouldBe([StatusCodes.Good]);
            Link(third, [door], []).AddResults.ShouldBe([StatusCodes.Good]);
            Link(third, [camera], []).AddResults.ShouldBe([StatusCodes.BadResourceUnavailable]);
            _scene.Items.Delete(_scene.Session, new DeleteMonitoredItemsRequest { SubscriptionId = _id, MonitoredItemIds = [door] }).Results.ShouldBe([StatusCodes.Good]);
        }
    }

    [Fact]
    public void Links_are_judged_one_by_one()
    {
        var (door, camera) = Linked(MonitoringMode.Reporting);
        Link(door, [99, camera, door], [98]).ShouldSatisfyAllConditions(
            r => r.AddResults.ShouldBe([StatusCodes.BadMonitoredItemIdInvalid, StatusCodes.Good, StatusCodes.BadMonitoredItemIdInvalid]),
            r => r.RemoveResults.ShouldBe([StatusCodes.BadMonitoredItemIdInvalid]));
        Refusal(() => Link(99, [camera], [])).ShouldBe(StatusCodes.BadMonitoredItemIdInvalid);
    }

    [Fact]
    public void An_item_that_is_reported_anyway_is_told_once()
    {
        var (door, camera) = Linked(MonitoringMode.Reporting);
        _scene.Items.SetMonitoringMode(_scene.Session, new SetMonitoringModeRequest { SubscriptionId = _id, MonitoringMode = MonitoringMode.Reporting, MonitoredItemIds = [camera] });
        _scene.Next();
        Set(_door, 1);
        Set(_camera, 1);
        Notifications(_scene.Next()).Select(n => n.ClientHandle).ShouldBe([door, camera], ignoreOrder: true);
    }

    [Fact]
    public void A_trigger_that_more_messages_carry_holds_until_all_is_told()
    {
        var ready = new ReadyItems();
        var item = new MonitoredItem(1, default, null) { Mode = MonitoringMode.Sampling, Queue = new SampleQueue(10, discardOldest: true) };
        for (var i = 0; i < 5; i++)
            item.Queue.Enqueue(new DataValue(new Variant(i)));
        ready.Trigger(item);
        ready.Take(2, int.MaxValue).Length.ShouldBe(2);
        ready.EndCycle();
        ready.Take(10, int.MaxValue).Length.ShouldBe(3);
        item.Queue.Enqueue(new DataValue(new Variant(9)));
        ready.Add(item);
        ready.Any.ShouldBeFalse();
    }

    private (uint Door, uint Camera) Linked(MonitoringMode doorMode)
    {
        var door = _scene.WatchOne(_id, Item(_door.Id, mode: doorMode));
        var camera = _scene.WatchOne(_id, Item(_camera.Id, queue: 10, mode: MonitoringMode.Sampling));
        SetHandle(door);
        SetHandle(camera, 10);
        _scene.Next();
        Link(door, [camera], []).AddResults.ShouldBe([StatusCodes.Good]);
        return (door, camera);
    }

    private void SetHandle(uint item, uint queue = 1) =>
        _scene.Items.Modify(_scene.Session, new ModifyMonitoredItemsRequest
        {
            SubscriptionId = _id,
            TimestampsToReturn = TimestampsToReturn.Neither,
            ItemsToModify = [new MonitoredItemModifyRequest { MonitoredItemId = item, RequestedParameters = new MonitoringParameters { ClientHandle = item, SamplingInterval = -1, QueueSize = queue } }],
        }).Results.Single().StatusCode.ShouldBe(StatusCodes.Good);

    private SetTriggeringResponse Link(uint trigger, uint[] add, uint[] remove) =>
        _scene.Items.SetTriggering(_scene.Session, new SetTriggeringRequest { SubscriptionId = _id, TriggeringItemId = trigger, LinksToAdd = add, LinksToRemove = remove });

    private static void Set(ValueNode node, double value) => node.Set(new DataValue(new Variant(value)));
}
