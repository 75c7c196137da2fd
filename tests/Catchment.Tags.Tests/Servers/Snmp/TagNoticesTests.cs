using Catchment.Protocols.Snmp;
using Catchment.Tags.Servers.Snmp;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Snmp;

public sealed class TagNoticesTests : IDisposable
{
    private readonly SnmpGateway _gateway = new();
    private readonly ManualTime _time = new();
    private readonly TagObjects _objects;
    private readonly List<SnmpNotification> _told = [];
    private TagNotices? _notices;

    public TagNoticesTests() => _objects = new TagObjects(_gateway.Store, _gateway.Model.Snmp, _gateway.Log);

    public void Dispose()
    {
        _notices?.Dispose();
        _objects.Dispose();
        _gateway.Dispose();
    }

    [Fact]
    public void A_change_of_quality_is_told_with_the_tag_and_its_own_object()
    {
        _gateway.Point("boiler:temp", TagValue.Of(21.5));
        _gateway.Map("boiler:temp", "1.3.6.1.4.1.53864.1.1.0");
        Start();
        _gateway.Write("boiler:temp", TagValue.Of(22.5));
        Later();
        _told.ShouldBeEmpty("a value alone is not told");

        _gateway.Write("boiler:temp", TagValue.Of(23.5), TagQuality.Bad);
        Later();

        var told = _told.ShouldHaveSingleItem();
        told.Oid.ShouldBe(GatewayOids.QualityChanged);
        told.Variables.ShouldBe(
        [
            new SnmpVariable(GatewayOids.TagEntry.Append(2, 1), SnmpValue.OctetString("boiler:temp")),
            new SnmpVariable(GatewayOids.TagEntry.Append(3, 1), SnmpValue.OctetString("23.5")),
            new SnmpVariable(GatewayOids.TagEntry.Append(6, 1), SnmpValue.Integer(3)),
            new SnmpVariable(Oid.Parse("1.3.6.1.4.1.53864.1.1.0"), SnmpValue.Gauge32(23)),
        ]);
        Later(10);
        _told.Count.ShouldBe(1);
        _gateway.Write("boiler:temp", TagValue.Of(23.5));
        Later();
        Qualities().ShouldBe([3, 1]);
    }

    [Fact]
    public void What_a_tag_was_like_at_the_start_is_told_nobody()
    {
        _gateway.Point("restored", TagValue.Of(1.0));
        _gateway.Point("bad", TagValue.Of(1.0));
        _gateway.Write("restored", TagValue.Of(1.0), TagQuality.Uncertain);
        _gateway.Write("bad", TagValue.Of(1.0), TagQuality.Bad);
        _gateway.Map("restored", "1.3.6.1.4.1.1.1.0");
        _gateway.Map("bad", "1.3.6.1.4.1.1.2.0");
        Start();
        Later(20);
        _gateway.Write("restored", TagValue.Of(2.0));
        Later(20);
        _told.ShouldBeEmpty("a value that was kept through a restart becomes good");

        _gateway.Write("bad", TagValue.Of(2.0));
        Later();
        Qualities().ShouldBe([1], "what was bad is not any more");
        _gateway.Write("restored", TagValue.Of(2.0), TagQuality.Uncertain);
        Later();
        Qualities().ShouldBe([1, 2]);
    }

    [Fact]
    public void A_tag_that_flutters_is_told_once_in_an_interval_and_as_it_is_then()
    {
        _gateway.Point("a", TagValue.Of(1.0));
        _gateway.Map("a", "1.3.6.1.4.1.1.1.0");
        Start(new SnmpTrapOptions { Interval = TimeSpan.FromSeconds(2) });
        for (var i = 0; i < 100; i++)
        {
            _gateway.Write("a", TagValue.Of(1.0), i % 2 == 0 ? TagQuality.Bad : TagQuality.Good);
            Later();
        }

        // Ten seconds: at once, and then every two.
        _told.Count.ShouldBeInRange(4, 6);
        Qualities().Zip(Qualities().Skip(1)).ShouldAllBe(static pair => pair.First != pair.Second);
        Later(30);
        Qualities()[^1].ShouldBe(1);
    }

    [Fact]
    public void A_tag_that_is_back_before_its_turn_is_not_told()
    {
        _gateway.Point("a", TagValue.Of(1.0));
        _gateway.Map("a", "1.3.6.1.4.1.1.1.0");
        Start();
        _gateway.Write("a", TagValue.Of(1.0), TagQuality.Bad);
        _gateway.Write("a", TagValue.Of(1.0));
        Later(5);
        _told.ShouldBeEmpty();
    }

    [Fact]
    public void All_at_once_are_told_at_their_rate_and_none_is_forgotten()
    {
        for (var i = 0; i < 500; i++)
        {
            _gateway.Point($"k{i}", TagValue.Of(1.0));
            _gateway.Map($"k{i}", $"1.3.6.1.4.1.1.{i}.0");
        }

        Start(new SnmpTrapOptions { MaxPerSecond = 100 });
        for (var i = 0; i < 500; i++)
            _gateway.Write($"k{i}", TagValue.Of(1.0), TagQuality.Bad);
        Later();
        _told.Count.ShouldBeInRange(100, 111, "a second's worth at once");
        Later(10);
        _told.Count.ShouldBeInRange(190, 212);
        for (var i = 400; i < 500; i++)
            _gateway.Write($"k{i}", TagValue.Of(1.0));
        Later(50);
        _told.Count.ShouldBe(400, "those that are good again before their turn are not told");
        _told.Select(static one => $"{one.Variables[0].Value}").Distinct().Count().ShouldBe(400);
        _gateway.Metrics.NotificationsCoalesced.ShouldBe(100);
    }

    [Fact]
    public void A_value_beyond_a_limit_is_told_and_that_it_is_back_behind_the_hysteresis()
    {
        _gateway.Point("tank:level", TagValue.Of(50.0));
        _gateway.Map("tank:level", "1.3.6.1.4.1.1.1.0");
        Start(new SnmpTrapOptions { Interval = TimeSpan.Zero, Limits = new Dictionary<string, SnmpLimitOptions> { ["tank:*"] = new() { Low = 10, High = 90, Hysteresis = 5 }, ["*"] = new() { High = 0 } } });
        foreach (var value in (double[])[90, 90.5, 95, 86, 90.2, 85, 9, 12, 15, 91, 5])
        {
            _gateway.Write("tank:level", TagValue.Of(value));
            Later();
        }

        _told.Select(static one => $"{one.Oid.Arcs[^1]} {one.Variables[1].Value} {one.Variables[3].Value} {one.Variables[4].Value}").ShouldBe(
            ["2 90.5 2 90", "3 85.0 2 90", "2 9.0 1 10", "3 15.0 1 10", "2 91.0 2 90", "2 5.0 1 10"]);
        _told[0].Variables.Select(static one => one.Oid).ShouldBe(
            [GatewayOids.TagEntry.Append(2, 1), GatewayOids.TagEntry.Append(3, 1), GatewayOids.TagEntry.Append(6, 1), GatewayOids.Limit, GatewayOids.LimitValue, Oid.Parse("1.3.6.1.4.1.1.1.0")]);
    }

    [Fact]
    public void A_value_that_is_moved_to_the_points_own_limit_stands_at_it()
    {
        _gateway.Point("valve", TagValue.Of(50.0), limits: new TagLimits(0, 100, IsClamped: true));
        _gateway.Map("valve", "1.3.6.1.4.1.1.1.0");
        Start(new SnmpTrapOptions { Interval = TimeSpan.Zero, Quality = false });
        foreach (var value in (double[])[99, 120, 100, 99, -5])
        {
            _gateway.Write("valve", TagValue.Of(value), TagQuality.Uncertain);
            Later();
        }

        _told.Select(static one => $"{one.Oid.Arcs[^1]} {one.Variables[1].Value} {one.Variables[4].Value}").ShouldBe(["2 100.0 100", "3 99.0 100", "2 0.0 0"]);
    }

    [Fact]
    public void Tags_that_are_mapped_or_registered_later_are_watched_and_those_that_go_are_not()
    {
        _gateway.Map("later", "1.3.6.1.4.1.1.1.0");
        Start();
        _gateway.Write("later", TagValue.Of(1.0), TagQuality.Bad);
        Later();
        Qualities().ShouldBe([3]);

        _gateway.Point("mapped", TagValue.Of(1.0));
        _gateway.Map("mapped", "1.3.6.1.4.1.1.2.0");
        Later();
        _gateway.Write("mapped", TagValue.Of(1.0), TagQuality.Bad);
        Later();
        _told.Count.ShouldBe(2);

        _gateway.Model.Snmp.Remove("1.3.6.1.4.1.1.2.0");
        Later();
        _gateway.Write("mapped", TagValue.Of(1.0));
        Later(20);
        _told.Count.ShouldBe(2);
    }

    private void Start(SnmpTrapOptions? options = null)
    {
        var table = new TagTable(_gateway.Store, _objects, new TagRows(_gateway.Documents), exposesAll: false);
        _notices = new TagNotices(_gateway.Store, table, _objects, options ?? new SnmpTrapOptions(), _told.Add, _gateway.Metrics, _time, _gateway.Log);
    }

    private void Later(int looks = 1)
    {
        for (; looks > 0; looks--)
            _time.Advance(TagNotices.LookEvery);
    }

    private int[] Qualities() => [.. _told.Select(static one => (int)one.Variables[2].Value.Number)];
}
