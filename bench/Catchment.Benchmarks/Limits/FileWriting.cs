using System.Diagnostics;
using Catchment.Benchmarks.Load;

namespace Catchment.Benchmarks.Limits;

/// <summary>
/// The limit of the disk: a loop that only writes the files that a hub would write, each by create, write, close, under its
/// final name.
/// </summary>
internal static class FileWriting
{
    /// <summary>One prepares while the other waits; more would only queue for the lock of the one folder that all write to.</summary>
    private const int MostThreads = 2;

    /// <summary>Writes files until the plan's end.</summary>
    /// <param name="folder">Where <c>images/&lt;date&gt;/</c> is made.</param>
    /// <param name="senders">As many threads, two at most.</param>
    /// <param name="payloadBytes">Size of a file.</param>
    /// <param name="flush">Flush each file to the disk before it is closed.</param>
    /// <param name="warmUp">Not measured.</param>
    /// <param name="plan">Measured.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Files a second.</returns>
    internal static double Measure(
        string folder, int senders, int payloadBytes, bool flush, LoadPlan warmUp, LoadPlan plan, CancellationToken cancellation)
    {
        var payload = FrameWire.Payload(payloadBytes);
        var threads = Math.Min(senders, MostThreads);
        Write(folder, threads, payload, flush, warmUp, cancellation);
        var started = Stopwatch.GetTimestamp();
        var files = Write(folder, threads, payload, flush, plan, cancellation);
        return files / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Writes a number of files into today's folder, as if a hub had done so earlier in the day.</summary>
    /// <param name="folder">Where <c>images/&lt;date&gt;/</c> is made.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="count">How many files.</param>
    /// <param name="payloadBytes">Size of a file.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static void Fill(string folder, string node, int count, int payloadBytes, CancellationToken cancellation)
    {
        var names = new DayNames(folder, node, TimeProvider.System);
        var payload = FrameWire.Payload(payloadBytes);
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            WriteOne(names.Next(), payload, flush: false);
        }
    }

    private static long Write(string folder, int threads, byte[] payload, bool flush, LoadPlan plan, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var share = plan.Share(threads, payload.Length);
        var written = new long[threads];
        var failures = new Exception?[threads];
        var writers = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            var names = new DayNames(folder, $"Camera-{thread + 1:00}", TimeProvider.System);
            try
            {
                for (; written[thread] < share && Stopwatch.GetElapsedTime(started) < plan.Duration && !cancellation.IsCancellationRequested; written[thread]++)
                    WriteOne(names.Next(), payload, flush);
            }
            catch (IOException e)
            {
                failures[thread] = e;
            }
        })).ToArray();
        Array.ForEach(writers, w => w.Start());
        Array.ForEach(writers, w => w.Join());

        cancellation.ThrowIfCancellationRequested();
        if (failures.FirstOrDefault(f => f is not null) is { } failure)
            throw new BenchmarkException($"Cannot write the files of the disk's limit into {folder}: {failure.Message}", failure);
        return written.Sum();
    }

    private static void WriteOne(string path, byte[] payload, bool flush)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, payload, 0);
        if (flush)
            RandomAccess.FlushToDisk(file);
    }
}
