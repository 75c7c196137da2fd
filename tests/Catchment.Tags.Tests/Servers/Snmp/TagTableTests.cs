using Catchment.Protocols.Snmp;
using Catchment.Tags.Servers.Snmp;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Snmp;

public sealed class TagTableTests : IDisposable
{
    private readonly SnmpGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task The_mapped_tags_stand_in_a_table_with_all_that_is_known_of_them()
    {
        _gateway.Point("boiler:temp", TagValue.Of(21.4567), units: "°C");
        _gateway.Point("name", TagValue.Of("Boiler 1"), "string");
        _gateway.Point("unmapped", TagValue.Of(1.0));
        _gateway.Write("name", TagValue.Of("Boiler 1"), TagQuality.Uncertain);
        _gateway.Map("boiler:temp", "1.3.6.1.4.1.53864.1.1.0");
        _gateway.Map("boiler:temp", "1.3.6.1.4.1.53864.1.2.0");
        _gateway.Map("name", "1.3.6.1.4.1.53864.1.3.0");
        _gateway.Map("not registered", "1.3.6.1.4.1.53864.1.4.0");
        await using var server = await _gateway.StartAsync();
        using var client = SnmpGateway.Client(server);

        var cells = await WalkAsync(client, GatewayOids.TagEntry);

        cells.Where(static one => one.Oid.Arcs[^2] != (uint)TagColumn.Time).Select(static one => $"{one.Oid.Arcs[^2]}.{one.Oid.Arcs[^1]} {one.Value}").ShouldBe(
        [
            "2.1 boiler:temp", "2.2 name", "3.1 21.4567", "3.2 Boiler 1", "4.1 21", "4.2 0", "5.1 21457", "5.2 0", "6.1 1", "6.2 2", "7.1 °C", "7.2 ", "9.1 1", "9.2 4",
        ]);
        cells.Count(static one => one.Value.Bytes.Length == 11 && one.Oid.Arcs[^2] == (uint)TagColumn.Time).ShouldBe(2);
        (await client.GetAsync(GatewayOids.TagCount)).ShouldBe(SnmpValue.Gauge32(3));
        (await client.GetAsync(GatewayOids.TagWrites)).ShouldBe(SnmpValue.Counter64((ulong)_gateway.Store.Writes));
        (await client.GetAsync(GatewayOids.MappedObjects)).ShouldBe(SnmpValue.Gauge32(4));
        (await client.GetAsync(GatewayOids.TagEntry.Append(3, 99))).ShouldBe(SnmpValue.NoSuchInstance);
        (await client.GetAsync(GatewayOids.TagEntry.Append(1, 1))).ShouldBe(SnmpValue.NoSuchObject);
    }

    [Fact]
    public async Task All_that_the_agent_serves_is_walked_in_order_without_a_gap()
    {
        string[] oids = ["1.3.6.1.4.1.53863.1.0", "1.3.6.1.4.1.53864.1.1.0", "1.3.6.1.4.1.53864.60000.1.1.5", "1.3.6.1.4.1.53864.60000.1.4.1.3", "1.3.6.1.4.1.53864.60000.1.4.1.3.2.9", "1.3.6.1.4.1.53864.60001.0", "2.5.1", "1.3.6.1.2.1.1.99.0"];
        foreach (var oid in oids)
        {
            _gateway.Point(oid, TagValue.Of(1.0));
            _gateway.Map(oid, oid);
        }

        await using var server = await _gateway.StartAsync();
        using var client = SnmpGateway.Client(server);
        var names = (await WalkAsync(client, new Oid(1, 3))).Select(static one => one.Oid).ToArray();

        names.ShouldBe(names.Order());
        names.Distinct().Count().ShouldBe(names.Length);
        foreach (var oid in oids.Where(static one => one[0] == '1'))
            names.ShouldContain(Oid.Parse(oid));
        names.Count(static one => one.Length == GatewayOids.TagEntry.Length + 2 && one.StartsWith(GatewayOids.TagEntry)).ShouldBe(8 * oids.Length);
        (await client.GetNextAsync([Oid.Parse("2.4")]))[0].Oid.ShouldBe(Oid.Parse("2.5.1"));
        (await client.GetNextAsync([Oid.Parse("2.5.1")]))[0].Value.ShouldBe(SnmpValue.EndOfMibView);
    }

    [Fact]
    public async Task A_tag_keeps_its_number_when_others_come_and_go_and_through_a_restart()
    {
        foreach (var key in (string[])["a", "b", "c"])
        {
            _gateway.Point(key, TagValue.Of(1.0));
            _gateway.Map(key, $"1.3.6.1.4.1.53864.1.{key[0]}.0".Replace($"{key[0]}", $"{(int)key[0]}", StringComparison.Ordinal), id: key);
        }

        await using (var first = await _gateway.StartAsync())
        {
            using var client = SnmpGateway.Client(first);
            (await NumbersAsync(client)).ShouldBe(["1 a", "2 b", "3 c"]);
            _gateway.Model.Snmp.Remove("a");
            _gateway.Point("d", TagValue.Of(1.0));
            _gateway.Map("d", "1.3.6.1.4.1.53864.1.200.0", id: "d");
            (await NumbersAsync(client)).ShouldBe(["2 b", "3 c", "4 d"]);
        }

        _gateway.Map("a", "1.3.6.1.4.1.53864.1.97.0", id: "a");
        await using var second = await _gateway.StartAsync();
        using var again = SnmpGateway.Client(second);
        (await NumbersAsync(again)).ShouldBe(["1 a", "2 b", "3 c", "4 d"]);
    }

    [Fact]
    public async Task All_keys_stand_in_the_table_where_that_is_set_and_none_where_it_is_switched_off()
    {
        _gateway.Point("a", TagValue.Of(1.0));
        await using (var all = await _gateway.StartAsync(SnmpGateway.AnyPort with { ExposeAllKeys = true }))
        {
            using var client = SnmpGateway.Client(all);
            (await NumbersAsync(client)).ShouldBe(["1 a"]);
            _gateway.Point("b", TagValue.Of(1.0));
            (await NumbersAsync(client)).ShouldBe(["1 a", "2 b"]);
            _gateway.Store.Unregister("a");
            (await NumbersAsync(client)).ShouldBe(["2 b"]);
        }

        _gateway.Map("b", "1.3.6.1.4.1.53864.1.1.0");
        await using var none = await _gateway.StartAsync(SnmpGateway.AnyPort with { TagTable = false });
        using var other = SnmpGateway.Client(none);
        (await WalkAsync(other, GatewayOids.TagEntry)).ShouldBeEmpty();
        (await other.GetAsync(GatewayOids.TagCount)).ShouldBe(SnmpValue.Gauge32(1));
    }

    [Fact]
    public void Any_name_leads_to_the_next_cell()
    {
        foreach (var key in (string[])["a", "b", "c", "d"])
        {
            _gateway.Point(key, TagValue.Of(1.0));
            _gateway.Map(key, $"1.3.6.1.4.1.53864.1.{(int)key[0]}.0", id: key);
        }

        using var objects = new TagObjects(_gateway.Store, _gateway.Model.Snmp, _gateway.Log);
        var table = new TagTable(_gateway.Store, objects, new TagRows(_gateway.Documents), exposesAll: false);
        Oid[] all = [.. from column in Enumerable.Range(2, 8) from row in Enumerable.Range(1, 4) select GatewayOids.TagEntry.Append((uint)column, (uint)row)];
        var random = new Random(53864);
        for (var round = 0; round < 5_000; round++)
        {
            var asked = GatewayOids.TagEntry.Prefix(random.Next(5, GatewayOids.TagEntry.Length + 1));
            for (var more = random.Next(4); more > 0; more--)
                asked = asked.Append(random.Next(8) == 0 ? uint.MaxValue : (uint)random.Next(11));
            foreach (var orEqual in (bool[])[true, false])
            {
                var wanted = all.Where(one => one > asked || (orEqual && one == asked)).Select(static one => (Oid?)one).FirstOrDefault();
                (table.FindNext(asked, orEqual, out var found) is null ? null : (Oid?)found).ShouldBe(wanted, $"{asked} {orEqual}");
            }

            (table.Find(asked, out _) is not null).ShouldBe(all.Contains(asked), $"{asked}");
        }
    }

    private static async Task<IReadOnlyList<SnmpVariable>> WalkAsync(SnmpClient client, Oid root)
    {
        List<SnmpVariable> found = [];
        await foreach (var one in client.WalkAsync(root, 20))
            found.Add(one);
        return found;
    }

    private static async Task<string[]> NumbersAsync(SnmpClient client) =>
        [.. (await WalkAsync(client, GatewayOids.TagEntry.Append((uint)TagColumn.Key))).Select(static one => $"{one.Oid.Arcs[^1]} {one.Value}")];
}
