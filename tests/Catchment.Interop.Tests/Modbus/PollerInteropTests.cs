using System.Globalization;
using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Poller;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Interop.Tests.Modbus;

/// <summary>The poller, and pymodbus's server as the device.</summary>
public sealed class PollerInteropTests
{
    private static readonly TimeSpan Scan = TimeSpan.FromMilliseconds(1234);

    [Theory]
    [InlineData("tcp", "Modbus TCP", "modbus_error")]
    [InlineData("rtu", "Modbus RTU", "rtu_modbus_error")]
    public async Task A_pymodbus_device_is_polled_and_written(string framing, string type, string refused)
    {
        using var peer = PythonPeer.Start("Modbus/pymodbus_server.py", framing);
        var port = int.Parse(peer.ReadLine(), CultureInfo.InvariantCulture);
        var time = new ManualTime();
        using var node = new NodeMetrics(time, "1");
        var store = new TagStore(new TagStoreSettings(), time, null, NullLogger.Instance);
        await using var poller = new TagPoller(new PollerParts { Store = store, Options = new PollerOptions(), Metrics = new PollerMetrics(node), Time = time, Logger = NullLogger.Instance });
        await poller.ApplyAsync(PollerFile.Read(
            Encoding.UTF8.GetBytes(
                $$"""
                io_setup: { ports: [ { enabled: true, scanTime: 1234, timeOut: 60000, devices: [ { name: plc, enabled: true, deviceType: {{type}}, ipAddress: 127.0.0.1, portNumber: {{port}}, tags: [
                  { id: h, address: 5, scale: 0.5, readWrite: Read/Write }, { id: i, address: 30006, registerType: Input }, { id: c, address: 3, registerType: Coil, dataType: Discrete },
                  { id: d, address: 4, registerType: Discrete Inputs, dataType: Discrete }, { id: long, address: 6, lengthBit: 32, conversionType: UINT }, { id: none, address: 105 } ] } ] } ] }
                """),
            "poller.yaml"));
        await time.TimerSetAsync(Scan);

        (Value("h"), Value("i"), Value("c"), Value("d")).ShouldBe(("502.5", "2005.0", "True", "False"));
        Value("long").ShouldBe($"{(1006L << 16) | 1007}.0");
        store.TryGet("plc:none", out _).ShouldBeFalse();
        poller.Devices.Single().FailedTags.ShouldBe(1);
        node.ForService(PollerMetrics.Service).Errors[refused].Value.ShouldBe(1);

        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Write("plc:h", new TagWrite(TagValue.Of(21.5), TagOrigin.Http));
        using var observation = store.Observe(new Readback(written));
        while (!written.Task.IsCompleted)
        {
            time.Advance(Scan);
            await time.TimerSetAsync(Scan);
        }

        string Value(string tag) => store.TryGet($"plc:{tag}", out var point) ? point.Read().Value.ToString() : "none";
    }

    private sealed class Readback(TaskCompletionSource seen) : ITagObserver
    {
        public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin)
        {
            if (point.Key == "plc:h" && origin == TagOrigin.Poller && now.Value == TagValue.Of(21.5))
                seen.TrySetResult();
        }
    }
}
