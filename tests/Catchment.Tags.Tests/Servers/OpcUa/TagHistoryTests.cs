using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Servers.OpcUa;

/// <summary>The history of a point as that of its node.</summary>
public sealed class TagHistoryTests : IDisposable
{
    private readonly OpcUaGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public void A_node_that_is_mapped_for_it_tells_what_was_written()
    {
        _gateway.Register("level", "float");
        _gateway.Map("level", type: "Int16", access: "HistoryRead");
        var times = Enumerable.Range(0, 5).Select(i => _gateway.Time.GetUtcNow().UtcDateTime.AddSeconds(i)).ToArray();
        double[] written = [1.5, 2, 70_000, 4, 5];
        foreach (var value in written)
        {
            _gateway.Write("level", TagValue.Of(value));
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var node = _gateway.Variable("ns=2;s=level");
        (node.AccessLevel, node.Historizing).ShouldBe((AccessLevels.CurrentRead | AccessLevels.HistoryRead, true));
        var all = node.History!.Read(DateTime.MinValue, DateTime.MaxValue, isBackward: false, 100);
        all.Select(v => v.Value.ToObject()).ShouldBe([(short)1, (short)2, short.MaxValue, (short)4, (short)5]);
        all.Select(v => v.SourceTimestamp!.Value).ShouldBe(times);
        all.Select(v => v.Status).ShouldBe([StatusCodes.Good, StatusCodes.Good, StatusCodes.UncertainEngineeringUnitsExceeded, StatusCodes.Good, StatusCodes.Good]);
        node.History.Read(times[1], times[3], isBackward: true, 2).Select(v => v.SourceTimestamp).ShouldBe([times[3], times[2]]);
        node.History.Read(times[1].AddTicks(1), times[3].AddTicks(-1), isBackward: false, 5).ShouldHaveSingleItem().SourceTimestamp.ShouldBe(times[2]);
    }

    [Fact]
    public void A_value_that_does_not_convert_is_bad_and_a_key_without_a_point_has_no_history()
    {
        _gateway.Point("word", TagValue.Of("abc"), "string");
        _gateway.Map("word", access: "HistoryRead");
        _gateway.Map("none", access: "HistoryRead");
        _gateway.Variable("ns=2;s=word").History!.Read(DateTime.MinValue, DateTime.MaxValue, isBackward: false, 5).ShouldHaveSingleItem().Status.ShouldBe(StatusCodes.Bad);
        _gateway.Variable("ns=2;s=none").History!.Read(DateTime.MinValue, DateTime.MaxValue, isBackward: false, 5).ShouldBeEmpty();
    }

    [Fact]
    public void Histories_are_told_of_all_nodes_that_can_be_read_where_the_settings_say_so()
    {
        using var gateway = new OpcUaGateway(new OpcUaOptions { ExposeHistory = true });
        gateway.Map("both");
        gateway.Map("write", access: "CurrentWrite");
        gateway.Variable("ns=2;s=both").AccessLevel.ShouldBe(AccessLevels.CurrentRead | AccessLevels.CurrentWrite | AccessLevels.HistoryRead);
        gateway.Variable("ns=2;s=both").History.ShouldNotBeNull();
        gateway.Variable("ns=2;s=write").AccessLevel.ShouldBe(AccessLevels.CurrentWrite);
        gateway.Variable("ns=2;s=write").History.ShouldBeNull();
        _gateway.Map("both");
        (_gateway.Variable("ns=2;s=both").Historizing, _gateway.Variable("ns=2;s=both").History).ShouldBe((false, null));
    }

    [Fact]
    public void Where_nothing_is_recorded_nothing_is_told()
    {
        var store = new TagStore(new TagStoreSettings { HistorySize = 0 }, _gateway.Time, null, NullLogger.Instance);
        var mapping = new OpcUaMapping { Id = "a", Key = "a", NodeId = "ns=2;s=a", BrowseName = "a", DisplayName = "a", AccessLevel = "HistoryRead" };
        var node = new TagVariable(new NodeId("a", 2), mapping, store, _gateway.Time, tellsHistory: true);
        (node.AccessLevel, node.Historizing, node.History).ShouldBe((AccessLevels.CurrentRead, false, null));
    }

    [Fact]
    public void A_moment_finds_all_seconds_that_are_told_as_it_or_later()
    {
        var random = new Random(20_261_122);
        for (var i = 0; i < 2_000; i++)
        {
            var time = i switch
            {
                0 => DateTime.UnixEpoch,
                1 => DateTime.UnixEpoch.AddTicks(1),
                2 => new DateTime(1, DateTimeKind.Utc),
                3 => new DateTime(DateTime.MaxValue.Ticks, DateTimeKind.Utc),
                _ => new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Utc),
            };
            var first = TagVariants.FirstSecondOf(time);
            TagVariants.TimeOf(first).ShouldBeGreaterThanOrEqualTo(time);
            TagVariants.TimeOf(Math.BitDecrement(first)).ShouldBeLessThan(time);
        }

        TagVariants.FirstSecondOf(default).ShouldBe(double.NegativeInfinity);
    }
}
