using System.CommandLine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Sync;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>sync</c>: a cycle of the sync into our own gateway.</summary>
internal static class SyncCommand
{
    private static readonly IReadOnlyList<Column<SyncRow>> Columns =
    [
        new("changes", r => r.What),
        new("tags", r => $"{r.Tags:N0}"),
        new("written", r => $"{r.Written:N0}"),
        new("p50 ms", r => $"{r.P50:0.0}"),
        new("p99 ms", r => $"{r.P99:0.0}"),
        new("fetch alone, p50 ms", r => $"{r.FetchP50:0.0}"),
    ];

    internal static Command Create()
    {
        var tags = new Option<int>("--tags") { Description = "Tags of the document.", DefaultValueFactory = _ => 5000 };
        var cycles = new Option<int>("--cycles") { Description = "Cycles that are measured.", DefaultValueFactory = _ => 200 };
        var command = new Command("sync", "A cycle of the sync: polled document in, values in the gateway's store.") { tags, cycles };
        return new Measurement<SyncRow>("sync", Columns).In(command, (parsed, place, stop) =>
            new SyncBench(place.NewFolder).MeasureAsync(parsed.GetValue(tags), parsed.GetValue(cycles), stop));
    }
}
