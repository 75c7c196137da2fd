using System.CommandLine;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Watcher;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>watcher</c>: what is kept of outposts at growing rates.</summary>
internal static class WatcherCommand
{
    private static readonly IReadOnlyList<Column<WatcherRow>> Columns =
    [
        new("outposts", r => $"{r.Outposts}"),
        new("rate each", r => $"{r.Rate:0}"),
        new("pictures/s", r => $"{r.PerSecond:N0}"),
        new("MB/s", r => $"{r.MegabytesPerSecond:0.0}"),
        new("sent", r => $"{r.Sent:N0}"),
        new("refused", r => $"{r.Refused:N0}"),
        new("lost pictures", r => $"{r.MissingPictures:N0}"),
        new("lost rows", r => $"{r.MissingRows:N0}"),
        new("behind s", r => $"{r.SecondsBehind:0.0}"),
        new("CPU %", r => $"{r.Cpu:0}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0}"),
    ];

    internal static Command Create()
    {
        var program = new Option<FileInfo?>("--program") { HelpName = "FILE", Description = $"The program with the watcher. Default: {BuiltProgram.Path} of the source tree." };
        var outposts = new Option<int>("--outposts") { Description = "Outposts, one view each.", DefaultValueFactory = _ => 8 };
        var bytes = new Option<int>("--bytes") { Description = "Bytes of a picture.", DefaultValueFactory = _ => 61_440 };
        var seconds = new Option<double>("--seconds") { Description = "How long each rate is measured.", DefaultValueFactory = _ => 15 };
        var rates = new Option<double[]>("--rates") { Description = "Pictures a second of each outpost.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [30, 60, 120, 240] };
        var folder = new Option<DirectoryInfo>("--data-folder") { HelpName = "DIR", Description = "A folder on the disk to be measured.", DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory) };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command("watcher", "What the watcher keeps of outposts whose events never pause, at growing rates.") { program, outposts, bytes, seconds, rates, folder, json };
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                using var place = new Workplace(parsed.GetValue(folder)!.FullName);
                var machine = MachineDescription.Of(place.Root, TimeProvider.System);
                await Console.Error.WriteLineAsync($"{machine}; folder {place.Root}");
                var bench = new WatcherBench(
                    parsed.GetValue(program)?.FullName ?? BuiltProgram.Find("--program"), parsed.GetValue(outposts), parsed.GetValue(bytes), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Error);
                var rows = await bench.MeasureAsync(parsed.GetValue(rates)!, place.NewFolder, stop);
                var report = new BenchmarkReport<WatcherRow>("watcher", machine, rows);
                if (parsed.GetValue(json))
                    report.WriteJson(Console.Out);
                else
                    report.WriteTable(Console.Out, Columns);
                return rows[0].IsWhole ? 0 : 1;
            }
            catch (Exception e) when (e is BenchmarkException or IOException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"error: {e.Message}");
                return 1;
            }
        });
        return command;
    }
}
