using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Catchment.Benchmarks.Machine;

/// <summary>Waits until what the last measurement has written no longer keeps the disk busy.</summary>
internal static partial class WriteBack
{
    private const long CalmBytes = 32L << 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes everything back, and waits until less than 32 MB are dirty or under way; a minute at most.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    internal static async Task SettleAsync(CancellationToken cancellation)
    {
        Sync();
        var started = Stopwatch.GetTimestamp();
        while (Pending() is var pending && pending >= CalmBytes)
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline)
            {
                await Console.Error.WriteLineAsync($"warning: {pending >> 20} MB are still to be written to disk after {Deadline.TotalSeconds} s; the next figures may suffer.");
                return;
            }

            await Task.Delay(Period, cancellation);
        }
    }

    private static long Pending()
    {
        var lines = File.ReadAllLines("/proc/meminfo");
        return KernelTable.Bytes(lines, "Dirty") + KernelTable.Bytes(lines, "Writeback");
    }

    [LibraryImport("libc", EntryPoint = "sync")]
    private static partial void Sync();
}
