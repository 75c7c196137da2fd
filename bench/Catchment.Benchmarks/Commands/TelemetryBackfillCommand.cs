using System.CommandLine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Telemetry;

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
        var command = new Command("backfill", "Rows a second from files into a database, beside psql.") { files, megabytes, rounds, program, database };
        return new Measurement<BackfillRow>("telemetry backfill", Columns).In(command, (parsed, place, stop) =>
            new BackfillBench(parsed.GetValue(program) ?? BuiltProgram.Find("--program"), parsed.GetValue(database), place.NewFolder, Console.Error)
                .MeasureAsync(parsed.GetValue(files), parsed.GetValue(megabytes), parsed.GetValue(rounds), stop));
    }
}
