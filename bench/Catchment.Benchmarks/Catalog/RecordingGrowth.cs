using System.Diagnostics;
using System.Globalization;
using Catchment.Benchmarks.Report;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Recordings;
using Catchment.Cameras.Recordings.Tables;
using Catchment.Core.Databases;
using EventKey = Catchment.Cameras.Events.EventKey;

namespace Catchment.Benchmarks.Catalog;

/// <summary>
/// Fills a catalog with recorded events of ten outposts, one a minute, each with two tracking sets, and one label that occurs once in ten
/// thousand; asks it at each size.
/// </summary>
/// <param name="url">Where it is made.</param>
/// <param name="folder">For SQLite.</param>
/// <param name="progress">Told how far it is.</param>
internal sealed class RecordingGrowth(string url, string folder, TextWriter progress)
{
    private const int Batch = 200;
    private const int Measured = 1000;
    private const int Asked = 15;
    private static readonly DateTime Start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly string[] Labels = ["person", "car", "dog", "cat"];

    /// <summary>What is asked.</summary>
    internal static IReadOnlyList<string> Questions { get; } = ["newest", "a view", "a node", "a label", "a type", "rare label", "in the middle", "days"];

    /// <summary>Measures at a thousandth, a hundredth, a tenth and all of the events.</summary>
    internal async Task<IReadOnlyList<RecordingGrowthRow>> MeasureAsync(long events, CancellationToken stop)
    {
        using var home = new CatalogHome(DatabaseUrl.Parse(url, folder), "bench", folder);
        home.Prepare();
        var tables = new RecordingTables(home.Writing, home.Sink);
        var catalog = new RecordingCatalog(home);
        var results = new List<RecordingGrowthRow>();
        long filled = 0;
        foreach (var size in new[] { events / 1000, events / 100, events / 10, events })
        {
            var times = new List<double>();
            for (; filled < size; filled += Batch)
            {
                stop.ThrowIfCancellationRequested();
                var began = Stopwatch.GetTimestamp();
                foreach (var day in Enumerable.Range(0, Batch).Select(i => Event(filled + i, rows: 10)).GroupBy(r => r.Key.Day))
                    tables.Write(day.Key, [.. day], []);
                if (filled >= size - Measured)
                    times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds / Batch);
                if (filled % 100_000 == 0)
                    await progress.WriteLineAsync($"{filled:N0} events");
            }

            results.Add(new RecordingGrowthRow(size, times.Median(), Change(tables, filled - 1), await AskAsync(catalog, filled, stop)));
        }

        return results;
    }

    private static double Change(RecordingTables tables, long last)
    {
        var times = new List<double>();
        for (var i = 0; i < Asked; i++)
        {
            var row = Event(last, rows: 11 + i);
            var began = Stopwatch.GetTimestamp();
            tables.Write(row.Key.Day, [row], []);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times.Median();
    }

    private static RecordingRow Event(long number, int rows)
    {
        var start = Start.AddMinutes(number);
        string[] labels = number % 10_000 == 500 ? ["giraffe"] : [Labels[number % Labels.Length]];
        return new RecordingRow(
            new EventKey(DateOnly.FromDateTime(start), number.ToString("x32", CultureInfo.InvariantCulture)), $"node{number % 10 / 2}", $"view{number % 2}", start, start.AddSeconds(9), 640, 480, 90,
            [new RecordedSet("trk", rows, labels), new RecordedSet("obj", rows, labels)], rows);
    }

    private static async Task<IReadOnlyList<double>> AskAsync(RecordingCatalog catalog, long events, CancellationToken stop)
    {
        RecordingQuery[] queries =
        [
            new(), new() { Node = "node3", View = "view1" }, new() { Node = "node3" }, new() { Label = "car" }, new() { Type = "obj" }, new() { Label = "giraffe" },
            new() { To = Start.AddMinutes(events / 2) },
        ];
        var times = new List<double>();
        foreach (var query in queries)
            times.Add(await TimeAsync(() => catalog.RecordingsAsync(query, stop)));
        times.Add(await TimeAsync(() => catalog.DaysAsync(new RecordingQuery(), stop)));
        return times;
    }

    private static async Task<double> TimeAsync(Func<Task> ask)
    {
        await ask();
        var times = new List<double>();
        for (var i = 0; i < Asked; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times.Median();
    }
}
