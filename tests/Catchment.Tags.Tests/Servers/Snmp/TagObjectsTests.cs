using Catchment.Protocols.Snmp;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers.Snmp;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Snmp;

public sealed class TagObjectsTests : IDisposable
{
    private readonly SnmpGateway _gateway = new();
    private readonly TagObjects _objects;

    public TagObjectsTests() => _objects = new TagObjects(_gateway.Store, _gateway.Model.Snmp, _gateway.Log);

    public void Dispose()
    {
        _objects.Dispose();
        _gateway.Dispose();
    }

    [Fact]
    public void A_mapping_is_exactly_its_name_with_the_index_as_one_more_arc()
    {
        _gateway.Point("a", TagValue.Of(1.0));
        _gateway.Map("a", "1.3.6.1.4.1.53864.9.1");
        _gateway.Map("a", "1.3.6.1.4.1.53864.9.2", index: 7);

        Read("1.3.6.1.4.1.53864.9.1").ShouldBe("1");
        Read("1.3.6.1.4.1.53864.9.2.7").ShouldBe("1");
        Read("1.3.6.1.4.1.53864.9.1.0").ShouldBe("nothing");
        Read("1.3.6.1.4.1.53864.9.2").ShouldBe("nothing");
        _objects.Find(Oid.Parse("1.3.6.1.4.1.53864.9.2.8"), out var typeExists).ShouldBeNull();
        typeExists.ShouldBeTrue();
    }

    [Fact]
    public void A_key_that_is_registered_later_is_served_from_then_on_and_no_longer_when_it_goes()
    {
        _gateway.Map("late", "1.3.6.1.4.1.53864.1.1.0");
        Read("1.3.6.1.4.1.53864.1.1.0").ShouldBe("noSuchInstance");

        _gateway.Point("late", TagValue.Of(5.0));
        Read("1.3.6.1.4.1.53864.1.1.0").ShouldBe("5");
        _gateway.Write("late", TagValue.Of(6.0));
        Read("1.3.6.1.4.1.53864.1.1.0").ShouldBe("6");

        _gateway.Store.Unregister("late");
        Read("1.3.6.1.4.1.53864.1.1.0").ShouldBe("noSuchInstance");
        _gateway.Point("late", TagValue.Of(7.0));
        Read("1.3.6.1.4.1.53864.1.1.0").ShouldBe("7");
    }

    [Fact]
    public void Mappings_come_change_and_go_while_they_are_served()
    {
        _gateway.Point("a", TagValue.Of(1.5));
        _gateway.Map("a", "1.3.6.1.4.1.1.1.0", id: "m");
        Read("1.3.6.1.4.1.1.1.0").ShouldBe("1");

        _gateway.Map("a", "1.3.6.1.4.1.1.1.0", "OctetString", id: "m");
        Read("1.3.6.1.4.1.1.1.0").ShouldBe("1.5");
        _gateway.Map("a", "1.3.6.1.4.1.1.2.0", id: "m");
        (Read("1.3.6.1.4.1.1.1.0"), Read("1.3.6.1.4.1.1.2.0"), _objects.Count).ShouldBe(("nothing", "1", 1));

        _gateway.Model.Snmp.Remove("m");
        (Read("1.3.6.1.4.1.1.2.0"), _objects.Count).ShouldBe(("nothing", 0));
    }

    [Fact]
    public void A_name_that_another_has_is_served_when_that_one_goes()
    {
        _gateway.Point("a", TagValue.Of(1.0));
        _gateway.Point("b", TagValue.Of(2.0));
        _gateway.Map("a", "1.3.6.1.4.1.1.1.0", id: "first");
        _gateway.Map("b", "1.3.6.1.4.1.1.1", id: "second", index: 0);
        (Read("1.3.6.1.4.1.1.1.0"), _objects.Refused, _objects.Count).ShouldBe(("1", 1, 1));
        _gateway.Log.Lines.ShouldContain(static line => line.Text.Contains("the mapping second of b is not served: 1.3.6.1.4.1.1.1.0: that object is the mapping first's", StringComparison.Ordinal));

        _gateway.Model.Snmp.Remove("first");
        (Read("1.3.6.1.4.1.1.1.0"), _objects.Refused).ShouldBe(("2", 0));
    }

    [Theory]
    [InlineData("1.3.6.1.2.1.1.3.0", null)]
    [InlineData("1.3.6.1.2.1.1.5", 0L)]
    [InlineData("1.3.6.1.2.1.11.1.0", null)]
    [InlineData("1.3.6.1.6.3.10.2.1.1.0", null)]
    public void The_agents_own_objects_stay_its_own(string oid, long? index)
    {
        _gateway.Map("a", oid, index: index);

        (_objects.Count, _objects.Refused).ShouldBe((0, 1));
    }

    [Fact]
    public void Ten_thousand_mappings_come_at_once_and_are_in_order()
    {
        SnmpMapping[] mappings = [.. Enumerable.Range(0, 10_000).Select(static i => new SnmpMapping { Id = $"{i}", Key = $"k{i}", Oid = $"1.3.6.1.4.1.53864.7.{(i * 7919) % 10_000}.0" })];
        _gateway.Store.Register([.. mappings.Select(static one => new PointRegistration { Key = one.Key })]);
        _gateway.Model.Snmp.Set(mappings);

        _objects.Count.ShouldBe(10_000);
        var (at, seen) = (Oid.Parse("1.3.6.1.4.1.53864.7"), 0u);
        while (_objects.FindNext(at, false, out var next) is not null)
        {
            next.ShouldBe(Oid.Parse($"1.3.6.1.4.1.53864.7.{seen++}.0"));
            at = next;
        }

        seen.ShouldBe(10_000u);
    }

    [Fact]
    public async Task Changes_and_requests_at_once_leave_what_the_mappings_say()
    {
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                var at = new Oid(1, 3);
                while (_objects.FindNext(at, false, out var next) is not null)
                {
                    (next > at).ShouldBeTrue();
                    at = next;
                }
            }
        });
        Parallel.For(0, 4, part =>
        {
            var random = new Random(part);
            for (var round = 0; round < 500; round++)
            {
                var id = $"{part}.{random.Next(20)}";
                if (random.Next(3) == 0)
                    _gateway.Model.Snmp.Remove(id);
                else
                    _gateway.Map("k", $"1.3.6.1.4.1.{part}.{random.Next(20)}.0", id: id);
            }
        });
        await done.CancelAsync();
        await reader.WaitAsync(Patience.Limit);

        var wanted = _gateway.Model.Snmp.All.Select(static one => one.Oid).Distinct().Order(StringComparer.Ordinal);
        _objects.Served().Select(static one => $"{one.Oid}").Order(StringComparer.Ordinal).ShouldBe(wanted);
        _objects.Count.ShouldBe(_objects.Served().Count);
    }

    private string Read(string oid) => _objects.Find(Oid.Parse(oid), out _)?.Read().ToString() ?? "nothing";
}
