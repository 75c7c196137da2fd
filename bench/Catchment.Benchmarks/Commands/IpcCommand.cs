using System.CommandLine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Tags;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>ipc</c>: writes a second over the gateway's Unix socket, beside an echo server.</summary>
internal static class IpcCommand
{
    private static readonly IReadOnlyList<Column<IpcRow>> Columns =
    [
        new("request", r => r.Request),
        new("points", r => $"{r.Points:N0}"),
        new("connections", r => $"{r.Connections}"),
        new("per s", r => $"{r.PerSecond:N0}"),
        new("values per s", r => $"{r.ValuesPerSecond:N0}"),
        new("p50 ms", r => $"{r.P50:0.000}"),
        new("p99 ms", r => $"{r.P99:0.000}"),
        new("echo per s", r => $"{r.LimitPerSecond:N0}"),
        new("ratio", r => $"{r.Ratio:0.00}"),
    ];

    internal static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "How long each cell is measured.", DefaultValueFactory = _ => 2 };
        var points = new Option<int[]>("--points") { Description = "Points of the store.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1000, 10_000, 100_000] };
        var connections = new Option<int[]>("--connections") { Description = "Clients at once.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 16] };
        var command = new Command("ipc", "Writes a second over the gateway's Unix socket, beside an echo server.") { seconds, points, connections };
        return new Measurement<IpcRow>("ipc", Columns).In(command, (parsed, place, stop) => Task.FromResult(
            new IpcBench(place.NewFolder(), TimeSpan.FromSeconds(parsed.GetValue(seconds))).Measure(parsed.GetValue(points)!, parsed.GetValue(connections)!, stop)));
    }
}
