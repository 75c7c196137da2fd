using System.CommandLine;
using System.Data.Common;
using System.Net.Sockets;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;
using Catchment.Telemetry.Schema;

namespace Catchment.Benchmarks.Commands;

/// <summary>A measurement: in a folder of its own on the disk that is measured, and told as a table or as JSON.</summary>
/// <typeparam name="TRow">A row of the table.</typeparam>
/// <param name="name">The bench's name.</param>
/// <param name="columns">The table's columns.</param>
internal sealed class Measurement<TRow>(string name, IReadOnlyList<Column<TRow>> columns)
{
    private readonly Option<DirectoryInfo> _folder = new("--data-folder") { HelpName = "DIR", Description = "A folder on the disk to be measured.", DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory) };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON instead of a table." };

    /// <summary>Whether the results are what was promised; those that are not make the exit code 1.</summary>
    internal Func<IReadOnlyList<TRow>, bool> IsGood { get; init; } = static _ => true;

    /// <summary>Adds its options to a command, and lets the command measure.</summary>
    /// <param name="command">The command.</param>
    /// <param name="measure">Measures in a place, on a thread that it may keep.</param>
    internal Command In(Command command, Func<ParseResult, Workplace, CancellationToken, Task<IReadOnlyList<TRow>>> measure)
    {
        command.Add(_folder);
        command.Add(_json);
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                using var place = new Workplace(parsed.GetValue(_folder)!.FullName);
                var machine = MachineDescription.Of(place.Root, TimeProvider.System);
                await Console.Error.WriteLineAsync($"{machine}; folder {place.Root}");
                var rows = await Task.Run(() => measure(parsed, place, stop), stop);
                var report = new BenchmarkReport<TRow>(name, machine, rows);
                if (parsed.GetValue(_json))
                    report.WriteJson(Console.Out);
                else
                    report.WriteTable(Console.Out, columns);
                return IsGood(rows) ? 0 : 1;
            }
            catch (Exception e) when (e is BenchmarkException or IOException or SocketException or HttpRequestException or DbException or TelemetryDatabaseException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"error: {e.Message}");
                return 1;
            }
        });
        return command;
    }
}
