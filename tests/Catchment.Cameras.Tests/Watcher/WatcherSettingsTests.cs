using Catchment.Cameras.Watcher;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class WatcherSettingsTests
{
    [Theory]
    [InlineData(null, null, null, null, null)]
    [InlineData(null, null, null, 5557, "tcp://127.0.0.1:5557")]
    [InlineData(null, null, "tcp://data1:5556", 5557, "tcp://data1:5556")]
    [InlineData(null, "tcp://127.0.0.1:5559", "tcp://data1:5556", 5557, "tcp://127.0.0.1:5559")]
    [InlineData("tcp://pump:5556", "tcp://127.0.0.1:5559", "tcp://data1:5556", 5557, "tcp://pump:5556")]
    [InlineData("none", null, "tcp://data1:5556", 5557, null)]
    public void The_pump_that_is_told_of_events(string? pump, string? beside, string? ofSentinel, int? port, string? told)
    {
        var options = new WatcherOptions { Pump = pump, DatapumpPort = port, Sentinel = new SentinelOptions { Datapump = ofSentinel } };

        var settings = WatcherSettings.Resolve(options, new WatcherSurroundings("data1", IsOriginal: false, "/data", "/data/.catchment", PumpAddress: beside), out _);

        settings!.Pump?.ToString().ShouldBe(told);
    }
}
