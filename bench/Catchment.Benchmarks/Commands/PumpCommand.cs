using System.CommandLine;
using System.Net.Sockets;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Pump;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>pump</c>: requests a second for recorded events, beside a bare libzmq server.</summary>
internal static class PumpCommand
{
    private static readonly IReadOnlyList<Column<PumpRow>> Columns =
    [
        new("request", r => r.Request),
        new("days", r => $"{r.Days:N0}"),
        new("clients", r => $"{r.Clients}"),
        new("bytes", r => $"{r.ReplyBytes:N0}"),
        new("per s", r => $"{r.PerSecond:N0}"),
        new("p50 ms", r => $"{r.P50:0.000}"),
        new("p99 ms", r => $"{r.P99:0.000}"),
        new("limit per s", r => $"{r.LimitPerSecond:N0}"),
        new("ratio", r => $"{r.Ratio:0.00}"),
    ];

    internal static Command Create()
    {
        var program = new Option<FileInfo?>("--program") { HelpName = "FILE", Description = $"The program with the pump. Default: {BuiltProgram.Path} of the source tree." };
        var python = new Option<string>("--python") { Description = "A Python interpreter that has pyzmq.", DefaultValueFactory = _ => "/usr/bin/python3" };
        var seconds = new Option<double>("--seconds") { Description = "How long each cell is measured.", DefaultValueFactory = _ => 3 };
        var days = new Option<int[]>("--days") { Description = "Days with data.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [3, 100, 1000] };
        var clients = new Option<int[]>("--clients") { Description = "Clients at once.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 4, 16] };
        var folder = new Option<DirectoryInfo>("--data-folder") { HelpName = "DIR", Description = "A folder on the disk to be measured.", DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory) };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command("pump", "Requests a second for recorded events, beside a bare libzmq server.") { program, python, seconds, days, clients, folder, json };
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                using var place = new Workplace(parsed.GetValue(folder)!.FullName);
                var machine = MachineDescription.Of(place.Root, TimeProvider.System);
                await Console.Error.WriteLineAsync($"{machine}; folder {place.Root}");
                var bench = new PumpBench(parsed.GetValue(program)?.FullName ?? BuiltProgram.Find("--program"), parsed.GetValue(python)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Error);
                var rows = await bench.MeasureAsync(parsed.GetValue(days)!, parsed.GetValue(clients)!, place.NewFolder, stop);
                var report = new BenchmarkReport<PumpRow>("pump", machine, rows);
                if (parsed.GetValue(json))
                    report.WriteJson(Console.Out);
                else
                    report.WriteTable(Console.Out, Columns);
                return 0;
            }
            catch (Exception e) when (e is BenchmarkException or IOException or SocketException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"error: {e.Message}");
                return 1;
            }
        });
        return command;
    }
}
