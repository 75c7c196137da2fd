using System.CommandLine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Snmp;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>snmp</c>: requests a second of our agent, beside net-snmp's snmpd.</summary>
internal static class SnmpCommand
{
    private static readonly IReadOnlyList<Column<SnmpRow>> Columns =
    [
        new("request", r => r.Load),
        new("clients", r => $"{r.Clients}"),
        new("per s", r => $"{r.PerSecond:N0}"),
        new("p50 ms", r => $"{r.P50:0.000}"),
        new("p99 ms", r => $"{r.P99:0.000}"),
        new("CPU us/request", r => $"{r.CpuPerRequest:0.0}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0}"),
        new("snmpd per s", r => $"{r.SnmpdPerSecond:N0}"),
        new("snmpd CPU us/request", r => $"{r.SnmpdCpuPerRequest:0.0}"),
        new("ratio", r => $"{r.Ratio:0.00}"),
    ];

    internal static Command Create()
    {
        var snmpd = new Option<string>("--snmpd") { Description = "net-snmp's agent.", DefaultValueFactory = _ => "/usr/sbin/snmpd" };
        var gateway = new Option<string?>("--gateway") { HelpName = "PROGRAM", Description = "The program `catchment`: its gateway with mapped tags is measured, in the place of the library's agent with constants." };
        var seconds = new Option<double>("--seconds") { Description = "How long each run is measured.", DefaultValueFactory = _ => 3 };
        var rounds = new Option<int>("--rounds") { Description = "Runs of each agent, by turns.", DefaultValueFactory = _ => 3 };
        var clients = new Option<int[]>("--clients") { Description = "Clients at once.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 16] };
        var objects = Objects();
        var command = new Command("snmp", "Requests a second of an SNMP agent, beside net-snmp's snmpd.") { snmpd, gateway, seconds, rounds, clients, objects, Serve() };
        return new Measurement<SnmpRow>("snmp", Columns).In(command, (parsed, _, stop) =>
            new SnmpBench(parsed.GetValue(snmpd)!, parsed.GetValue(gateway), parsed.GetValue(objects), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), Console.Error)
                .MeasureAsync(parsed.GetValue(clients)!, stop));
    }

    /// <summary>The agent of ours as a process of its own, so that its load is counted apart.</summary>
    private static Command Serve()
    {
        var port = new Option<int>("--port") { Required = true };
        var objects = Objects();
        var command = new Command("serve", "Serves objects until it is ended.") { port, objects };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            await using var agent = ServedAgent.Start(parsed.GetValue(port), parsed.GetValue(objects));
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        });
        return command;
    }

    private static Option<int> Objects() =>
        new("--objects") { Description = "Objects that our agent has.", DefaultValueFactory = _ => 10_000 };
}
