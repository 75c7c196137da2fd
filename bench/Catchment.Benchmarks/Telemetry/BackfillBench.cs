using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Benchmarks.Telemetry;

/// <summary>Telemetry files into a database by <c>xtelemdb backfill</c>, beside <c>psql \copy</c> of the very same rows into the same table.</summary>
/// <param name="program">The program.</param>
/// <param name="database">A PostgreSQL database for this alone; null: SQLite only.</param>
/// <param name="newFolder">Makes a folder for data.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class BackfillBench(string program, string? database, Func<string> newFolder, TextWriter progress)
{
    private const string Columns = "telem (ts, device, msg, prio, ec)";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    // As many types as a usual device's, and as an instrument has them.
    private static readonly string[] Types = ["telem_stage", "telem_fgtimings", "telem_stdcam", "telem_temps", "telem_position", "telem_pi335", "telem_telpos", "telem_observer"];

    /// <summary>Measures.</summary>
    /// <param name="files">How many files of each kind, each of its own device.</param>
    /// <param name="megabytes">The size of each before it is compressed.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="stop">Ends it between two runs.</param>
    internal async Task<IReadOnlyList<BackfillRow>> MeasureAsync(int files, int megabytes, int rounds, CancellationToken stop)
    {
        var rows = new List<BackfillRow>();
        foreach (var isLines in new[] { false, true })
        {
            var (data, expected) = Make(files, megabytes * 1_000_000L, isLines);
            var name = isLines ? ".ndjson.gz" : ".bintel";
            double? limit = null;
            if (database is not null)
            {
                var row = await PostgreSqlAsync(name, data, expected, rounds, stop);
                limit = row.LimitSeconds;
                rows.Add(row);
            }

            rows.Add(await SqliteAsync(name, data, expected, rounds, limit, stop));
            foreach (var file in Directory.EnumerateFiles(data))
                Workplace.Empty(file);
        }

        return rows;
    }

    private async Task<BackfillRow> PostgreSqlAsync(string name, string data, long expected, int rounds, CancellationToken stop)
    {
        var dump = Path.Combine(newFolder(), "rows");
        var (runs, limits) = (new List<Run>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await progress.WriteLineAsync($"{name}, PostgreSQL, round {round + 1}");
            Reinitialisation.Tables(DatabaseUrl.Parse(database!, "/"));
            await RunAsync(["inventory", .. Words(database!, data)], stop);
            await RunAsync("psql", ["-XAtq", database!, "-c", "CHECKPOINT"], stop);
            runs.Add(await RunAsync(["backfill", .. Words(database!, data)], stop));
            Check(database!, expected);
            if (round == 0)
                await RunAsync("psql", ["-XAtq", database!, "-c", $@"\copy {Columns} TO '{dump}'"], stop);
            Reinitialisation.Tables(DatabaseUrl.Parse(database!, "/"));
            await RunAsync("psql", ["-XAtq", database!, "-c", "CHECKPOINT"], stop);
            limits.Add((await RunAsync("psql", ["-XAtq", "-v", "ON_ERROR_STOP=1", database!, "-c", $@"\copy {Columns} FROM '{dump}'"], stop)).Seconds);
            Check(database!, expected);
        }

        Workplace.Empty(dump);
        return Row(name, "PostgreSQL", data, expected, runs, limits.Median());
    }

    private async Task<BackfillRow> SqliteAsync(string name, string data, long expected, int rounds, double? limit, CancellationToken stop)
    {
        var runs = new List<Run>();
        for (var round = 0; round < rounds; round++)
        {
            await progress.WriteLineAsync($"{name}, SQLite, round {round + 1}");
            var file = Path.Combine(newFolder(), "telemetry.db");
            var url = $"sqlite:///{file}";
            TelemetrySetup.Run(DatabaseUrl.Parse(url, "/"));
            await RunAsync(["inventory", .. Words(url, data)], stop);
            runs.Add(await RunAsync(["backfill", .. Words(url, data)], stop));
            Check(url, expected);
            Workplace.Empty(file);
        }

        return Row(name, "SQLite", data, expected, runs, limit);
    }

    private static BackfillRow Row(string name, string system, string data, long rows, List<Run> runs, double? limit)
    {
        var files = new DirectoryInfo(data).GetFiles();
        return new BackfillRow(name, system, files.Length, rows, files.Sum(static f => f.Length), runs.Select(static r => r.Seconds).Median(), limit, runs.Select(static r => r.CpuSeconds).Median(), runs.Max(static r => r.PeakMegabytes));
    }

    private static string[] Words(string url, string data) => [$"database.url={url}", "hostname=bench", $"data_dirs={data}"];

    private (string Folder, long Rows) Make(int files, long size, bool isLines)
    {
        var folder = Directory.CreateDirectory(Path.Combine(newFolder(), "telem")).FullName;
        var rows = 0L;
        for (var i = 0; i < files; i++)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"device{i:00}_20240415223050000000000.{(isLines ? "ndjson" : "bintel")}"));
            rows += isLines ? new DeviceFile().WriteNdjson(path, size) : new DeviceFile().Write(path, Types, 8, size);
            if (!isLines)
                continue;
            using (var lines = File.OpenRead(path))
            using (var packed = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Optimal))
                lines.CopyTo(packed);
            File.Delete(path);
        }

        return (folder, rows);
    }

    private static void Check(string url, long expected)
    {
        using var tables = Database.Open(DatabaseUrl.Parse(url, "/"), new DatabaseOptions { OwnsFile = false });
        using var connection = tables.Connect();
        using var command = connection.Command("SELECT count(*) FROM telem");
        var found = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (found != expected)
            throw new BenchmarkException($"{found} of {expected} rows are in the table.");
    }

    private Task<Run> RunAsync(IReadOnlyList<string> words, CancellationToken stop) => RunAsync(program, ["xtelemdb", .. words], stop);

    private static async Task<Run> RunAsync(string name, IReadOnlyList<string> words, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(name, words) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var (cpu, peak) = (TimeSpan.Zero, 0L);
        while (!process.WaitForExit(Look))
        {
            try
            {
                var usage = ProcessUsage.Read(process.Id);
                (cpu, peak) = (usage.Cpu, Math.Max(peak, usage.PeakResidentBytes)); // Of one that has ended the kernel tells no memory.
            }
            catch (Exception e) when (e is IOException or ArgumentOutOfRangeException or IndexOutOfRangeException)
            {
                // It ended just now; what was seen last stands.
            }
        }

        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return process.ExitCode == 0
            ? new Run(took, cpu.TotalSeconds, peak / 1e6)
            : throw new BenchmarkException($"{name} {string.Join(' ', words)} ended with {process.ExitCode}: {await errors}");
    }

    private sealed record Run(double Seconds, double CpuSeconds, double PeakMegabytes);
}
