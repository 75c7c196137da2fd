using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server.Subscriptions;
using FsCheck;
using FsCheck.Fluent;
using static Catchment.Protocols.Tests.OpcUa.Subscriptions.SubscriptionScene;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>Filters of data changes, and those that are refused. Source: OPC 10000-4, 7.22; OPC 10000-8, 7.2.</summary>
public sealed class FilterTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly SubscriptionScene _scene = new();
    private readonly uint _id;

    public FilterTests() => _id = _scene.SubscribeId();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Filters_that_can_not_be_had_are_refused()
    {
        var number = _scene.Number("number").Id;
        var ranged = _scene.Number("ranged", range: (0, 200)).Id;
        var broken = _scene.Number("broken", range: (5, 5)).Id;
        var text = _scene.Variable("text", new Variant("x"), (uint)BuiltInType.String).Id;
        var truth = _scene.Variable("truth", new Variant(true), (uint)BuiltInType.Boolean).Id;
        var duration = _scene.Variable("duration", new Variant(1.0), 290).Id;
        var server = new NodeId(2253);
        (MonitoredItemCreateRequest Item, StatusCode Status)[] cases =
        [
            (Item(number, filter: Change()), StatusCodes.Good),
            (Item(number, filter: Absolute(5)), StatusCodes.Good),
            (Item(duration, filter: Absolute(5)), StatusCodes.Good),
            (Item(ranged, filter: Percent(100)), StatusCodes.Good),
            (Item(text, filter: Change()), StatusCodes.Good),
            (Item(number, filter: Change((DataChangeTrigger)3)), StatusCodes.BadMonitoredItemFilterInvalid),
            (Item(number, filter: Change((DataChangeTrigger)(-1))), StatusCodes.BadMonitoredItemFilterInvalid),
            (Item(number, filter: Absolute(-1)), StatusCodes.BadDeadbandFilterInvalid),
            (Item(number, filter: Absolute(double.NaN)), StatusCodes.BadDeadbandFilterInvalid),
            (Item(number, filter: Absolute(double.PositiveInfinity)), StatusCodes.BadDeadbandFilterInvalid),
            (Item(ranged, filter: Percent(100.1)), StatusCodes.BadDeadbandFilterInvalid),
            (Item(ranged, filter: Percent(-0.1)), StatusCodes.BadDeadbandFilterInvalid),
            (Item(number, filter: new DataChangeFilter { Trigger = DataChangeTrigger.StatusValue, DeadbandType = (DeadbandType)3 }), StatusCodes.BadDeadbandFilterInvalid),
            (Item(number, filter: Percent(10)), StatusCodes.BadDeadbandFilterInvalid),
            (Item(broken, filter: Percent(10)), StatusCodes.BadDeadbandFilterInvalid),
            (Item(text, filter: Absolute(1)), StatusCodes.BadFilterNotAllowed),
            (Item(truth, filter: Absolute(1)), StatusCodes.BadFilterNotAllowed),
            (Item(number, attribute: AttributeIds.DisplayName, filter: Change()), StatusCodes.BadFilterNotAllowed),
            (With(Item(number), new ExtensionObject(new NodeId(StructureTypes.EventFilter), [])), StatusCodes.BadFilterNotAllowed),
            (With(Item(number), new ExtensionObject(new NodeId(StructureTypes.AggregateFilter), [])), StatusCodes.BadMonitoredItemFilterUnsupported),
            (With(Item(number), new ExtensionObject(new NodeId(12345), [1, 2])), StatusCodes.BadMonitoredItemFilterUnsupported),
            (With(Item(number), new ExtensionObject(new NodeId(DataChangeFilter.EncodingId), [1, 2])), StatusCodes.BadMonitoredItemFilterInvalid),
            (With(Item(number), new ExtensionObject(default, null)), StatusCodes.Good),
            (With(Item(server, attribute: AttributeIds.EventNotifier), new ExtensionObject(new NodeId(StructureTypes.EventFilter), [])), StatusCodes.BadMonitoredItemFilterUnsupported),
            (Item(server, attribute: AttributeIds.EventNotifier), StatusCodes.BadMonitoredItemFilterInvalid),
            (Item(server, attribute: AttributeIds.EventNotifier, filter: Change()), StatusCodes.BadFilterNotAllowed),
        ];

        var results = _scene.Watch(_id, [.. cases.Select(c => c.Item)]);

        for (var i = 0; i < cases.Length; i++)
            results[i].StatusCode.ShouldBe(cases[i].Status, $"case {i}");
    }

    [Fact]
    public void A_filter_is_understood_as_it_comes_over_the_wire()
    {
        var node = _scene.Number("a", 10);
        byte[] body = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0x40];
        _scene.Watch(_id, With(Item(node.Id), new ExtensionObject(new NodeId(DataChangeFilter.EncodingId), body))).Single().StatusCode.ShouldBe(StatusCodes.Good);
        _scene.Next();
        node.Set(new DataValue(new Variant(15.0)));
        var publish = _scene.Publish();
        _scene.Cycle();
        publish.IsCompleted.ShouldBeFalse("within 5");
        node.Set(new DataValue(new Variant(15.5)));
        _scene.Cycle();
        Numbers(Answer(publish)).ShouldBe([15.5]);
    }

    [Theory]
    [InlineData(DataChangeTrigger.Status, false, false, true)]
    [InlineData(DataChangeTrigger.StatusValue, true, false, true)]
    [InlineData(DataChangeTrigger.StatusValueTimestamp, true, true, true)]
    public void A_trigger_tells_which_changes_count(object trigger, bool value, bool time, bool status)
    {
        var filter = new ItemFilter((DataChangeTrigger)trigger, DeadbandType.None, 0);
        var last = new DataValue(new Variant(1.0), StatusCodes.Good, Noon, Noon);

        filter.Passes(last, last, null).ShouldBeFalse();
        filter.Passes(last, last with { ServerTimestamp = Noon.AddSeconds(1) }, null).ShouldBeFalse("when the server looked does not count");
        filter.Passes(last, last with { Value = new Variant(2.0) }, null).ShouldBe(value);
        filter.Passes(last, last with { Value = new Variant(1) }, null).ShouldBe(value, "another type");
        filter.Passes(last, last with { SourceTimestamp = Noon.AddTicks(1) }, null).ShouldBe(time);
        filter.Passes(last, last with { SourcePicoseconds = 1 }, null).ShouldBe(time);
        filter.Passes(last, last with { Status = StatusCodes.UncertainLastUsableValue }, null).ShouldBe(status);
    }

    [Fact]
    public void With_a_deadband_a_new_time_alone_does_not_count_but_a_status_does()
    {
        var filter = new ItemFilter(DataChangeTrigger.StatusValueTimestamp, DeadbandType.Absolute, 10);
        var last = new DataValue(new Variant(1.0), StatusCodes.Good, Noon);
        filter.Passes(last, last with { SourceTimestamp = Noon.AddSeconds(1) }, null).ShouldBeFalse();
        filter.Passes(last, last with { Status = StatusCodes.Bad }, null).ShouldBeTrue();
        new ItemFilter(DataChangeTrigger.Status, DeadbandType.Absolute, 10).Passes(last, last with { Value = new Variant(100.0) }, null).ShouldBeFalse();
    }

    [Fact]
    public void Percent_are_of_the_engineering_range()
    {
        var node = _scene.Number("a", 50, range: (-100, 300));
        _scene.WatchOne(_id, Item(node.Id, filter: Percent(10)));
        _scene.Next();
        node.Set(new DataValue(new Variant(90.0)));
        var publish = _scene.Publish();
        _scene.Cycle();
        publish.IsCompleted.ShouldBeFalse("40 is 10 % of 400");
        node.Set(new DataValue(new Variant(90.5)));
        _scene.Cycle();
        Numbers(Answer(publish)).ShouldBe([90.5]);
    }

    [Theory]
    [InlineData(double.NaN, double.NaN, false)]
    [InlineData(double.NaN, 1, true)]
    [InlineData(1, double.NaN, true)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, false)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, true)]
    [InlineData(0, double.PositiveInfinity, true)]
    [InlineData(1, 2, false)]
    [InlineData(1, 2.0001, true)]
    [InlineData(2, 1, false)]
    public void A_deadband_is_exceeded(double one, double other, bool exceeds) =>
        DeadbandComparison.Exceeds(new Variant(one), new Variant(other), 1).ShouldBe(exceeds);

    [Fact]
    public void An_array_exceeds_a_deadband_when_one_element_does()
    {
        (Array Elements, Func<int, Array> With, BuiltInType Type)[] kinds =
        [
            (new sbyte[] { 1, 2 }, x => new sbyte[] { 1, (sbyte)x }, BuiltInType.SByte),
            (new byte[] { 1, 2 }, x => new byte[] { 1, (byte)x }, BuiltInType.Byte),
            (new short[] { 1, 2 }, x => new short[] { 1, (short)x }, BuiltInType.Int16),
            (new ushort[] { 1, 2 }, x => new ushort[] { 1, (ushort)x }, BuiltInType.UInt16),
            (new[] { 1, 2 }, x => new[] { 1, x }, BuiltInType.Int32),
            (new uint[] { 1, 2 }, x => new uint[] { 1, (uint)x }, BuiltInType.UInt32),
            (new long[] { 1, 2 }, x => new long[] { 1, x }, BuiltInType.Int64),
            (new ulong[] { 1, 2 }, x => new ulong[] { 1, (ulong)x }, BuiltInType.UInt64),
            (new float[] { 1, 2 }, x => new float[] { 1, x }, BuiltInType.Float),
            (new double[] { 1, 2 }, x => new double[] { 1, x }, BuiltInType.Double),
        ];
        foreach (var (elements, with, type) in kinds)
        {
            var last = Variant.OfArray(type, elements);
            DeadbandComparison.Exceeds(last, Variant.OfArray(type, with(12)), 10).ShouldBeFalse($"{type}");
            DeadbandComparison.Exceeds(last, Variant.OfArray(type, with(13)), 10).ShouldBeTrue($"{type}");
        }

        var doubles = Variant.OfArray(BuiltInType.Double, new double[4]);
        DeadbandComparison.Exceeds(doubles, Variant.OfArray(BuiltInType.Double, new double[3]), 10).ShouldBeTrue("another length");
        DeadbandComparison.Exceeds(doubles, Variant.OfArray(BuiltInType.Double, new double[4], [2, 2]), 10).ShouldBeTrue("another shape");
        DeadbandComparison.Exceeds(doubles, new Variant(0.0), 10).ShouldBeTrue("no array any more");
        DeadbandComparison.Exceeds(new Variant(true), new Variant(false), 10).ShouldBeTrue("no number");
        DeadbandComparison.Exceeds(new Variant("a"), new Variant("a"), 10).ShouldBeFalse();
    }

    [Fact]
    public void Whatever_is_told_lies_outside_the_deadband_of_what_was_told_before_and_nothing_else_does() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int[]>(),
            Gen.Choose(0, 20).ToArbitrary(),
            (values, deadband) =>
            {
                var filter = new ItemFilter(DataChangeTrigger.StatusValue, DeadbandType.Absolute, deadband);
                var told = new DataValue(new Variant(0.0));
                foreach (var value in values)
                {
                    var sample = new DataValue(new Variant((double)value));
                    told.Value.TryGetNumber(out var before);
                    if (filter.Passes(told, sample, null) != (Math.Abs(value - before) > deadband))
                        return false;
                    if (filter.Passes(told, sample, null))
                        told = sample;
                }

                return true;
            }).QuickCheckThrowOnFailure();

    private static MonitoredItemCreateRequest With(MonitoredItemCreateRequest item, ExtensionObject filter) =>
        item with { RequestedParameters = item.RequestedParameters with { Filter = filter } };

    private static DataChangeFilter Change(DataChangeTrigger trigger = DataChangeTrigger.StatusValue) => new() { Trigger = trigger };

    private static DataChangeFilter Absolute(double value) => new() { Trigger = DataChangeTrigger.StatusValue, DeadbandType = DeadbandType.Absolute, DeadbandValue = value };

    private static DataChangeFilter Percent(double value) => new() { Trigger = DataChangeTrigger.StatusValue, DeadbandType = DeadbandType.Percent, DeadbandValue = value };
}
