using System.Globalization;

namespace Catchment.Benchmarks.Machine;

/// <summary>What a process has used so far, as the kernel counts it.</summary>
/// <param name="Cpu">Processor time in user and system mode, of all threads; the kernel counts it in steps of 10 ms.</param>
/// <param name="ResidentBytes">Memory in RAM now (<c>VmRSS</c>).</param>
/// <param name="PeakResidentBytes">The most it ever was (<c>VmHWM</c>).</param>
internal sealed record ProcessUsage(TimeSpan Cpu, long ResidentBytes, long PeakResidentBytes)
{
    /// <summary>USER_HZ: what <c>/proc</c> counts in, the same on every Linux that .NET runs on.</summary>
    private const int TicksPerSecond = 100;

    /// <summary>Reads <c>/proc/PID/stat</c> and <c>/proc/PID/status</c>.</summary>
    /// <exception cref="IOException">The process is gone.</exception>
    internal static ProcessUsage Read(int process)
    {
        // The command's name, in parentheses, may hold anything; the numbers begin behind the last one.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var status = File.ReadAllLines($"/proc/{process}/status");
        return new ProcessUsage(
            TimeSpan.FromSeconds((double)ticks / TicksPerSecond),
            KernelTable.Bytes(status, "VmRSS"),
            KernelTable.Bytes(status, "VmHWM"));
    }
}
