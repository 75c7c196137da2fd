using System.Diagnostics;
using Catchment.Benchmarks.Machine;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Files.Ingester;
using Catchment.Files.Patterns;
using Catchment.Files.Plugins;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Benchmarks.Files;

/// <summary>Files a second of an ingester whose plugin does nothing, and what a search costs that finds nothing, while the tables grow.</summary>
/// <param name="url">The database; it is emptied.</param>
/// <param name="folder">A folder for the storage and the ingester's state.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class IngesterBench(string url, string folder, TextWriter progress)
{
    private const int IdleCycles = 21;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(11);

    private readonly FilesDatabaseSettings _settings = new()
    {
        Url = DatabaseUrl.Parse(url, folder),
        Files = new TableName(null, "bench_files"),
        Events = new TableName(null, "bench_events"),
    };

    /// <summary>Measures.</summary>
    /// <param name="tracked">Sizes of the tables, ascending.</param>
    /// <param name="batches">Sizes of a batch.</param>
    /// <param name="files">New files for each cell.</param>
    /// <param name="cancellation">Ends it between two cells.</param>
    internal async Task<IReadOnlyList<IngesterRow>> MeasureAsync(IReadOnlyList<long> tracked, IReadOnlyList<int> batches, int files, CancellationToken cancellation)
    {
        var fill = new IngesterTablesFill(_settings);
        var storage = Directory.CreateDirectory(Path.Combine(folder, "storage")).FullName;
        fill.Make();
        var rows = new List<IngesterRow>();
        var round = 0;
        foreach (var size in tracked)
        {
            await progress.WriteLineAsync($"{_settings.Url.Kind}: {size:N0} files");
            fill.FillTo(size);
            var first = Stopwatch.StartNew();
            Run(storage, 10); // Takes in what was filled.
            double? firstSeconds = first.Elapsed.TotalSeconds;
            foreach (var batch in batches.Prepend(batches[0]))
            {
                cancellation.ThrowIfCancellationRequested();
                fill.Track(storage, round++, files);
                var cpu = Environment.CpuUsage.TotalTime;
                var watch = Stopwatch.StartNew();
                var done = Run(storage, batch);
                var seconds = watch.Elapsed.TotalSeconds;
                var used = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
                if (done != files)
                    throw new BenchmarkException($"{done} of {files} files were ingested.");
                await Task.Delay(Calm, cancellation); // What was written just now is looked at again for ten seconds.
                var (idle, most, wide) = Idle();
                rows.Add(new IngesterRow($"{_settings.Url.Kind}", size, batch, files, seconds, firstSeconds, idle, most, wide, used, ProcessUsage.Read(Environment.ProcessId).PeakResidentBytes / 1e6));
                firstSeconds = null;
            }

            // The first warms up: the machine code, the pages of the database.
            var kept = rows.Count - batches.Count;
            rows[kept] = rows[kept] with { FirstSeconds = rows[kept - 1].FirstSeconds };
            rows.RemoveAt(kept - 1);
        }

        return rows;
    }

    private long Run(string storage, int batch)
    {
        using var node = new NodeMetrics(TimeProvider.System, "bench");
        var settings = new IngesterSettings
        {
            Database = _settings,
            Storage = storage,
            PluginName = "NullIngest",
            Include = PatternList.None,
            Exclude = PatternList.None,
            Status = FileStatus.Untried,
            Also = [],
            BatchSize = batch,
            Threads = 1,
            IsDaemon = false,
            Pause = TimeSpan.Zero,
            PausesBetweenBatches = false,
            Recovers = true,
            Log = new FilesLogSettings { Format = "%(message)s", Level = LogLevel.Information, Rotation = LogRotationKind.None, When = "H", Interval = 1, MaxBytes = 0, Backups = 0 },
        };
        return new IngesterService(settings, PluginCatalog.BuiltIn, new IngesterMetrics(node), folder).Run(new Quiet(), CancellationToken.None).Counts.GetValueOrDefault(FileStatus.Success);
    }

    /// <summary>What a daemon does again and again when nothing is new.</summary>
    private (double Half, double Most, double Wide) Idle()
    {
        using var database = FilesDatabase.Open(_settings, folder, TimeProvider.System);
        var tables = new IngesterTables(database, "idle");
        Cycle(tables, isWide: false);
        var times = new double[IdleCycles];
        for (var i = 0; i < IdleCycles; i++)
            times[i] = Cycle(tables, isWide: false);
        var wide = Cycle(tables, isWide: true);
        tables.Leave();
        Array.Sort(times);
        return (times[IdleCycles / 2], times[^1], wide);
    }

    private static double Cycle(IngesterTables tables, bool isWide)
    {
        var watch = Stopwatch.StartNew();
        tables.Refresh(isWide);
        tables.Take([FileStatus.Untried, FileStatus.Rerun], 10, isOnce: false);
        tables.AddUntried(1_000);
        return watch.Elapsed.TotalMilliseconds;
    }

    private sealed class Quiet : IServiceContext
    {
        public TimeProvider Time => TimeProvider.System;

        public ILogger Logger => NullLogger.Instance;

        public TimeSpan DrainDeadline => TimeSpan.FromSeconds(25);

        public void Running()
        {
            // Nobody waits for that.
        }

        public void Degrade(string key, string reason) => throw new BenchmarkException(reason);

        public void Recover(string key)
        {
            // Nothing was wrong.
        }
    }
}
