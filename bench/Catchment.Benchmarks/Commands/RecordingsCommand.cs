using System.CommandLine;
using Catchment.Benchmarks.Catalog;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>recordings</c>: what an event costs, and how long a page takes, while the catalog of recorded events grows.</summary>
internal static class RecordingsCommand
{
    private static readonly IReadOnlyList<Column<RecordingGrowthRow>> Columns =
    [
        new("events", r => $"{r.Events:N0}"),
        new("us/event", r => $"{r.MicrosecondsPerEvent:0}"),
        new("change ms", r => $"{r.MillisecondsPerChange:0.0}"),
        .. RecordingGrowth.Questions.Select((q, i) => new Column<RecordingGrowthRow>(q + " ms", r => $"{r.PageMilliseconds[i]:0.0}")),
    ];

    internal static Command Create()
    {
        var events = new Option<long>("--events") { Description = "Events at the end; measured at a thousandth, a hundredth, a tenth, and all of them.", DefaultValueFactory = _ => 1_000_000 };
        var database = new Option<string?>("--database") { HelpName = "URL", Description = "An empty PostgreSQL database; default: an SQLite file in the data folder." };
        var command = new Command("recordings", "Cost of a recorded event, and time of a page, while their catalog grows.") { events, database };
        return new Measurement<RecordingGrowthRow>("recordings", Columns).In(command, (parsed, place, stop) =>
            new RecordingGrowth(parsed.GetValue(database) ?? "sqlite:///recordings.db", place.NewFolder(), Console.Error).MeasureAsync(parsed.GetValue(events), stop));
    }
}
