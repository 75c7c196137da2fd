using System.CommandLine;
using System.Net.Sockets;
using Catchment.Benchmarks.Hub;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary>What every benchmark of the hub takes, and how it ends.</summary>
internal sealed class HubArguments
{
    private readonly Option<string?> _hub = new("--hub")
    {
        HelpName = "COMMAND",
        Description = $"The hub's program, with words separated by blanks; 'run hub …' follows. Default: {BuiltProgram.Path} of the source tree.",
    };

    private readonly Option<DirectoryInfo> _dataFolder = new("--data-folder")
    {
        HelpName = "DIR",
        Description = "A folder on the disk to be measured. What is written there is removed again.",
        DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory),
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON instead of a table." };

    /// <summary>Makes a command of a benchmark.</summary>
    /// <typeparam name="TRow">A result.</typeparam>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it measures.</param>
    /// <param name="options">The benchmark's own options.</param>
    /// <param name="columns">Its table.</param>
    /// <param name="measure">Measures; adds each result as soon as it is there, so that what was measured is told even when the
    /// benchmark cannot end.</param>
    /// <param name="isGood">Whether a result is what was promised; one that is not makes the exit code 1.</param>
    internal static Command Command<TRow>(
        string name,
        string description,
        IReadOnlyList<Option> options,
        IReadOnlyList<Column<TRow>> columns,
        Func<HubBench, ParseResult, ICollection<TRow>, CancellationToken, Task> measure,
        Func<TRow, bool> isGood)
    {
        var command = new Command(name, description);
        var common = new HubArguments();
        foreach (var option in (Option[])[.. options, common._hub, common._dataFolder, common._json])
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            List<TRow> rows = [];
            try
            {
                using var place = new Workplace(parsed.GetValue(common._dataFolder)!.FullName);
                var machine = MachineDescription.Of(place.Root, TimeProvider.System);
                await Console.Error.WriteLineAsync($"{machine}; folder {place.Root}");
                var complete = false;
                try
                {
                    await measure(new HubBench(common.Hub(parsed), place, Console.Error), parsed, rows, cancellation);
                    complete = true;
                }
                finally
                {
                    var report = new BenchmarkReport<TRow>(name, machine, rows);
                    if (parsed.GetValue(common._json))
                        report.WriteJson(Console.Out);
                    else
                        report.WriteTable(Console.Out, columns);
                }

                return complete && rows.TrueForAll(r => isGood(r)) ? 0 : 1;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("stopped");
                return 1;
            }
            catch (Exception e) when (e is BenchmarkException or IOException or SocketException or UnauthorizedAccessException or HttpRequestException)
            {
                await Console.Error.WriteLineAsync($"error: {e.Message}");
                return 1;
            }
        });
        return command;
    }

    private string[] Hub(ParseResult parsed) =>
        parsed.GetValue(_hub) is { } command ? command.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [BuiltProgram.Find("--hub")];
}
