using System.CommandLine;
using System.Data.Common;
using Catchment.Benchmarks.Catalog;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>recordings</c>: what an event costs, and how long a page takes, while the catalog of recorded events grows.</summary>
internal static class RecordingsCommand
{
    private static readonly IReadOnlyList<Column<RecordingGrowthRow>> Columns =
    [
        new("events", r => $"{r.Events:N0}"),
        new("us/event", r => $"{r.MicrosecondsPerEvent:0}"),
        new("change ms", r => $"{r.MillisecondsPerChange:0.0}"),
        .. RecordingGrowth.Questions.Select((q, i) => new Column<RecordingGrowthRow>(q + " ms", r => $"{r.PageMilliseconds[i]:0.0}")),
    ];

    internal static Command Create()
    {
        var events = new Option<long>("--events") { Description = "Events at the end; measured at a thousandth, a hundredth, a tenth, and all of them.", DefaultValueFactory = _ => 1_000_000 };
        var database = new Option<string?>("--database") { HelpName = "URL", Description = "An empty PostgreSQL database; default: an SQLite file in the data folder." };
        var folder = new Option<DirectoryInfo>("--data-folder") { HelpName = "DIR", Description = "A folder on the disk to be measured.", DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory) };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command("recordings", "Cost of a recorded event, and time of a page, while their catalog grows.") { events, database, folder, json };
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                using var place = new Workplace(parsed.GetValue(folder)!.FullName);
                var machine = MachineDescription.Of(place.Root, TimeProvider.System);
                await Console.Error.WriteLineAsync($"{machine}; folder {place.Root}");
                var growth = new RecordingGrowth(parsed.GetValue(database) ?? "sqlite:///recordings.db", place.NewFolder(), Console.Error);
                var report = new BenchmarkReport<RecordingGrowthRow>("recordings", machine, await growth.MeasureAsync(parsed.GetValue(events), stop));
                if (parsed.GetValue(json))
                    report.WriteJson(Console.Out);
                else
                    report.WriteTable(Console.Out, Columns);
                return 0;
            }
            catch (Exception e) when (e is BenchmarkException or IOException or DbException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"error: {e.Message}");
                return 1;
            }
        });
        return command;
    }
}
