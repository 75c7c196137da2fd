using System.CommandLine;
using Catchment.Benchmarks.Machine;
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
        var folder = new Option<DirectoryInfo>("--data-folder") { HelpName = "DIR", Description = "A folder for the files.", DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory) };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command("decode", "Entries a second into rows and into lines, one thread, beside memory.") { megabytes, rounds, folder, json };
        command.SetAction(async (parsed, _) =>
        {
            try
            {
                using var place = new Workplace(parsed.GetValue(folder)!.FullName);
                var machine = MachineDescription.Of(place.Root, TimeProvider.System);
                await Console.Error.WriteLineAsync($"{machine}; folder {place.Root}");
                var rows = new DecodeBench(parsed.GetValue(megabytes), parsed.GetValue(rounds)).Measure(place.NewFolder(), Console.Error);
                var report = new BenchmarkReport<DecodeRow>("telemetry decode", machine, rows);
                if (parsed.GetValue(json))
                    report.WriteJson(Console.Out);
                else
                    report.WriteTable(Console.Out, DecodeColumns);
                return 0;
            }
            catch (Exception e) when (e is BenchmarkException or IOException)
            {
                await Console.Error.WriteLineAsync($"error: {e.Message}");
                return 1;
            }
        });
        return command;
    }
}
