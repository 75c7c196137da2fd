using System.CommandLine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Telemetry;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>telemetry</c>: files of telemetry.</summary>
internal static class TelemetryCommand
{
    private static readonly IReadOnlyList<Column<DecodeRow>> DecodeColumns =
    [
        new("case", r => r.Case),
        new("entries", r => $"{r.Entries:N0}"),
        new("entries/s", r => $"{r.EntriesPerSecond:N0}"),
        new("MB/s", r => $"{r.MegabytesPerSecond:N0}"),
        new("text MB/s", r => $"{r.TextMegabytesPerSecond:N0}"),
        new("ratio", r => $"{r.Ratio:0.00}"),
        new("alloc B/entry", r => $"{r.AllocatedBytesPerEntry:0.0}"),
    ];

    internal static Command Create() => new("telemetry", "Files of telemetry.") { Decode(), TelemetryBackfillCommand.Create(), TelemetryInventoryCommand.Create(), TelemetryLiveCommand.Create() };

    private static Command Decode()
    {
        var megabytes = new Option<int>("--megabytes") { Description = "The size of each file.", DefaultValueFactory = _ => 100 };
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured.", DefaultValueFactory = _ => 5 };
        var command = new Command("decode", "Entries a second into rows and into lines, one thread, beside memory.") { megabytes, rounds };
        return new Measurement<DecodeRow>("telemetry decode", DecodeColumns).In(command, (parsed, place, _) => Task.FromResult(
            new DecodeBench(parsed.GetValue(megabytes), parsed.GetValue(rounds)).Measure(place.NewFolder(), Console.Error)));
    }
}
