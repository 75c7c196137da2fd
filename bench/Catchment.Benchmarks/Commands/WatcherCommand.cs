using System.CommandLine;
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
        var command = new Command("watcher", "What the watcher keeps of outposts whose events never pause, at growing rates.") { program, outposts, bytes, seconds, rates };
        return new Measurement<WatcherRow>("watcher", Columns) { IsGood = static rows => rows[0].IsWhole }.In(command, (parsed, place, stop) =>
            new WatcherBench(parsed.GetValue(program)?.FullName ?? BuiltProgram.Find("--program"), parsed.GetValue(outposts), parsed.GetValue(bytes), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Error)
                .MeasureAsync(parsed.GetValue(rates)!, place.NewFolder, stop));
    }
}
