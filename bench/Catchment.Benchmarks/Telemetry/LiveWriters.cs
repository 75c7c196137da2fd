using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Benchmarks.Telemetry;

/// <summary>Devices that write at a rate, each a block of entries ten times a second, in one thread; entries have the time at which they were written.</summary>
/// <param name="folder">Where to.</param>
/// <param name="devices">How many.</param>
/// <param name="rate">Entries a second of all of them.</param>
internal sealed class LiveWriters(string folder, int devices, int rate)
{
    private const int BlocksPerSecond = 10;

    private static readonly FlatlogType Type = FlatlogTypeTable.BuiltIn.Types.First(t => t.Name == "telem_fgtimings");

    private long _written;

    /// <summary>Entries so far.</summary>
    internal long Written => Volatile.Read(ref _written);

    /// <summary>The last entry of each block of the first device, in their order: microseconds since 1970.</summary>
    internal ConcurrentQueue<long> Blocks { get; } = new();

    /// <summary>Writes for a time.</summary>
    /// <returns>Seconds that it took.</returns>
    internal double Write(TimeSpan time, CancellationToken stop)
    {
        var files = Enumerable.Range(0, devices).Select(d => new FileStream(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"device{d:00}_20240415223050000000000.bintel")), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)).ToArray();
        try
        {
            var began = Stopwatch.GetTimestamp();
            var (random, turn) = (new Random(1), 0L);
            while (Stopwatch.GetElapsedTime(began) is var passed && passed < time && !stop.IsCancellationRequested)
            {
                // Devices do not write in step: each block is due at a time of its own.
                var due = TimeSpan.FromSeconds((double)turn / (BlocksPerSecond * devices));
                if (due > passed)
                    Thread.Sleep(due - passed);
                var device = (int)(turn++ % devices);
                var newest = Block(files[device], Math.Max(1, rate / (devices * BlocksPerSecond)), random);
                if (device == 0)
                    Blocks.Enqueue(newest);
            }

            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
        }
    }

    private long Block(FileStream file, int entries, Random random)
    {
        using var block = new MemoryStream();
        Span<byte> head = stackalloc byte[FlatlogHeader.MostLength];
        var time = (TimeProvider.System.GetUtcNow().UtcDateTime - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        for (var i = 0; i < entries; i++)
        {
            var message = FlatlogMessage.Write(Type.Message!, new Dictionary<string, object>(StringComparer.Ordinal) { ["atime"] = random.NextDouble(), ["atime_jitter"] = random.NextDouble() / 1e6, ["wtime"] = random.NextDouble(), ["wmatime"] = 0.002 });
            time++; // Of a device no two have one time.
            var header = FlatlogHeader.Create(FlatlogPriority.Telemetry, Type.Code, (uint)(time / 1_000_000), (uint)(time % 1_000_000) * 1000, message.Length);
            header.Write(head);
            block.Write(head[..header.Length]);
            block.Write(message);
        }

        block.WriteTo(file);
        Interlocked.Add(ref _written, entries);
        return time;
    }
}
