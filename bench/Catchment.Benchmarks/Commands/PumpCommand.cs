using System.CommandLine;
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
        var command = new Command("pump", "Requests a second for recorded events, beside a bare libzmq server.") { program, python, seconds, days, clients };
        return new Measurement<PumpRow>("pump", Columns).In(command, (parsed, place, stop) =>
            new PumpBench(parsed.GetValue(program)?.FullName ?? BuiltProgram.Find("--program"), parsed.GetValue(python)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Error)
                .MeasureAsync(parsed.GetValue(days)!, parsed.GetValue(clients)!, place.NewFolder, stop));
    }
}
