using System.CommandLine;
using Catchment.Benchmarks.Iec104;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>iec104</c>: spontaneous changes a second to masters, beside a bare sender.</summary>
internal static class Iec104Command
{
    private static readonly IReadOnlyList<Column<Iec104Row>> Columns =
    [
        new("masters", r => $"{r.Masters}"),
        new("put per s", r => r.Rate == 0 ? "all they take" : $"{r.Rate:N0}"),
        new("per s each", r => $"{r.PerSecond:N0}"),
        new("share", r => r.Share is { } share ? $"{share:0.000}" : ""),
        new("p50 ms", r => $"{r.P50:0.00}"),
        new("p99 ms", r => $"{r.P99:0.00}"),
        new("CPU us/change", r => $"{r.CpuPerChange:0.00}"),
        new("RSS MB", r => $"{r.ResidentBytes / 1e6:0}"),
        new("bare per s each", r => $"{r.BarePerSecond:N0}"),
        new("ratio", r => r.Rate == 0 ? $"{r.Ratio:0.00}" : ""),
    ];

    internal static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "How long each run is measured.", DefaultValueFactory = _ => 3 };
        var rounds = new Option<int>("--rounds") { Description = "Runs of each, by turns.", DefaultValueFactory = _ => 3 };
        var masters = new Option<int[]>("--masters") { Description = "Masters at once.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 10] };
        var rates = new Option<int[]>("--rates") { Description = "Changes a second; 0: as many as the masters take.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000, 50_000, 0] };
        var command = new Command("iec104", "Spontaneous changes a second of a controlled station, beside a bare sender.") { seconds, rounds, masters, rates, Serve() };
        return new Measurement<Iec104Row>("iec104", Columns).In(command, (parsed, _, stop) =>
            new Iec104Bench(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), Console.Error).MeasureAsync(parsed.GetValue(masters)!, parsed.GetValue(rates)!, stop));
    }

    /// <summary>The server of ours as a process of its own, so that its load is counted apart.</summary>
    private static Command Serve()
    {
        var port = new Option<int>("--port") { Required = true };
        var rate = new Option<int>("--rate") { Required = true };
        var command = new Command("serve", "Serves changing points until it is ended.") { port, rate };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            await using var station = new ChangingStation(parsed.GetValue(port), parsed.GetValue(rate));
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        });
        return command;
    }
}
