using System.Net.Http.Json;
using System.Text.Json;
using Catchment.Core.Demo;
using Catchment.Tags.Demo;
using Catchment.Tags.Poller.Configuration;
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
        var demo = new PollerDemo(new PollerDemoOptions(folder["demo/poller.yaml"], FirstPort: 0, Listen: "http://127.0.0.1:0"), bench.Time, text =>
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
        while (bench.Poller.Devices.Any(device => device.FailedTags > 0) || served.GetProperty("demo_pump").EnumerateObject().Any(tag => !PollerBench.IsOk(tag.Value)));

        bench.Entry("demo_boiler", "setpoint").GetProperty("value").GetDouble().ShouldBe(65);
        bench.Entry("demo_boiler", "temperature").GetProperty("value").GetDouble().ShouldBeInRange(50, 70);
        bench.Entry("demo_pump", "run").GetProperty("value").GetBoolean().ShouldBeTrue();
        told[0].ShouldContain(folder["demo/poller.yaml"]);
        await stop.CancelAsync();
        (await running.InTimeAsync()).Sent.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Ports_that_are_taken_are_told_and_end_the_demo()
    {
        using var folder = new TemporaryFolder();
        await using var other = new SimulatedDevice();
        var told = new List<string>();

        await new PollerDemo(new PollerDemoOptions(folder["poller.yaml"], other.Port), TimeProvider.System, told.Add).RunAsync(new DemoPlan(), null, CancellationToken.None).InTimeAsync();

        told.ShouldHaveSingleItem().ShouldContain("cannot listen on");
    }
}
