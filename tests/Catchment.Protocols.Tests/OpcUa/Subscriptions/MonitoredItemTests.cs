using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using static Catchment.Protocols.Tests.OpcUa.Subscriptions.SubscriptionScene;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>How items are made, and what they see. Source: OPC 10000-4, 5.13.</summary>
public sealed class MonitoredItemTests : IDisposable
{
    private readonly SubscriptionScene _scene = new(new OpcUaSubscriptionLimits { MaxMonitoredItems = 60, MaxMonitoredItemsPerSubscription = 50, MaxQueueSize = 100, MaxQueuedValues = 150 });
    private readonly uint _id;

    public MonitoredItemTests() => _id = _scene.SubscribeId();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void What_can_not_be_watched_is_refused_one_by_one()
    {
        var number = _scene.Number("number").Id;
        var huge = new ReadValueId { NodeId = number, AttributeId = AttributeIds.Value };
        (MonitoredItemCreateRequest Item, StatusCode Status)[] cases =
        [
            (Item(default), StatusCodes.BadNodeIdInvalid),
            (Item(new NodeId("nobody", _scene.Namespace)), StatusCodes.BadNodeIdUnknown),
            (Item(number, attribute: 0), StatusCodes.BadAttributeIdInvalid),
            (Item(number, attribute: 99), StatusCodes.BadAttributeIdInvalid),
            (Item(number, attribute: AttributeIds.EventNotifier), StatusCodes.BadAttributeIdInvalid),
            (Item(StandardIds.ObjectsFolder), StatusCodes.BadAttributeIdInvalid),
            (Item(number, range: "1:"), StatusCodes.BadIndexRangeInvalid),
            (Item(number, range: "5:2"), StatusCodes.BadIndexRangeInvalid),
            (Item(number, mode: (MonitoringMode)3), StatusCodes.BadMonitoringModeInvalid),
            (Item(number, mode: (MonitoringMode)(-1)), StatusCodes.BadMonitoringModeInvalid),
            (Item(number, encoding: new QualifiedName("Default Binary")), StatusCodes.BadDataEncodingInvalid),
            (Item(number, attribute: AttributeIds.DisplayName, encoding: new QualifiedName("Default Binary")), StatusCodes.BadDataEncodingInvalid),
            (Item(new NodeId(2256), encoding: new QualifiedName("Default XML")), StatusCodes.BadDataEncodingUnsupported),
            (Item(new NodeId(2256), encoding: new QualifiedName("Default Binary")), StatusCodes.Good),
            (Item(number), StatusCodes.Good),
            (new MonitoredItemCreateRequest { ItemToMonitor = huge }, StatusCodes.Good),
        ];

        var results = _scene.Watch(_id, [.. cases.Select(c => c.Item)]);

        for (var i = 0; i < cases.Length; i++)
            results[i].StatusCode.ShouldBe(cases[i].Status, $"case {i}");
        _scene.Service.Budget.Items.ShouldBe(3);
    }

    [Fact]
    public void Times_that_are_no_choice_are_refused()
    {
        foreach (var wrong in new[] { TimestampsToReturn.Invalid, (TimestampsToReturn)9, (TimestampsToReturn)(-1) })
        {
            Refusal(() => _scene.Items.Create(_scene.Session, new CreateMonitoredItemsRequest { SubscriptionId = _id, TimestampsToReturn = wrong, ItemsToCreate = [Item(new NodeId(2258))] }))
                .ShouldBe(StatusCodes.BadTimestampsToReturnInvalid);
            Refusal(() => _scene.Items.Modify(_scene.Session, new ModifyMonitoredItemsRequest { SubscriptionId = _id, TimestampsToReturn = wrong, ItemsToModify = [new MonitoredItemModifyRequest()] }))
                .ShouldBe(StatusCodes.BadTimestampsToReturnInvalid);
        }
    }

    [Fact]
    public void A_subscription_and_the_server_have_so_many_items_at_most()
    {
        var node = _scene.Number("a").Id;
        _scene.Watch(_id, [.. Enumerable.Repeat(Item(node), 51)]).Select(r => r.StatusCode).Distinct().ShouldBe([StatusCodes.Good, StatusCodes.BadTooManyMonitoredItems]);
        var second = _scene.SubscribeId();
        var results = _scene.Watch(second, [.. Enumerable.Repeat(Item(node), 11)]);
        results.Count(r => r.StatusCode == StatusCodes.Good).ShouldBe(10);
        results[10].StatusCode.ShouldBe(StatusCodes.BadTooManyMonitoredItems);

        Delete(1, 2).ShouldBe([StatusCodes.Good, StatusCodes.Good]);
        _scene.Watch(second, Item(node)).Single().StatusCode.ShouldBe(StatusCodes.Good);
    }

    [Theory]
    [InlineData(-1, 0, 100)]
    [InlineData(-5, 0, 100)]
    [InlineData(0, 0, 50)]
    [InlineData(double.NaN, 0, 50)]
    [InlineData(20, 0, 50)]
    [InlineData(100, 0, 100)]
    [InlineData(101, 0, 110)]
    [InlineData(250, 0, 250)]
    [InlineData(1_234, 0, 1_300)]
    [InlineData(12_345, 0, 13_000)]
    [InlineData(1e12, 0, 3_600_000)]
    [InlineData(0, 500, 500)]
    [InlineData(0, 505, 510)]
    [InlineData(-1, 500, 500)]
    [InlineData(1_000, 500, 1_000)]
    [InlineData(0, -1, 50)]
    public void The_sampling_interval_is_revised(double wished, double least, double revised)
    {
        var node = _scene.Variable("a", leastSampling: least);
        _scene.Watch(_id, Item(node.Id, sampling: wished)).Single().RevisedSamplingInterval.ShouldBe(revised);
    }

    [Theory]
    [InlineData(0u, 1u)]
    [InlineData(1u, 1u)]
    [InlineData(100u, 100u)]
    [InlineData(101u, 100u)]
    [InlineData(uint.MaxValue, 100u)]
    public void The_queue_size_is_revised(uint wished, uint revised) =>
        _scene.Watch(_id, Item(_scene.Number("a").Id, queue: wished)).Single().RevisedQueueSize.ShouldBe(revised);

    [Fact]
    public void All_queues_together_hold_so_many_values_at_most()
    {
        var node = _scene.Number("a").Id;
        _scene.Watch(_id, Item(node, queue: 100), Item(node, queue: 100), Item(node, queue: 52), Item(node, queue: 2)).Select(r => r.RevisedQueueSize)
            .ShouldBe([100u, 1u, 52u, 1u]);
        Delete(1);
        _scene.Watch(_id, Item(node, queue: 100)).Single().RevisedQueueSize.ShouldBe(100u);
    }

    [Fact]
    public void Each_item_is_sampled_in_its_own_interval()
    {
        using var scene = new SubscriptionScene();
        var id = scene.SubscribeId(interval: 1_000);
        var node = scene.Number("a");
        scene.WatchOne(id, Item(node.Id, 1, sampling: 50, queue: 100));
        scene.WatchOne(id, Item(node.Id, 2, sampling: 100, queue: 100));
        scene.WatchOne(id, Item(node.Id, 3, sampling: 400, queue: 100));
        scene.WatchOne(id, Item(node.Id, 4, sampling: -1, queue: 100));
        scene.Advance(1_000);
        Numbers(Answer(scene.Publish())).ShouldBe([0, 0, 0, 0]);
        var publish = scene.Publish();
        for (var i = 1; i < 20; i++)
        {
            node.Set(new DataValue(new Variant((double)i)));
            scene.Advance(50);
        }

        publish.IsCompleted.ShouldBeFalse();
        scene.Advance(50);
        var seen = Notifications(Answer(publish)).GroupBy(n => n.ClientHandle, n => n.Value.Value.TryGetNumber(out var x) ? x : -1).ToDictionary(g => g.Key, g => g.ToArray());
        seen[1].ShouldBe(Enumerable.Range(1, 19).Select(i => (double)i));
        seen[2].Take(9).ShouldBe([2, 4, 6, 8, 10, 12, 14, 16, 18]);
        seen[3].ShouldBe([4, 12], "at 1,200 and 1,600 ms");
        seen[4].ShouldBe([19]);
    }

    [Fact]
    public void Only_the_times_that_were_wished_are_told()
    {
        var node = _scene.Number("a");
        var source = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        node.Set(new DataValue(new Variant(1.0), default, source) { SourcePicoseconds = 5 });
        var created = _scene.Service.Now;
        (TimestampsToReturn Wish, DateTime? Source, DateTime? Server)[] cases =
        [
            (TimestampsToReturn.Source, source, null), (TimestampsToReturn.Server, null, created), (TimestampsToReturn.Both, source, created), (TimestampsToReturn.Neither, null, null),
        ];
        for (var i = 0; i < cases.Length; i++)
            _scene.Items.Create(_scene.Session, new CreateMonitoredItemsRequest { SubscriptionId = _id, TimestampsToReturn = cases[i].Wish, ItemsToCreate = [Item(node.Id, (uint)i)] });

        var seen = Notifications(_scene.Next());

        for (var i = 0; i < cases.Length; i++)
        {
            seen[i].Value.SourceTimestamp.ShouldBe(cases[i].Source);
            seen[i].Value.SourcePicoseconds.ShouldBe(cases[i].Source is null ? (ushort)0 : (ushort)5);
            seen[i].Value.ServerTimestamp.ShouldBe(cases[i].Server, "when it was sampled");
        }
    }

    [Fact]
    public void A_part_of_a_value_is_watched_alone()
    {
        var node = _scene.Variable("array", Variant.OfArray(BuiltInType.Int32, new[] { 1, 2, 3, 4 }));
        _scene.WatchOne(_id, Item(node.Id, 1, range: "1:2"));
        _scene.WatchOne(_id, Item(node.Id, 2, range: "9"));
        var first = Notifications(_scene.Next());
        first[0].Value.Value.Elements.ShouldBe(new[] { 2, 3 });
        first[1].Value.Status.ShouldBe(StatusCodes.BadIndexRangeNoData);

        node.Set(new DataValue(Variant.OfArray(BuiltInType.Int32, new[] { 10, 2, 3, 40 })));
        var publish = _scene.Publish();
        _scene.Cycle(2);
        publish.IsCompleted.ShouldBeFalse("nothing of that part changed");
        node.Set(new DataValue(Variant.OfArray(BuiltInType.Int32, new[] { 10, 2, 30, 40 })));
        _scene.Cycle();
        Notifications(Answer(publish)).Single().Value.Value.Elements.ShouldBe(new[] { 2, 30 });
    }

    [Fact]
    public void Attributes_other_than_the_value_are_watched_too()
    {
        var node = _scene.Number("a");
        _scene.WatchOne(_id, Item(node.Id, 1, attribute: AttributeIds.DisplayName));
        _scene.WatchOne(_id, Item(StandardIds.ObjectsFolder, 2, attribute: AttributeIds.NodeClass));
        var seen = Notifications(_scene.Next());
        seen[0].Value.Value.ShouldBe(new Variant(new LocalizedText("a")));
        seen[1].Value.Value.ShouldBe(new Variant(1));
        var publish = _scene.Publish();
        _scene.Cycle(3);
        publish.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void What_may_not_be_read_tells_so()
    {
        _scene.WatchOne(_id, Item(_scene.Variable("a", new Variant(1), access: AccessLevels.CurrentWrite).Id));
        Notifications(_scene.Next()).Single().Value.Status.ShouldBe(StatusCodes.BadNotReadable);
    }

    [Fact]
    public void A_node_that_goes_is_told_once_and_seen_again_when_it_comes_back()
    {
        var node = _scene.Number("a", 1);
        _scene.WatchOne(_id, Item(node.Id, queue: 10));
        Numbers(_scene.Next()).ShouldBe([1.0]);
        _scene.Space.Remove(node.Id).ShouldBeTrue();
        Notifications(_scene.Next()).Single().Value.Status.ShouldBe(StatusCodes.BadNodeIdUnknown);
        var publish = _scene.Publish();
        _scene.Cycle(5);
        publish.IsCompleted.ShouldBeFalse();

        var again = _scene.Number("a", 2);
        _scene.Cycle();
        Numbers(Answer(publish)).ShouldBe([2.0]);
        again.Set(new DataValue(new Variant(3.0)));
        Numbers(_scene.Next()).ShouldBe([3.0]);
    }

    [Fact]
    public void A_node_that_is_replaced_between_two_samples_is_the_new_one()
    {
        var node = _scene.Number("a", 1);
        _scene.WatchOne(_id, Item(node.Id));
        _scene.Next();
        _scene.Space.Remove(node.Id);
        _scene.Number("a", 2);
        node.Set(new DataValue(new Variant(99.0)));

        Numbers(_scene.Next()).ShouldBe([2.0]);
    }

    [Fact]
    public void Deleted_items_report_nothing_and_are_unknown()
    {
        var node = _scene.Number("a", 1);
        var item = _scene.WatchOne(_id, Item(node.Id));
        var other = _scene.WatchOne(_id, Item(node.Id, 2));

        Delete(item, item, 99).ShouldBe([StatusCodes.Good, StatusCodes.BadMonitoredItemIdInvalid, StatusCodes.BadMonitoredItemIdInvalid]);

        Notifications(_scene.Next()).Single().ClientHandle.ShouldBe(2u);
        SetMode(MonitoringMode.Disabled, item, other).ShouldBe([StatusCodes.BadMonitoredItemIdInvalid, StatusCodes.Good]);
        Modify(item, new MonitoringParameters()).StatusCode.ShouldBe(StatusCodes.BadMonitoredItemIdInvalid);
    }

    [Fact]
    public void A_disabled_item_forgets_and_begins_anew()
    {
        var node = _scene.Number("a", 1);
        var item = _scene.WatchOne(_id, Item(node.Id, queue: 10, mode: MonitoringMode.Disabled));
        Notifications(_scene.Next()).ShouldBeEmpty();
        _scene.Cycle(3);
        SetMode(MonitoringMode.Reporting, item);
        Numbers(_scene.Next()).ShouldBe([1.0]);
        node.Set(new DataValue(new Variant(2.0)));
        var publish = _scene.Publish();
        SetMode(MonitoringMode.Disabled, item);
        _scene.Cycle(3);
        publish.IsCompleted.ShouldBeFalse();
        node.Set(new DataValue(new Variant(1.0)));
        SetMode(MonitoringMode.Reporting, item);
        _scene.Cycle();
        Numbers(Answer(publish)).ShouldBe([1.0], "the first sample is told, though it is the last that was told before");
    }

    [Fact]
    public void Disabling_throws_away_what_waits()
    {
        var item = _scene.WatchOne(_id, Item(_scene.Number("a", 1).Id));
        SetMode(MonitoringMode.Disabled, item);
        Notifications(_scene.Next()).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_sampled_is_told_when_it_is_reported()
    {
        var node = _scene.Number("a", 1);
        var item = _scene.WatchOne(_id, Item(node.Id, queue: 10, mode: MonitoringMode.Sampling));
        Notifications(_scene.Next()).ShouldBeEmpty();
        node.Set(new DataValue(new Variant(2.0)));
        _scene.Cycle();
        SetMode(MonitoringMode.Reporting, item);
        Numbers(_scene.Next()).ShouldBe([1.0, 2.0]);
        node.Set(new DataValue(new Variant(3.0)));
        _scene.Cycle();
        SetMode(MonitoringMode.Sampling, item);
        Notifications(Answer(_scene.Publish())).ShouldBeEmpty();
        var publish = _scene.Publish();
        _scene.Cycle(2);
        publish.IsCompleted.ShouldBeFalse();
        SetMode(MonitoringMode.Reporting, item);
        _scene.Cycle();
        Numbers(Answer(publish)).ShouldBe([3.0]);
    }

    [Fact]
    public void A_mode_that_is_none_is_refused() =>
        Refusal(() => SetMode((MonitoringMode)3, 1)).ShouldBe(StatusCodes.BadMonitoringModeInvalid);

    [Fact]
    public void Another_handle_interval_queue_and_filter_go_at_once()
    {
        var node = _scene.Number("a", 1);
        var item = _scene.WatchOne(_id, Item(node.Id, 1, queue: 50));
        _scene.Next();
        var revised = Modify(item, new MonitoringParameters
        {
            ClientHandle = 9,
            SamplingInterval = 250,
            QueueSize = 3,
            Filter = new ExtensionObject(new DataChangeFilter { Trigger = DataChangeTrigger.StatusValue, DeadbandType = DeadbandType.Absolute, DeadbandValue = 5 }),
        });
        revised.StatusCode.ShouldBe(StatusCodes.Good);
        revised.RevisedSamplingInterval.ShouldBe(250);
        revised.RevisedQueueSize.ShouldBe(3u);
        _scene.Service.Budget.Queued.ShouldBe(2);

        node.Set(new DataValue(new Variant(6.0)));
        var publish = _scene.Publish();
        _scene.Cycle(5);
        publish.IsCompleted.ShouldBeFalse("within the deadband");
        node.Set(new DataValue(new Variant(6.1)));
        _scene.Cycle(4);
        Notifications(Answer(publish)).Single().ClientHandle.ShouldBe(9u);
        Modify(item, new MonitoringParameters { Filter = new ExtensionObject(new DataChangeFilter { DeadbandType = (DeadbandType)7 }) }).StatusCode
            .ShouldBe(StatusCodes.BadDeadbandFilterInvalid);
    }

    [Fact]
    public void A_smaller_queue_loses_what_it_can_not_hold_and_says_so()
    {
        var node = _scene.Number("a", 0);
        var item = _scene.WatchOne(_id, Item(node.Id, queue: 10));
        for (var i = 1; i <= 5; i++)
        {
            _scene.Cycle();
            node.Set(new DataValue(new Variant((double)i)));
        }

        Modify(item, new MonitoringParameters { QueueSize = 2, DiscardOldest = true, SamplingInterval = -1 });
        var seen = Notifications(Answer(_scene.Publish()));
        seen.Select(n => n.Value.Value.ToObject()).ShouldBe([3.0, 4.0]);
        seen.Select(n => n.Value.Status.Value).ShouldBe([0x480u, 0u]);
    }

    private StatusCode[] Delete(params uint[] items) =>
        _scene.Items.Delete(_scene.Session, new DeleteMonitoredItemsRequest { SubscriptionId = _id, MonitoredItemIds = items }).Results;

    private StatusCode[] SetMode(MonitoringMode mode, params uint[] items) =>
        _scene.Items.SetMonitoringMode(_scene.Session, new SetMonitoringModeRequest { SubscriptionId = _id, MonitoringMode = mode, MonitoredItemIds = items }).Results;

    private MonitoredItemModifyResult Modify(uint item, MonitoringParameters parameters) =>
        _scene.Items.Modify(_scene.Session, new ModifyMonitoredItemsRequest
        {
            SubscriptionId = _id,
            TimestampsToReturn = TimestampsToReturn.Both,
            ItemsToModify = [new MonitoredItemModifyRequest { MonitoredItemId = item, RequestedParameters = parameters }],
        }).Results.Single();
}
