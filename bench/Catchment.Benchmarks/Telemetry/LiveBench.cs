using System.Diagnostics;
using System.Globalization;
using Catchment.Benchmarks.Machine;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Benchmarks.Telemetry;

/// <summary>Entries that are written into files until a query sees their rows: the live process between them, as a process of its own.</summary>
/// <param name="program">The program.</param>
/// <param name="database">A PostgreSQL database for this alone; null: SQLite only.</param>
/// <param name="newFolder">Makes a folder for data.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class LiveBench(string program, string? database, Func<string> newFolder, TextWriter progress)
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(2);

    /// <summary>Measures.</summary>
    /// <param name="devices">Devices that write.</param>
    /// <param name="rate">Entries a second of all of them.</param>
    /// <param name="time">How long.</param>
    /// <param name="stop">Ends it.</param>
    internal async Task<IReadOnlyList<LiveRow>> MeasureAsync(int devices, int rate, TimeSpan time, CancellationToken stop)
    {
        var rows = new List<LiveRow> { await OfAsync("SQLite", $"sqlite:///{Path.Combine(newFolder(), "telemetry.db")}", devices, rate, time, stop) };
        if (database is not null)
        {
            Reinitialisation.Tables(DatabaseUrl.Parse(database, "/"));
            rows.Add(await OfAsync("PostgreSQL", database, devices, rate, time, stop));
        }

        return rows;
    }

    private async Task<LiveRow> OfAsync(string system, string url, int devices, int rate, TimeSpan time, CancellationToken stop)
    {
        await progress.WriteLineAsync($"{system}: {devices} devices, {rate} entries/s, {time.TotalSeconds} s");
        var folder = Directory.CreateDirectory(Path.Combine(newFolder(), "telem")).FullName;
        TelemetrySetup.Run(DatabaseUrl.Parse(url, "/"));
        var configuration = Path.Combine(newFolder(), "catchment.yaml");
        await File.WriteAllTextAsync(configuration, $"telemetry:\n  hostname: bench\n  database:\n    url: {url}\n  data_dirs: [{folder}]\n  telem_dir: {folder}\n  proclist: null\n", stop);
        using var tables = Database.Open(DatabaseUrl.Parse(url, "/"), new DatabaseOptions { OwnsFile = false });
        await using var live = ServerProcess.Start("the live process", [program, "run", "telemetry", "-c", configuration], 0);

        // What its start takes is no latency.
        var warm = new LiveWriters(folder, 1, 100);
        warm.Write(TimeSpan.FromSeconds(0.3), stop);
        var began = Stopwatch.GetTimestamp();
        while (Count(tables) < warm.Written)
        {
            if (Stopwatch.GetElapsedTime(began) > StartDeadline)
                throw new BenchmarkException("The live process stores nothing.");
            await Task.Delay(SampleEvery, stop);
        }

        var writers = new LiveWriters(folder, devices, rate);
        var writing = Task.Factory.StartNew(() => writers.Write(time, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var latencies = await Task.Factory.StartNew(() => Sample(tables, writers, writing), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var seconds = await writing;
        var usage = live.Usage;
        began = Stopwatch.GetTimestamp();
        while (Count(tables) < writers.Written + warm.Written)
        {
            if (Stopwatch.GetElapsedTime(began) > EndDeadline)
                throw new BenchmarkException($"{Count(tables)} of {writers.Written + warm.Written} rows are in the table.");
            await Task.Delay(SampleEvery, stop);
        }

        await live.StopAsync(stop);
        latencies.Sort();
        return new LiveRow(system, devices, rate, writers.Written, seconds, At(latencies, 0.5), At(latencies, 0.99), latencies[^1], latencies.Count, usage.Cpu.TotalSeconds, usage.PeakResidentBytes / 1e6);
    }

    /// <summary>Takes the blocks of one device in their order, and asks until the last row of each is there. An entry's own time is that of its writing.</summary>
    private static List<double> Sample(Database tables, LiveWriters writers, Task writing)
    {
        var latencies = new List<double>();
        using var connection = tables.Connect();
        while (!writing.IsCompleted || !writers.Blocks.IsEmpty)
        {
            if (!writers.Blocks.TryDequeue(out var newest))
            {
                Thread.Sleep(LookEvery);
                continue;
            }

            using var command = connection.Command("SELECT 1 FROM telem WHERE device = 'device00' AND ts = @ts");
            var time = DateTime.UnixEpoch.AddMicroseconds(newest);
            command.With("@ts", tables.Kind == DatabaseKind.Sqlite ? time.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture) : time);
            while (command.ExecuteScalar() is null)
            {
                if (TimeProvider.System.GetUtcNow().UtcDateTime - time > EndDeadline)
                    throw new BenchmarkException("A row does not come.");
                Thread.Sleep(LookEvery);
            }

            latencies.Add((TimeProvider.System.GetUtcNow().UtcDateTime - time).TotalMilliseconds);
        }

        return latencies.Count > 0 ? latencies : throw new BenchmarkException("Nothing was written in that time.");
    }

    private static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];

    private static long Count(Database tables)
    {
        using var connection = tables.Connect();
        using var command = connection.Command("SELECT count(*) FROM telem");
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
