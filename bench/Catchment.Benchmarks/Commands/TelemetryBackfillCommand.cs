using System.CommandLine;
using System.Data.Common;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Telemetry;
using Catchment.Telemetry.Schema;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>telemetry backfill</c>: files of telemetry into a database.</summary>
internal static class TelemetryBackfillCommand
{
    private static readonly IReadOnlyList<Column<BackfillRow>> Columns =
    [
        new("case", r => r.Case),
        new("database", r => r.Database),
        new("files", r => $"{r.Files}"),
        new("rows", r => $"{r.Rows:N0}"),
        new("seconds", r => $"{r.Seconds:0.00}"),
        new("rows/s", r => $"{r.RowsPerSecond:N0}"),
        new("MB/s", r => $"{r.MegabytesPerSecond:0.0}"),
        new("psql s", r => r.LimitSeconds is { } limit ? $"{limit:0.00}" : ""),
        new("ratio", r => r.Ratio is { } ratio ? $"{ratio:0.00}" : ""),
        new("CPU s", r => $"{r.CpuSeconds:0.00}"),
        new("peak MB", r => $"{r.PeakMegabytes:0}"),
    ];

    internal static Command Create()
    {
        var files = new Option<int>("--files") { Description = "Files of each kind.", DefaultValueFactory = _ => 8 };
        var megabytes = new Option<int>("--megabytes") { Description = "The size of each file before it is compressed.", DefaultValueFactory = _ => 10 };
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured.", DefaultValueFactory = _ => 3 };
        var program = new Option<string?>("--program") { HelpName = "PATH", Description = "Another program than the one built here." };
        var database = new Option<string?>("--database") { HelpName = "URL", Description = "A PostgreSQL database for this alone, as superuser: its tables are removed. Default: SQLite only." };
        var folder = new Option<DirectoryInfo>("--data-folder") { HelpName = "DIR", Description = "A folder on the disk to be measured.", DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory) };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command("backfill", "Rows a second from files into a database, beside psql.") { files, megabytes, rounds, program, database, folder, json };
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                using var place = new Workplace(parsed.GetValue(folder)!.FullName);
                var machine = MachineDescription.Of(place.Root, TimeProvider.System);
                await Console.Error.WriteLineAsync($"{machine}; folder {place.Root}");
                var bench = new BackfillBench(parsed.GetValue(program) ?? BuiltProgram.Find("--program"), parsed.GetValue(database), place.NewFolder, Console.Error);
                var report = new BenchmarkReport<BackfillRow>("telemetry backfill", machine, await bench.MeasureAsync(parsed.GetValue(files), parsed.GetValue(megabytes), parsed.GetValue(rounds), stop));
                if (parsed.GetValue(json))
                    report.WriteJson(Console.Out);
                else
                    report.WriteTable(Console.Out, Columns);
                return 0;
            }
            catch (Exception e) when (e is BenchmarkException or IOException or DbException or TelemetryDatabaseException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"error: {e.Message}");
                return 1;
            }
        });
        return command;
    }
}
