using System.Diagnostics;
using Catchment.Benchmarks.Report;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Core.Databases;

namespace Catchment.Benchmarks.Catalog;

/// <summary>Fills a catalog with frames of twenty cameras, ten a second, and one that sends a frame in a hundred thousand; asks it at each size.</summary>
/// <param name="url">Where it is made.</param>
/// <param name="folder">For SQLite.</param>
/// <param name="progress">Told how far it is.</param>
internal sealed class CatalogGrowth(string url, string folder, TextWriter progress)
{
    private const int Batch = 1000;
    private const int Measured = 50_000;
    private const int Asked = 15;
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly Camera[] Cameras = [.. Enumerable.Range(1, 20).Select(i => new Camera($"node{i / 2}-view{i % 2}", $"node{i / 2}", $"view{i % 2}"))];
    private static readonly Camera Rare = new("rare-one", "rare", "one");

    /// <summary>What is asked.</summary>
    internal static IReadOnlyList<string> Questions { get; } = ["newest", "a camera", "rare camera", "in the middle", "days", "count a day"];

    /// <summary>Measures at a hundredth, a tenth and all of the rows.</summary>
    internal async Task<IReadOnlyList<CatalogGrowthRow>> MeasureAsync(long rows, CancellationToken stop)
    {
        using var home = new CatalogHome(DatabaseUrl.Parse(url, folder), "bench", folder);
        home.Prepare();
        var tables = new CatalogTables(home.Writing, home.Sink);
        tables.Prepare();
        var catalog = new CameraCatalog(home);
        var results = new List<CatalogGrowthRow>();
        long filled = 0;
        foreach (var size in new[] { rows / 100, rows / 10, rows })
        {
            for (; filled < size - Measured; filled += Batch)
            {
                stop.ThrowIfCancellationRequested();
                tables.Add(Frames(filled));
                if (filled % 500_000 == 0)
                    await progress.WriteLineAsync($"{filled:N0} rows");
            }

            var batches = new List<FrameEntry[]>();
            for (; filled < size; filled += Batch)
                batches.Add(Frames(filled));
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            foreach (var batch in batches)
                tables.Add(batch);
            var took = Stopwatch.GetElapsedTime(began);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            double measured = batches.Count * Batch;
            var limit = BareInsert.Measure(home.Writing, batches);
            results.Add(new CatalogGrowthRow(size, took.TotalMicroseconds / measured, limit.TotalMicroseconds / measured, allocated / measured, await AskAsync(catalog, filled, stop)));
        }

        return results;
    }

    private static FrameEntry[] Frames(long first) =>
        [.. Enumerable.Range(0, Batch).Select(i => new FrameEntry(CameraOf(first + i), TimeOf(first + i), FrameFormat.Jpg, 60_000, 640, 480, false))];

    private static Camera CameraOf(long number) => number % 100_000 == 50_000 ? Rare : Cameras[number % Cameras.Length];

    private static DateTime TimeOf(long number) => Start.AddTicks((number * TimeSpan.TicksPerMillisecond * 100) + (number % 977 * 10));

    private static async Task<IReadOnlyList<double>> AskAsync(CameraCatalog catalog, long rows, CancellationToken stop)
    {
        var middle = TimeOf(rows / 2);
        return
        [
            await TimeAsync(() => catalog.FramesAsync(new CatalogQuery(), stop)),
            await TimeAsync(() => catalog.FramesAsync(new CatalogQuery { Node = "node3", View = "view1" }, stop)),
            await TimeAsync(() => catalog.FramesAsync(new CatalogQuery { Node = "rare" }, stop)),
            await TimeAsync(() => catalog.FramesAsync(new CatalogQuery { To = middle }, stop)),
            await TimeAsync(() => catalog.DaysAsync(new CatalogQuery(), stop)),
            await TimeAsync(() => catalog.CountFramesAsync(new CatalogQuery { From = middle.Date, To = middle.Date.AddDays(1) }, TimeSpan.FromMinutes(1), stop)),
        ];
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
