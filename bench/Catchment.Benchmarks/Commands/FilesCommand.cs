using System.CommandLine;
using Catchment.Benchmarks.Files;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>files</c>: the file services.</summary>
internal static class FilesCommand
{
    private static readonly IReadOnlyList<Column<FinderRow>> FinderColumns =
    [
        new("case", r => r.Case),
        new("database", r => r.Database),
        new("files", r => $"{r.Files:N0}"),
        new("seconds", r => $"{r.Seconds:0.000}"),
        new("files/s", r => $"{r.FilesPerSecond:N0}"),
        new("MB/s", r => $"{r.MegabytesPerSecond:N0}"),
        new("limit s", r => r.LimitSeconds is { } limit ? $"{limit:0.000}" : ""),
        new("ratio", r => r.Ratio is { } ratio ? $"{ratio:0.00}" : ""),
        new("CPU s", r => $"{r.CpuSeconds:0.00}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0}"),
    ];

    internal static Command Create() => new("files", "The file services.") { Finder(), FilesIngesterCommand.Create() };

    private static Command Finder()
    {
        var small = new Option<int>("--small") { Description = "Files of 4 KB.", DefaultValueFactory = _ => 10_000 };
        var large = new Option<int>("--large") { Description = "Files of 64 MB.", DefaultValueFactory = _ => 20 };
        var unchanged = new Option<int[]>("--unchanged") { Description = "Files of a tree that stays as it is; 0: none.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [100_000] };
        var database = new Option<string?>("--database") { HelpName = "URL", Description = "An empty PostgreSQL database; default: an SQLite file in the data folder." };
        var command = new Command("finder", "Files a second of the finder beside b2sum, and what a search costs when nothing is new.") { small, large, unchanged, database };
        return new Measurement<FinderRow>("files finder", FinderColumns).In(command, async (parsed, place, stop) =>
        {
            var bench = new FinderBench(parsed.GetValue(database), place.NewFolder, Console.Error);
            var rows = new List<FinderRow>();
            if (parsed.GetValue(small) > 0)
                rows.AddRange([await bench.SmallAsync(parsed.GetValue(small), stop), await bench.SmallAsync(parsed.GetValue(small), stop)]); // The first has the compiler's work too.
            if (parsed.GetValue(large) > 0)
                rows.Add(await bench.LargeAsync(parsed.GetValue(large), stop));
            foreach (var files in parsed.GetValue(unchanged)!.Where(f => f > 0))
                rows.AddRange(await bench.UnchangedAsync(files, stop));
            return rows;
        });
    }
}
