using System.CommandLine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Tags;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>tags</c>: the gateway as a whole.</summary>
internal static class TagsCommand
{
    private static readonly IReadOnlyList<Column<LatencyRow>> LatencyColumns =
    [
        new("read by", r => r.Way),
        new("changes/s", r => $"{r.ChangesPerSecond:N0}"),
        new("samples", r => $"{r.Samples:N0}"),
        new("p50 ms", r => $"{r.P50:0.000}"),
        new("p99 ms", r => $"{r.P99:0.000}"),
        new("worst ms", r => $"{r.Worst:0.0}"),
        new("CPU %", r => $"{r.CpuPercent:0}"),
    ];

    private static readonly IReadOnlyList<Column<MasterRow>> MasterColumns =
    [
        new("masters", r => $"{r.Masters}"),
        new("points", r => $"{r.Points:N0}"),
        new("changes/s", r => $"{r.Latency.ChangesPerSecond:N0}"),
        new("samples", r => $"{r.Latency.Samples:N0}"),
        new("p50 ms", r => $"{r.Latency.P50:0.000}"),
        new("p99 ms", r => $"{r.Latency.P99:0.000}"),
        new("worst ms", r => $"{r.Latency.Worst:0.0}"),
        new("CPU %", r => $"{r.Latency.CpuPercent:0}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0}"),
    ];

    private static readonly IReadOnlyList<Column<IdleRow>> IdleColumns =
    [
        new("process", r => r.What),
        new("points", r => $"{r.Points:N0}"),
        new("CPU %", r => $"{r.CpuPercent:0.00}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0}"),
        new("peak MB", r => $"{r.PeakMegabytes:0}"),
    ];

    private static readonly IReadOnlyList<Column<OutboxRow>> OutboxColumns =
    [
        new("waiting", r => $"{r.Waiting:N0}"),
        new("append us", r => $"{r.AppendMicroseconds:0.0}"),
        new("take us", r => $"{r.TakeMicroseconds:0.0}"),
        new("open ms", r => $"{r.OpenMilliseconds:0}"),
        new("managed MB", r => $"{r.ManagedMegabytes:0.0}"),
    ];

    private static readonly IReadOnlyList<Column<PollerRow>> PollerColumns =
    [
        new("devices", r => $"{r.Devices:N0}"),
        new("tags", r => $"{r.Tags:N0}"),
        new("requests/s", r => $"{r.RequestsPerSecond:N0}"),
        new("of planned", r => $"{r.Share:0.00}"),
        new("CPU %", r => $"{r.CpuPercent:0}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0}"),
    ];

    internal static Command Create() => new("tags", "The gateway as a whole.") { Latency(), Masters(), Idle(), Outbox(), Poller() };

    private static Command Latency()
    {
        var program = Program();
        var mosquitto = new Option<string>("--mosquitto") { HelpName = "FILE", Description = "The broker's program.", DefaultValueFactory = _ => "/usr/sbin/mosquitto" };
        var rates = new Option<int[]>("--rates") { Description = "Values that change in a second meanwhile.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0, 1000, 10_000] };
        var seconds = Seconds(20);
        var command = new Command("latency", "From the writing of a value to its reader by Modbus, MQTT, OPC UA, IEC 60870-5-104 and the event stream, under load.") { program, mosquitto, rates, seconds };
        return new Measurement<LatencyRow>("tags latency", LatencyColumns).In(command, (parsed, place, stop) =>
            new LatencyBench(parsed.GetValue(program)?.FullName ?? BuiltProgram.Find("--program"), parsed.GetValue(mosquitto)!, place.NewFolder)
                .MeasureAsync(parsed.GetValue(rates)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), stop));
    }

    private static Command Masters()
    {
        var program = Program();
        var masters = new Option<int[]>("--masters") { Description = "Masters at once.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 10] };
        var points = new Option<int>("--points") { Description = "Points that are mapped.", DefaultValueFactory = _ => 10_000 };
        var rate = new Option<int>("--rate") { Description = "Values that change in a second meanwhile.", DefaultValueFactory = _ => 10_000 };
        var seconds = Seconds(20);
        var command = new Command("masters", "From the writing of a value to a master of IEC 60870-5-104, while all mapped points change.") { program, masters, points, rate, seconds };
        return new Measurement<MasterRow>("tags masters", MasterColumns).In(command, (parsed, place, stop) =>
            new MasterBench(parsed.GetValue(program)?.FullName ?? BuiltProgram.Find("--program"), place.NewFolder, TimeSpan.FromSeconds(parsed.GetValue(seconds)))
                .MeasureAsync(parsed.GetValue(masters)!, parsed.GetValue(points), parsed.GetValue(rate), stop));
    }

    private static Command Idle()
    {
        var program = Program();
        var points = new Option<int[]>("--points") { Description = "Points of the gateway.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0, 10_000, 100_000] };
        var writes = new Option<int>("--writes") { Description = "How often each is written before.", DefaultValueFactory = _ => 20 };
        var tags = new Option<int>("--tags") { Description = "Tags of a sync, a process of its own; 0: none.", DefaultValueFactory = _ => 5000 };
        var seconds = Seconds(30);
        var command = new Command("idle", "Processor and memory of a gateway whose points rest, and of a sync alone.") { program, points, writes, tags, seconds };
        return new Measurement<IdleRow>("tags idle", IdleColumns).In(command, (parsed, place, stop) =>
            new IdleBench(parsed.GetValue(program)?.FullName ?? BuiltProgram.Find("--program"), place.NewFolder, TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Error)
                .MeasureAsync(parsed.GetValue(points)!, parsed.GetValue(writes), parsed.GetValue(tags), stop));
    }

    private static Command Outbox()
    {
        var waiting = new Option<int[]>("--waiting") { Description = "Messages that wait.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1000, 10_000, 100_000] };
        var messages = new Option<int>("--messages") { Description = "Messages that are measured.", DefaultValueFactory = _ => 20_000 };
        var bytes = new Option<int>("--bytes") { Description = "Bytes of a message.", DefaultValueFactory = _ => 200 };
        var command = new Command("outbox", "What a message costs in the MQTT outbox on disk while others wait in it.") { waiting, messages, bytes };
        return new Measurement<OutboxRow>("tags outbox", OutboxColumns).In(command, (parsed, place, stop) => Task.FromResult(
            OutboxBench.Measure(parsed.GetValue(waiting)!, parsed.GetValue(messages), parsed.GetValue(bytes), place.NewFolder, stop)));
    }

    private static Command Poller()
    {
        var program = Program();
        var devices = new Option<int[]>("--devices") { Description = "Devices that are polled once a second.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10, 100, 500] };
        var tags = new Option<int>("--tags") { Description = "Tags of a device, in one block of registers.", DefaultValueFactory = _ => 50 };
        var seconds = Seconds(20);
        var command = new Command("poller", "What the poller costs with many Modbus devices.") { program, devices, tags, seconds };
        return new Measurement<PollerRow>("tags poller", PollerColumns).In(command, (parsed, place, stop) =>
            new PollerBench(parsed.GetValue(program)?.FullName ?? BuiltProgram.Find("--program"), place.NewFolder, TimeSpan.FromSeconds(parsed.GetValue(seconds)))
                .MeasureAsync(parsed.GetValue(devices)!, parsed.GetValue(tags), stop));
    }

    private static Option<FileInfo?> Program() =>
        new("--program") { HelpName = "FILE", Description = $"The program with the gateway. Default: {BuiltProgram.Path} of the source tree." };

    private static Option<double> Seconds(double usual) => new("--seconds") { Description = "How long each is measured.", DefaultValueFactory = _ => usual };
}
