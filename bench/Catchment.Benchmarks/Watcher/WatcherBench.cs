using System.Diagnostics;
using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Machine;

namespace Catchment.Benchmarks.Watcher;

/// <summary>What the real watcher keeps of outposts whose events never pause, at growing rates.</summary>
/// <param name="program">The watcher's program.</param>
/// <param name="outposts">How many outposts.</param>
/// <param name="payloadBytes">Bytes of a picture.</param>
/// <param name="time">How long each rate is measured.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class WatcherBench(string program, int outposts, int payloadBytes, TimeSpan time, TextWriter progress)
{
    private const double Mega = 1e6;
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures rate after rate.</summary>
    internal async Task<IReadOnlyList<WatcherRow>> MeasureAsync(IReadOnlyList<double> rates, Func<string> newFolder, CancellationToken cancellation)
    {
        var rows = new List<WatcherRow>();
        foreach (var rate in rates)
        {
            await progress.WriteLineAsync($"{outposts} outposts, {rate} pictures a second each");
            var folder = newFolder();
            rows.Add(await MeasureAsync(rate, folder, cancellation));
            await Workplace.ClearAsync(folder, cancellation);
        }

        return rows;
    }

    /// <summary>Pictures of different outposts or times: one that comes at the very end of an event belongs to the next one too.</summary>
    private static long CountPictures(string folder) =>
        Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)).DistinctBy(f => (f[..OutpostLoad.IdPrefix], f[f.IndexOf('_')..])).LongCount();

    private static long CountRows(string folder) => Directory.EnumerateFiles(folder, "*_trk.csv", SearchOption.AllDirectories).Sum(f => File.ReadLines(f).LongCount() - 1);

    private async Task<WatcherRow> MeasureAsync(double rate, string folder, CancellationToken cancellation)
    {
        var jpeg = FrameWire.Payload(payloadBytes);
        var loads = Enumerable.Range(0, outposts).Select(i => new OutpostLoad(i, jpeg)).ToArray();
        try
        {
            var port = ServerProcess.FreePort();
            var configuration = Path.Combine(folder, "catchment.yaml");
            await File.WriteAllLinesAsync(configuration, ["watcher:", $"  listen: ['tcp://127.0.0.1:{port}']", "  pump: null", "  outposts:", .. loads.Select(l => l.Start())], cancellation);
            await using var watcher = ServerProcess.Start("the watcher", [program, "run", "watcher", "-c", configuration], port);
            await watcher.WaitUntilAcceptingAsync(cancellation);
            while (!loads.All(l => l.IsWatched))
                await Task.Delay(LookEvery, cancellation);

            var before = watcher.Usage;
            var began = Stopwatch.GetTimestamp();
            var threads = loads.Select(l => new Thread(() => l.Run(rate, time, cancellation))).ToArray();
            Array.ForEach(threads, t => t.Start());
            Array.ForEach(threads, t => t.Join());
            var elapsed = Stopwatch.GetElapsedTime(began);
            var (sent, sentRows) = (loads.Sum(l => l.Pictures), loads.Sum(l => l.Rows));
            var ended = Stopwatch.GetTimestamp();
            var (pictures, grew) = (0L, ended);
            while (pictures < sent && Stopwatch.GetElapsedTime(grew) < GiveUp)
            {
                await Task.Delay(LookEvery, cancellation);
                if (CountPictures(folder) is var now && now > pictures)
                    (pictures, grew) = (now, Stopwatch.GetTimestamp());
            }

            var after = watcher.Usage;
            await watcher.StopAsync(cancellation);
            return new WatcherRow(
                outposts, rate, sent, sent / elapsed.TotalSeconds, sent * (double)payloadBytes / elapsed.TotalSeconds / Mega, loads.Sum(l => l.Refused),
                sent - pictures, sentRows - CountRows(folder), Stopwatch.GetElapsedTime(ended, grew).TotalSeconds,
                100 * ((after.Cpu - before.Cpu) / elapsed), after.ResidentBytes / Mega);
        }
        finally
        {
            Array.ForEach(loads, l => l.Dispose());
        }
    }
}
