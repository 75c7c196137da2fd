using Catchment.Tags.Ipc;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Catchment.Tags.Sync;
using Catchment.Tags.Tests.Ipc;

namespace Catchment.Tags.Tests.Sync;

/// <summary>The sync and our own gateway.</summary>
public sealed class SyncIntoGatewayTests : IDisposable
{
    private readonly IpcHost _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Values_qualities_and_units_arrive()
    {
        await using var bench = await StartAsync(s => s with { KeyFormat = "auto", BadStatusPolicy = BadStatusPolicy.Bad });
        File.WriteAllText(bench["rules.yaml"], "rules:\n- match: tag=a\n  units: bar\n");
        _gateway.Store.Register(new PointRegistration { Key = "d:b", DataType = "string" });
        bench.Polling.Text = """{"d":{"a":{"value":1.5,"status":"ok"},"b":{"value":"heiß 🔥","status":"ok"},"c":{"value":[1,{"x":null}],"status":"ok"}}}""";
        await bench.RestartAsync();
        await bench.CycleAsync();
        bench.Stats.Errors.ShouldBeEmpty();
        _gateway.Store.Points.Select(p => (p.Key, p.Read().Value.ToString(), p.Definition.Units)).ShouldBe([("d:b", "heiß 🔥", ""), ("d.a", "1.5", "bar"), ("d.c", "[1,{\"x\":null}]", "")], ignoreOrder: true);
        bench.Polling.Text = """{"d":{"a":{"value":null,"status":"error"}}}""";
        await bench.CycleAsync();
        Point("d.a").Quality.ShouldBe(TagQuality.Bad);
        bench.Polling.Text = """{"d":{"a":{"value":1.5,"status":"ok"}}}""";
        await bench.CycleAsync();
        Point("d.a").Quality.ShouldBe(TagQuality.Good);
    }

    [Fact]
    public async Task A_unit_leaves_type_default_and_address_of_a_point_as_they_are()
    {
        await using var bench = await StartAsync(s => s with { KeyFormat = "auto" });
        File.WriteAllText(bench["rules.yaml"], "rules:\n- match: tag=a\n  units: bar\n");
        _gateway.Store.Register(new PointRegistration { Key = "d:a", DataType = "int", Default = TagValue.Of(7L), Address = 50_000 });
        bench.Polling.Show("d", ("a", "1.5"));
        await bench.RestartAsync();
        await bench.CycleAsync();
        bench.Stats.Errors.ShouldBeEmpty();
        var point = _gateway.Store.Points.Single().Definition;
        (point.DataType, point.Default, point.Units, point.Address).ShouldBe(("int", TagValue.Of(7L), "bar", 50_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Values_that_waited_keep_their_times_and_qualities_whatever_the_request(int bulkSize)
    {
        await using var bench = await StartAsync(s => s with { BulkSize = bulkSize, BadStatusPolicy = BadStatusPolicy.Bad });
        bench.Polling.Text = """{"d":{"a":{"value":1,"status":"ok","timestamp":1001.5}}}""";
        await bench.CycleAsync();
        bench.Polling.Text = """{"d":{"a":{"value":null,"status":"error"}}}""";
        await bench.CycleAsync();
        Point("d:a").Quality.ShouldBe(TagQuality.Bad);
    }

    [Fact]
    public async Task Points_are_listed_by_what_their_keys_begin_with()
    {
        await using var bench = await StartAsync(s => s);
        bench.Polling.Show("d", ("a1", "1"), ("a2", "2"), ("b", "3"));
        await bench.CycleAsync();
        using var client = new IpcClient(_gateway.Path);
        (await client.ListAsync("d:a")).Keys.ShouldBe(["d:a1", "d:a2"], ignoreOrder: true);
        (await client.ListAsync("")).Count.ShouldBe(3);
        (await client.ListAsync("none")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_polled_is_shown_with_its_key_and_why_it_is_not_written()
    {
        await using var bench = await StartAsync(s => s with { KeyFormat = "auto", Exclude = ["tag=x"] });
        _gateway.Store.Register(new PointRegistration { Key = "d:a" });
        bench.Polling.Text = """{"d":{"a":{"value":1,"status":"ok"},"b":{"value":2,"status":"ok"},"c":{"value":3,"status":"bad"},"n":{"value":null,"status":"ok"},"x":{"value":4,"status":"ok"}}}""";
        var lines = await PolledPreview.ReadAsync(bench.Settings, TimeProvider.System, default);
        lines.Select(l => (l.Id, l.Key, l.Why)).ShouldBe([("a", "d:a", null), ("b", "d.b", null), ("c", "d.c", "status"), ("n", "d.n", "no_value"), ("x", "d.x", "filtered")]);
        lines.ShouldAllBe(l => l.IsKeyCertain);
        _gateway.Store.Points.Count.ShouldBe(1);
    }

    private PointState Point(string key) => _gateway.Store.Points.Single(p => p.Key == key).Read();

    private Task<SyncBench> StartAsync(Func<SyncSettings, SyncSettings> change) => SyncBench.StartAsync(s =>
    {
        var rules = Path.Combine(Path.GetDirectoryName(s.SocketPath)!, "rules.yaml");
        File.WriteAllText(rules, "rules: []");
        return change(s with { SocketPath = _gateway.Path, Rules = rules });
    });
}
