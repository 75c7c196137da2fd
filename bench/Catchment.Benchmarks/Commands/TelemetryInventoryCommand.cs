using System.CommandLine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Telemetry;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>telemetry inventory</c>: files into the inventory.</summary>
internal static class TelemetryInventoryCommand
{
    private static readonly IReadOnlyList<Column<InventoryRow>> Columns =
    [
        new("case", r => r.Case),
        new("database", r => r.Database),
        new("files", r => $"{r.Files:N0}"),
        new("seconds", r => $"{r.Seconds:0.000}"),
        new("files/s", r => $"{r.FilesPerSecond:N0}"),
        new("find s", r => $"{r.LimitSeconds:0.000}"),
        new("times find", r => $"{r.TimesAsLong:0.00}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0}"),
    ];

    internal static Command Create()
    {
        var files = new Option<int[]>("--files") { Description = "Files of a tree.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000, 100_000] };
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured.", DefaultValueFactory = _ => 5 };
        var database = new Option<string?>("--database") { HelpName = "URL", Description = "A PostgreSQL database for this alone: its tables are removed. Default: an SQLite file in the data folder." };
        var command = new Command("inventory", "What an inventory costs, and one that finds nothing new, beside a bare walk.") { files, rounds, database };
        return new Measurement<InventoryRow>("telemetry inventory", Columns).In(command, (parsed, place, stop) =>
        {
            var bench = new InventoryBench(parsed.GetValue(database), place.NewFolder, Console.Error);
            return Task.FromResult<IReadOnlyList<InventoryRow>>([.. parsed.GetValue(files)!.SelectMany(f => bench.Measure(f, parsed.GetValue(rounds), stop))]);
        });
    }
}
