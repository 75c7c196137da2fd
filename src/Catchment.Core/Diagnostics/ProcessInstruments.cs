using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Catchment.Core.Diagnostics;

/// <summary>The numbers of the process, under the names that Prometheus' own clients use where they have one.</summary>
internal static class ProcessInstruments
{
    /// <summary>Adds them to a meter. They are measured when somebody reads them, never in between.</summary>
    public static void Create(Meter meter, TimeProvider time, string version)
    {
        long started = time.GetTimestamp();
        double startedAt = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

        meter.CreateObservableGauge("process_resident_memory_bytes", () => Environment.WorkingSet, description: "Memory of the process that is in RAM.");
        meter.CreateObservableCounter("process_cpu_seconds_total", CpuSeconds, description: "Processor time used, in user and system mode.");
        meter.CreateObservableGauge("process_threads", Threads, description: "Threads of the process.");
        meter.CreateObservableGauge("process_start_time_seconds", () => startedAt, description: "Start of the process in seconds since 1970.");
        meter.CreateObservableGauge("dotnet_gc_heap_bytes", () => GC.GetTotalMemory(forceFullCollection: false), description: "Managed heap in use.");
        meter.CreateObservableCounter("dotnet_allocated_bytes_total", () => GC.GetTotalAllocatedBytes(), description: "Bytes ever allocated on the managed heap.");
        meter.CreateObservableCounter("dotnet_gc_collections_total", () => (long)GC.CollectionCount(0), description: "Garbage collections of any generation.");
        meter.CreateObservableGauge("dotnet_thread_pool_threads", () => (long)ThreadPool.ThreadCount, description: "Threads of the thread pool.");
        meter.CreateObservableGauge("catchment_uptime_seconds", () => time.GetElapsedTime(started).TotalSeconds, description: "Time since the node's start.");

        KeyValuePair<string, object?>[] build =
        [
            new("version", version),
            new("runtime", Environment.Version.ToString()),
        ];
        meter.CreateObservableGauge("catchment_build_info", () => new Measurement<long>(1, build), description: "Always 1; the labels say what is running.");
    }

    private static double CpuSeconds() =>
        OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() ? 0 : Environment.CpuUsage.TotalTime.TotalSeconds;

    private static long Threads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
