using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using Catchment.Core.Demo;
using Catchment.Tags.Demo;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Store;
using Catchment.Tags.Tests.Poller;

namespace Catchment.Tags.Tests.Demo;

/// <summary>The demo's devices, as a poller and a sync see them.</summary>
public sealed class PollerDemoTests
{
    [Fact]
    public async Task The_devices_of_the_demo_can_be_polled_with_the_file_that_it_writes_and_take_what_is_written()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new PollerBench();
        using var stop = new CancellationTokenSource();
        var told = new List<string>();
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var demo = new PollerDemo(new PollerDemoOptions(folder["demo/poller.yaml"], FirstPort: 0, PollingPort: 0), bench.Time, text =>
        {
            lock (told)
                told.Add(text);
            if (told.Count == 2)
                written.TrySetResult();
        });
        var running = demo.RunAsync(new DemoPlan(), null, stop.Token);
        await written.Task.InTimeAsync();

        var configuration = PollerFile.Load(folder["demo/poller.yaml"]);
        configuration.Problems.ShouldBeEmpty();
        await bench.Poller.ApplyAsync(configuration);
        await bench.Time.TimerSetAsync(TimeSpan.FromSeconds(1));
        using var client = new HttpClient();
        JsonElement served;
        do
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            await bench.Time.TimerSetAsync(TimeSpan.FromSeconds(1));
            served = await client.GetFromJsonAsync<JsonElement>($"{demo.Addresses.Single()}/deploy/api/io/polled-values");
        }
        while (!PollerBench.IsOk(bench.Entry("demo_boiler", "setpoint")) || !PollerBench.IsOk(bench.Entry("demo_boiler", "temperature")) || !PollerBench.IsOk(bench.Entry("demo_pump", "run"))
            || bench.Poller.Devices.Any(device => device.FailedTags > 0 || !device.IsUp) || served.GetProperty("demo_pump").EnumerateObject().Any(tag => !PollerBench.IsOk(tag.Value)));

        bench.Entry("demo_boiler", "setpoint").GetProperty("value").GetDouble().ShouldBe(65);
        bench.Entry("demo_boiler", "temperature").GetProperty("value").GetDouble().ShouldBeInRange(50, 70);
        bench.Entry("demo_chiller", "outlet").GetProperty("value").GetDouble().ShouldBeInRange(0, 20);
        bench.Entry("demo_chiller", "running").GetProperty("value").GetBoolean().ShouldBeTrue();
        bench.Entry("demo_feeder", "voltage").GetProperty("value").GetDouble().ShouldBeInRange(19, 21);
        bench.Entry("demo_feeder", "breaker").GetProperty("value").GetBoolean().ShouldBeTrue();
        bench.Entry("demo_feeder", "energy").GetProperty("value").GetDouble().ShouldBeGreaterThanOrEqualTo(120_000);
        bench.Store.Write("demo_feeder:limit", new TagWrite(TagValue.Of(1.5), TagOrigin.Http)).IsOk().ShouldBeTrue();
        await Eventually.TrueAsync(() => bench.Entry("demo_feeder", "limit").GetProperty("value").GetDouble() == 1.5);
        bench.Entry("demo_ups", "load").GetProperty("value").GetInt32().ShouldBeInRange(29, 47);
        bench.Entry("demo_ups", "voltage").GetProperty("value").GetDouble().ShouldBeInRange(46, 55);
        bench.Store.Write("demo_ups:warning", new TagWrite(TagValue.Of(7.0), TagOrigin.Http)).IsOk().ShouldBeTrue();
        await Eventually.TrueAsync(() => bench.Entry("demo_ups", "warning").GetProperty("value").GetInt32() == 7);
        bench.Entry("demo_pump", "run").GetProperty("value").GetBoolean().ShouldBeTrue();
        told[0].ShouldContain(folder["demo/poller.yaml"]);
        await stop.CancelAsync();
        (await running.InTimeAsync()).Sent.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Ports_that_are_taken_are_others_and_the_file_and_what_is_told_name_those()
    {
        using var folder = new TemporaryFolder();
        await using var other = new SimulatedDevice();
        using var stop = new CancellationTokenSource();
        var told = Channel.CreateUnbounded<string>();
        var running = new PollerDemo(new PollerDemoOptions(folder["poller.yaml"], other.Port, other.Port), TimeProvider.System, text => told.Writer.TryWrite(text)).RunAsync(new DemoPlan(), null, stop.Token);

        (await told.Reader.ReadAsync().AsTask().InTimeAsync()).ShouldBe($"modbus: a gateway polls the devices with gateway.poller.config={folder["poller.yaml"]}");
        (await told.Reader.ReadAsync().AsTask().InTimeAsync()).ShouldNotContain($":{other.Port}/");
        var ports = PollerFile.Load(folder["poller.yaml"]).Devices.Select(device => new Uri($"x://{device.Endpoint[(device.Endpoint.IndexOf("//", StringComparison.Ordinal) + 1)..].TrimStart('/')}").Port).ToArray();
        (ports.Length, ports.Contains(other.Port)).ShouldBe((6, false));
        await stop.CancelAsync();
        (await running.InTimeAsync()).Sent.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task A_file_of_a_plant_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        PollerDemo.MayWrite(folder["new.yaml"]).ShouldBeTrue();
        await File.WriteAllTextAsync(folder["plant.yaml"], "io_setup: {}\n");
        PollerDemo.MayWrite(folder["plant.yaml"]).ShouldBeFalse();
        await File.WriteAllTextAsync(folder["starter.yaml"], PollerDemo.Invitation + "\nio_setup: {}\n");
        PollerDemo.MayWrite(folder["starter.yaml"]).ShouldBeTrue();
        await new PollerDemo(new PollerDemoOptions(folder["demo.yaml"], 0, 0), TimeProvider.System, _ => { }).RunAsync(new DemoPlan { Duration = TimeSpan.FromMilliseconds(1) }, null, CancellationToken.None).InTimeAsync();
        PollerDemo.MayWrite(folder["demo.yaml"]).ShouldBeTrue();
    }
}
