using System.Runtime.InteropServices;

namespace Catchment.Core.Diagnostics;

/// <summary>What a process has of managed memory.</summary>
/// <param name="Allocated">Bytes that were ever allocated.</param>
/// <param name="Committed">Bytes that the system has given it, at the last collection.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MemoryUse(long Allocated, long Committed);
