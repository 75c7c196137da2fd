using System.CommandLine;
using Catchment.Benchmarks.Catalog;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary><c>catalog</c>: what a row costs, and how long a page takes, while the catalog grows.</summary>
internal static class CatalogCommand
{
    private static readonly IReadOnlyList<Column<CatalogGrowthRow>> Columns =
    [
        new("rows", r => $"{r.Rows:N0}"),
        new("us/row", r => $"{r.MicrosecondsPerRow:0.0}"),
        new("limit us/row", r => $"{r.LimitMicrosecondsPerRow:0.0}"),
        new("ratio", r => $"{r.Ratio:0.00}"),
        new("B/row", r => $"{r.AllocatedBytesPerRow:N0}"),
        .. CatalogGrowth.Questions.Select((q, i) => new Column<CatalogGrowthRow>(q + " ms", r => $"{r.PageMilliseconds[i]:0.0}")),
    ];

    internal static Command Create()
    {
        var rows = new Option<long>("--rows") { Description = "Rows at the end; measured at a hundredth, a tenth, and all of them.", DefaultValueFactory = _ => 10_000_000 };
        var database = new Option<string?>("--database") { HelpName = "URL", Description = "An empty PostgreSQL database; default: an SQLite file in the data folder." };
        var command = new Command("catalog", "Cost of a row, and time of a page, while the catalog grows.") { rows, database };
        return new Measurement<CatalogGrowthRow>("catalog", Columns).In(command, (parsed, place, stop) =>
            new CatalogGrowth(parsed.GetValue(database) ?? "sqlite:///catalog.db", place.NewFolder(), Console.Error).MeasureAsync(parsed.GetValue(rows), stop));
    }
}
