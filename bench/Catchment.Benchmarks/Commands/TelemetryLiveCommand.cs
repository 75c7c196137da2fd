using System.CommandLine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Telemetry;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>telemetry live</c>: from the writing of an entry to its visible row.</summary>
internal static class TelemetryLiveCommand
{
    private static readonly IReadOnlyList<Column<LiveRow>> Columns =
    [
        new("database", r => r.Database),
        new("devices", r => $"{r.Devices}"),
        new("entries/s", r => $"{r.Written / r.Seconds:N0}"),
        new("entries", r => $"{r.Written:N0}"),
        new("p50 ms", r => $"{r.P50:0}"),
        new("p99 ms", r => $"{r.P99:0}"),
        new("worst ms", r => $"{r.Worst:0}"),
        new("samples", r => $"{r.Samples}"),
        new("CPU s", r => $"{r.CpuSeconds:0.00}"),
        new("peak MB", r => $"{r.PeakMegabytes:0}"),
    ];

    internal static Command Create()
    {
        var devices = new Option<int>("--devices") { Description = "Devices that write.", DefaultValueFactory = _ => 20 };
        var rate = new Option<int>("--rate") { Description = "Entries a second of all of them.", DefaultValueFactory = _ => 5000 };
        var seconds = new Option<int>("--seconds") { Description = "How long they write.", DefaultValueFactory = _ => 20 };
        var program = new Option<string?>("--program") { HelpName = "PATH", Description = "Another program than the one built here." };
        var database = new Option<string?>("--database") { HelpName = "URL", Description = "A PostgreSQL database for this alone, as superuser: its tables are removed. Default: SQLite only." };
        var command = new Command("live", "From the writing of an entry to its visible row, under load.") { devices, rate, seconds, program, database };
        return new Measurement<LiveRow>("telemetry live", Columns).In(command, (parsed, place, stop) =>
            new LiveBench(parsed.GetValue(program) ?? BuiltProgram.Find("--program"), parsed.GetValue(database), place.NewFolder, Console.Error)
                .MeasureAsync(parsed.GetValue(devices), parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(seconds)), stop));
    }
}
