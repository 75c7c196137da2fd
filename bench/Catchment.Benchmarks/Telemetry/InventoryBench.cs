using System.Diagnostics;
using System.Globalization;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;
using Catchment.Core.Databases;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Benchmarks.Telemetry;

/// <summary>An inventory of many files, and again when all are known, beside a bare walk that asks for size and time of each.</summary>
/// <param name="database">A PostgreSQL database for this alone; null: an SQLite file.</param>
/// <param name="newFolder">Makes a folder for data.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class InventoryBench(string? database, Func<string> newFolder, TextWriter progress)
{
    private const int FilesInFolder = 1000;

    private readonly string _system = database is null ? "SQLite" : "PostgreSQL";

    /// <summary>Measures.</summary>
    /// <param name="files">How many files.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="stop">Ends it between two runs.</param>
    internal IReadOnlyList<InventoryRow> Measure(int files, int rounds, CancellationToken stop)
    {
        progress.WriteLine($"{files:N0} files, {_system}");
        var tree = Make(files, stop);
        var (first, unchanged, limits) = (new List<double>(), new List<double>(), new List<double>());
        Walk(tree); // So that all is in memory for whoever comes next.
        for (var round = 0; round < rounds; round++)
        {
            stop.ThrowIfCancellationRequested();
            var url = DatabaseUrl.Parse(database ?? $"sqlite:///{Path.Combine(newFolder(), "telemetry.db")}", "/");
            if (database is null)
                TelemetrySetup.Run(url);
            else
                Reinitialisation.Tables(url);
            first.Add(Inventory(url, tree, files));
            limits.Add(Walk(tree));
            unchanged.Add(Inventory(url, tree, 0));
        }

        return [Row("first", files, first, limits), Row("unchanged", files, unchanged, limits)];
    }

    private InventoryRow Row(string name, int files, List<double> times, List<double> limits) =>
        new(name, _system, files, times.Median(), limits.Median(), ProcessUsage.Read(Environment.ProcessId).PeakResidentBytes / 1e6);

    private static double Inventory(DatabaseUrl url, string tree, long expected)
    {
        var began = Stopwatch.GetTimestamp();
        using var database = TelemetryDatabase.Open(url);
        var report = new InventoryRun(new TelemetrySettings { Database = url, Hostname = "bench", DataDirs = [tree] }, database, TimeProvider.System, NullLogger.Instance).Run(progress: null, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return report.Added == expected ? took : throw new BenchmarkException($"{report.Added} of {expected} files were recorded.");
    }

    private static double Walk(string tree)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "find \"$1\" -type f -printf '%s %T@\\n' > /dev/null", "sh", tree]))!;
        process.WaitForExit();
        return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(began).TotalSeconds : throw new BenchmarkException($"find failed in {tree}");
    }

    private string Make(int files, CancellationToken stop)
    {
        var root = Directory.CreateDirectory(Path.Combine(newFolder(), "rawimages")).FullName;
        var folder = root;
        for (var i = 0; i < files; i++)
        {
            if (i % FilesInFolder == 0)
            {
                stop.ThrowIfCancellationRequested();
                folder = Directory.CreateDirectory(Path.Combine(root, $"{i / FilesInFolder:00000}")).FullName;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"camsci1_{DateTime.UnixEpoch.AddSeconds(1_713_220_250 + i):yyyyMMddHHmmss}000000000.fits");
            File.WriteAllBytes(Path.Combine(folder, name), [1]);
        }

        return root;
    }
}
