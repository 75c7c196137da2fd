using System.Globalization;

namespace Catchment.Benchmarks.Machine;

/// <summary>The kernel's tables of lines such as <c>Dirty:   1234 kB</c>.</summary>
internal static class KernelTable
{
    /// <summary>A line's value, in bytes; 0 when the table has no such line.</summary>
    internal static long Bytes(IEnumerable<string> lines, string name)
    {
        var line = lines.FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line[(name.Length + 1)..].Replace("kB", null, StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
