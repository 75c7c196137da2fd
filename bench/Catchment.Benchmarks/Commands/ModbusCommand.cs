using System.CommandLine;
using Catchment.Benchmarks.Modbus;
using Catchment.Benchmarks.Report;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Servers.Modbus;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>modbus</c>: requests a second for 100 registers, beside pymodbus's server.</summary>
internal static class ModbusCommand
{
    private static readonly IReadOnlyList<Column<ModbusRow>> Columns =
    [
        new("connections", r => $"{r.Connections}"),
        new("per s", r => $"{r.PerSecond:N0}"),
        new("p50 ms", r => $"{r.P50:0.000}"),
        new("p99 ms", r => $"{r.P99:0.000}"),
        new("CPU us/request", r => $"{r.CpuPerRequest:0.0}"),
        new("pymodbus per s", r => $"{r.PymodbusPerSecond:N0}"),
        new("ratio", r => $"{r.Ratio:0.00}"),
    ];

    internal static Command Create()
    {
        var python = new Option<string>("--python") { Description = "A Python interpreter that has pymodbus.", DefaultValueFactory = _ => "/usr/bin/python3" };
        var seconds = new Option<double>("--seconds") { Description = "How long each run is measured.", DefaultValueFactory = _ => 3 };
        var rounds = new Option<int>("--rounds") { Description = "Runs of each server, by turns.", DefaultValueFactory = _ => 3 };
        var connections = new Option<int[]>("--connections") { Description = "Connections at once.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 16] };
        var threads = Threads();
        var command = new Command("modbus", "Requests a second for 100 registers, beside pymodbus's server.") { python, seconds, rounds, connections, threads, Serve() };
        return new Measurement<ModbusRow>("modbus", Columns).In(command, (parsed, _, stop) =>
            new ModbusBench(parsed.GetValue(python)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), Console.Error)
                .MeasureAsync(parsed.GetValue(connections)!, parsed.GetValue(threads), stop));
    }

    /// <summary>The server of ours as a process of its own, so that its load is counted apart.</summary>
    private static Command Serve()
    {
        var port = new Option<int>("--port") { Required = true };
        var threads = Threads();
        var command = new Command("serve", "Serves 500 mapped points until it is ended.") { port, threads };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            using var node = new NodeMetrics(TimeProvider.System, "bench");
            var options = new ModbusOptions { Listen = [$"tcp://127.0.0.1:{parsed.GetValue(port)}"], Threads = parsed.GetValue(threads) };
            var metrics = new ModbusMetrics(node, TimeProvider.System, NullLogger.Instance);
            await using var server = new ModbusGatewayServer(MappedPoints.Make(), options, metrics, TimeProvider.System, "bench");
            await server.StartAsync(stop);
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        });
        return command;
    }

    private static Option<int> Threads() =>
        new("--threads") { Description = "Connections that get a thread of their own in our server.", DefaultValueFactory = _ => 16 };
}
