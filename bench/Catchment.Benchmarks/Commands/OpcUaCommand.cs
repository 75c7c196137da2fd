using System.CommandLine;
using Catchment.Benchmarks.OpcUa;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>opcua</c>: reads and notifications a second, beside node-opcua's server.</summary>
internal static class OpcUaCommand
{
    private static readonly IReadOnlyList<Column<OpcUaRow>> Columns =
    [
        new("", r => r.Load.Kind == OpcUaLoadKind.Reads ? "reads" : "notifications"),
        new("clients", r => $"{r.Load.Clients}"),
        new("values", r => $"{r.Load.Nodes}"),
        new("in flight", r => r.Load.Flight == 0 ? "" : $"{r.Load.Flight}"),
        new("per s", r => $"{r.PerSecond:N0}"),
        new("CPU us/each", r => $"{r.CpuPerUnit:0.0}"),
        new("RSS MB", r => $"{r.ResidentBytes / 1e6:N0}"),
        new("node-opcua per s", r => $"{r.TheirPerSecond:N0}"),
        new("CPU us/each", r => $"{r.TheirCpuPerUnit:0.0}"),
        new("RSS MB", r => $"{r.TheirResidentBytes / 1e6:N0}"),
        new("ratio", r => $"{r.Ratio:0.00}"),
        new("client CPU %", r => $"{r.LoadShare * 100:0}"),
        new("note", r => r.Note),
    ];

    internal static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "How long each run is measured.", DefaultValueFactory = _ => 3 };
        var rounds = new Option<int>("--rounds") { Description = "Runs of each server, by turns.", DefaultValueFactory = _ => 3 };
        var clients = List("--clients", "Clients at once, a process each.", 1, 4);
        var values = List("--values", "Values in a read.", 1, 100);
        var flight = List("--flight", "Reads of a client under way at once.", 1, 16);
        var items = List("--items", "Monitored items of a client, each of which changes ten times a second; 0: none.", 100, 1_000, 10_000);
        var command = new Command("opcua", "Reads and notifications a second, beside node-opcua's server.") { seconds, rounds, clients, values, flight, items, Serve() };
        return new Measurement<OpcUaRow>("opcua", Columns).In(command, (parsed, place, stop) =>
        {
            OpcUaLoad[] loads =
            [
                .. from f in parsed.GetValue(flight)! from c in parsed.GetValue(clients)! from v in parsed.GetValue(values)! where v > 0 select new OpcUaLoad(OpcUaLoadKind.Reads, c, v, f),
                .. from c in parsed.GetValue(clients)! from i in parsed.GetValue(items)! where i > 0 select new OpcUaLoad(OpcUaLoadKind.Notifications, c, i, 0),
            ];
            return new OpcUaBench(place.NewFolder(), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), Console.Error).MeasureAsync(loads, stop);
        });
    }

    /// <summary>The server of ours as a process of its own, so that its load is counted apart.</summary>
    private static Command Serve()
    {
        var port = new Option<int>("--port") { Required = true };
        var variables = new Option<int>("--variables") { DefaultValueFactory = _ => 100 };
        var rate = new Option<int>("--rate");
        var command = new Command("serve", "Serves variables that change until it is ended.") { port, variables, rate };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            await using var server = new ServedVariables(parsed.GetValue(port), parsed.GetValue(variables), parsed.GetValue(rate));
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        });
        return command;
    }

    private static Option<int[]> List(string name, string description, params int[] standard) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => standard };
}
