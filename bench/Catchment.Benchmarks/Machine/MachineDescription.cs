using System.Runtime.InteropServices;

namespace Catchment.Benchmarks.Machine;

/// <summary>Where figures were measured; without it they mean nothing.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Cores that this process may use.</param>
/// <param name="MemoryBytes">RAM.</param>
/// <param name="Kernel">The operating system's name and version.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="FileSystem">The type of the file system that holds the data.</param>
/// <param name="Measured">The time of the measurement.</param>
internal sealed record MachineDescription(
    string Processor, int Cores, long MemoryBytes, string Kernel, string Runtime, string FileSystem, DateTimeOffset Measured)
{
    /// <summary>Describes this machine.</summary>
    /// <param name="folder">A folder on the file system that holds the data.</param>
    /// <param name="time">The clock.</param>
    internal static MachineDescription Of(string folder, TimeProvider time)
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return new MachineDescription(
            processor?[(processor.IndexOf(':', StringComparison.Ordinal) + 2)..] ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            KernelTable.Bytes(File.ReadLines("/proc/meminfo"), "MemTotal"),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            new DriveInfo(folder).DriveFormat,
            time.GetLocalNow());
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Processor}, {Cores} cores, {MemoryBytes / (double)(1 << 30):0.0} GB; {Kernel}; {Runtime}; data on {FileSystem}; {Measured:yyyy-MM-dd HH:mm}";
}
