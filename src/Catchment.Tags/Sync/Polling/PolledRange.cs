using System.Runtime.InteropServices;

namespace Catchment.Tags.Sync.Polling;

/// <summary>A part of a body.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">How many bytes; 0: there is no such part.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PolledRange(int Start, int Length);
