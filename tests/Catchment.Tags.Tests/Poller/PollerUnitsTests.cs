using Catchment.Tags.Store;
using static Catchment.Tags.Tests.Poller.PollerBench;

namespace Catchment.Tags.Tests.Poller;

/// <summary>The units of polled tags in the store.</summary>
public sealed class PollerUnitsTests
{
    [Fact]
    public async Task Units_of_the_file_reach_points_that_nobody_has_registered_and_no_others()
    {
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench();
        bench.Store.Register(new PointRegistration { Key = "plc:own", DataType = "int", Units = "K" });
        bench.Store.Register(new PointRegistration { Key = "plc:bare" });
        await bench.ApplyAsync(Plc("\u00b0C"), rest: "\"user_tags\": [{\"id\": \"u\", \"name\": \"wanted\", \"units\": \"bar\"}], ");
        await bench.ScannedAsync();

        (Units("plc:t"), Units("plc:none"), Units("plc:own"), Units("plc:bare"), Units("wanted")).ShouldBe(("\u00b0C", "", "K", "", "bar"));
        Definition("plc:t").ShouldBe(Definition("plc:t") with { DataType = "float", IsAutomatic = true });
        (Definition("plc:own").DataType, bench.State("plc:t").Quality).ShouldBe(("int", TagQuality.Good));

        await bench.ApplyAsync(Plc("mK"));
        (Units("plc:t"), Units("plc:own")).ShouldBe(("mK", "K"));
        bench.Store.Register(new PointRegistration { Key = "plc:t", Units = "mine" });
        await bench.ApplyAsync(Plc("K"));
        await bench.ScanAsync();
        Units("plc:t").ShouldBe("mine");

        string Plc(string units) => Device("plc", device.Port, string.Join(',', Tag("t", 0, $"\"units\": \"{units}\""), Tag("none", 1), Tag("own", 2, $"\"units\": \"{units}\""), Tag("bare", 3, $"\"units\": \"{units}\"")));

        string Units(string key) => Definition(key).Units;

        PointDefinition Definition(string key)
        {
            bench.Store.TryGet(key, out var point).ShouldBeTrue(key);
            return point!.Definition;
        }
    }
}
