using System.CommandLine;
using Catchment.Benchmarks.Files;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>files ingester</c>: files a second, and what a search for nothing costs, while the tables grow.</summary>
internal static class FilesIngesterCommand
{
    private static readonly IReadOnlyList<Column<IngesterRow>> Columns =
    [
        new("database", r => r.Database),
        new("tracked", r => $"{r.Tracked:N0}"),
        new("batch", r => $"{r.Batch}"),
        new("files/s", r => $"{r.FilesPerSecond:N0}"),
        new("CPU s", r => $"{r.CpuSeconds:0.00}"),
        new("first look s", r => r.FirstSeconds is { } first ? $"{first:0.0}" : ""),
        new("idle ms", r => $"{r.IdleMilliseconds:0.0}"),
        new("most ms", r => $"{r.IdleMostMilliseconds:0.0}"),
        new("wide ms", r => $"{r.WideMilliseconds:0.0}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0}"),
    ];

    internal static Command Create()
    {
        var tracked = new Option<long[]>("--tracked") { Description = "Files that were ingested before, ascending.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1_000, 100_000, 1_000_000] };
        var batches = new Option<int[]>("--batch") { Description = "Files in a batch.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10, 100] };
        var files = new Option<int>("--files") { Description = "New files for each cell.", DefaultValueFactory = _ => 5_000 };
        var database = new Option<string?>("--database") { HelpName = "URL", Description = "A PostgreSQL database for this alone: the schema catchment in it is removed. Default: an SQLite file in the data folder." };
        var command = new Command("ingester", "Files a second of the ingester, and what a search for nothing costs, while the tables grow.") { tracked, batches, files, database };
        return new Measurement<IngesterRow>("files ingester", Columns).In(command, (parsed, place, stop) =>
            new IngesterBench(parsed.GetValue(database) ?? "sqlite:///files.db", place.NewFolder(), Console.Error)
                .MeasureAsync([.. parsed.GetValue(tracked)!.Order()], parsed.GetValue(batches)!, parsed.GetValue(files), stop));
    }
}
