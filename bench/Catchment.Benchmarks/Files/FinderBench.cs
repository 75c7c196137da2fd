using System.Diagnostics;
using System.Globalization;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Files;

/// <summary>Files a second of the finder, and what a search costs when nothing is new.</summary>
/// <param name="database">An empty PostgreSQL database; null: an SQLite file beside the data.</param>
/// <param name="newFolder">Makes a folder for data.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class FinderBench(string? database, Func<string> newFolder, TextWriter progress)
{
    private const int FilesInFolder = 1000;
    private const int SmallBytes = 4096;
    private const int LargeBytes = 64 << 20;
    private const int Searches = 15;
    private const int Rounds = 5;

    private readonly string _database = database is null ? "SQLite" : "PostgreSQL";
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private int _tables;

    /// <summary>Small files, moved.</summary>
    internal async Task<FinderRow> SmallAsync(int files, CancellationToken stop)
    {
        await progress.WriteLineAsync($"{files:N0} files of {SmallBytes} bytes, {_database}");
        var (source, storage) = (Empty(), Empty());
        Make(source, files, SmallBytes, stop);
        using var finder = Start(source, storage);
        var took = await finder.UntilTrackedAsync(files, stop);
        return Row("move 4 KB", files, took.TotalSeconds, files * (SmallBytes / 1e6), null, finder);
    }

    /// <summary>Large files, moved, beside b2sum before and after.</summary>
    internal async Task<FinderRow> LargeAsync(int files, CancellationToken stop)
    {
        await progress.WriteLineAsync($"{files:N0} files of 64 MB, {_database}");
        var (source, storage) = (Empty(), Empty());
        Make(source, files, LargeBytes, stop);
        Checksums(source); // So that all is in memory for whoever comes next.
        var limit = Checksums(source);
        using var finder = Start(source, storage);
        var took = await finder.UntilTrackedAsync(files, stop);
        limit = (limit + Checksums(storage)) / 2;
        var row = Row("move 64 MB", files, took.TotalSeconds, files * (LargeBytes / 1e6), limit.TotalSeconds, finder);
        foreach (var file in Directory.EnumerateFiles(storage, "*", SearchOption.AllDirectories))
            Machine.Workplace.Empty(file);
        return row;
    }

    /// <summary>A tree in which nothing changes, beside find, which asks for size and time of each file.</summary>
    internal async Task<IReadOnlyList<FinderRow>> UnchangedAsync(int files, CancellationToken stop)
    {
        await progress.WriteLineAsync($"{files:N0} files that stay, {_database}");
        var tree = Empty();
        Make(tree, files, 16, stop);
        using var finder = Start(tree, tree);
        var first = await finder.UntilTrackedAsync(files, stop);
        var track = Row("stay, first", files, first.TotalSeconds, files * 16e-6, null, finder);
        var searches = new List<TimeSpan>();
        var limits = new List<TimeSpan>();
        for (var i = 0; i < Rounds; i++)
        {
            limits.Add(Shell($"find '{tree}' -type f -printf '%s %T@\n' > /dev/null"));
            searches.AddRange(await finder.SearchesAsync(Searches / Rounds, stop));
        }

        return [track, Row("stay, unchanged", files, searches.Select(s => s.TotalSeconds).Median(), 0, limits.Select(l => l.TotalSeconds).Median(), finder)];
    }

    /// <summary>A folder without the files by which a place for it was found.</summary>
    private string Empty() => Directory.CreateDirectory(Path.Combine(newFolder(), "files")).FullName;

    private FinderUnderTest Start(string source, string storage)
    {
        var state = newFolder();
        return FinderUnderTest.Start(database ?? $"sqlite:///{state}/files.db", $"files_{_run}_{_tables++}", source, storage, Path.Combine(state, "state"));
    }

    private FinderRow Row(string name, int files, double seconds, double megabytes, double? limit, FinderUnderTest finder) =>
        new(name, _database, files, seconds, megabytes, limit, finder.CpuSeconds, finder.ResidentMegabytes);

    private static void Make(string root, int files, int bytes, CancellationToken stop)
    {
        var content = new byte[bytes];
        new Random(1).NextBytes(content);
        var folder = root;
        for (var i = 0; i < files; i++)
        {
            if (i % FilesInFolder == 0)
            {
                stop.ThrowIfCancellationRequested();
                folder = Directory.CreateDirectory(Path.Combine(root, $"{i / FilesInFolder:00000}")).FullName;
            }

            BitConverter.TryWriteBytes(content, i);
            File.WriteAllBytes(Path.Combine(folder, $"{i:0000000}.fits"), content);
        }
    }

    private static TimeSpan Checksums(string root) =>
        Shell($"find '{root}' -type f -print0 | xargs -0 -n 1 -P {Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)} b2sum > /dev/null");

    private static TimeSpan Shell(string command)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]))!;
        process.WaitForExit();
        return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(began) : throw new BenchmarkException($"This failed: {command}");
    }
}
