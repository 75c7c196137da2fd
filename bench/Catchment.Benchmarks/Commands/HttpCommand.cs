using System.CommandLine;
using Catchment.Benchmarks.Http;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>http</c>: requests a second of the gateway's HTTP API, beside a bare server that answers the same bytes.</summary>
internal static class HttpCommand
{
    private static readonly IReadOnlyList<Column<HttpRow>> Columns =
    [
        new("request", r => r.Request),
        new("clients", r => $"{r.Clients}"),
        new("per s", r => $"{r.PerSecond:N0}"),
        new("p50 ms", r => $"{r.P50:0.000}"),
        new("p99 ms", r => $"{r.P99:0.000}"),
        new("CPU us/request", r => $"{r.CpuPerRequest:0.0}"),
        new("bare per s", r => $"{r.BarePerSecond:N0}"),
        new("ratio", r => $"{r.Ratio:0.00}"),
    ];

    internal static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "How long each run is measured.", DefaultValueFactory = _ => 3 };
        var rounds = new Option<int>("--rounds") { Description = "Runs of each server, by turns.", DefaultValueFactory = _ => 3 };
        var clients = new Option<int[]>("--clients") { Description = "Clients at once.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 4] };
        var command = new Command("http", "Requests a second of the gateway's HTTP API with 5,000 points, beside a bare server that answers the same bytes.")
        {
            seconds, rounds, clients,
            Serve("serve", static (port, stop) => HttpServers.ServeAsync(port, isChanging: false, stop)),
            Serve("serve-changing", static (port, stop) => HttpServers.ServeAsync(port, isChanging: true, stop)),
            Serve("serve-bare", HttpServers.ServeBareAsync),
        };
        return new Measurement<HttpRow>("http", Columns).In(command, (parsed, _, stop) =>
            new HttpBench(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), Console.Error).MeasureAsync(parsed.GetValue(clients)!, stop));
    }

    /// <summary>A server as a process of its own, so that its load is counted apart.</summary>
    private static Command Serve(string name, Func<int, CancellationToken, Task> serve)
    {
        var port = new Option<int>("--port") { Required = true };
        var command = new Command(name, "Serves until it is ended.") { port };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            await serve(parsed.GetValue(port), stop);
            return 0;
        });
        return command;
    }
}
