using System.Runtime.InteropServices;

namespace Catchment.Tags.Sync.Buffering;

/// <summary>What a buffer lost, by reason.</summary>
/// <param name="Full">Oldest values that made room.</param>
/// <param name="Aged">Values that waited for too long.</param>
/// <param name="Damaged">Damaged records, as far as they can be counted: where the length of one is damaged, what follows it in the file is lost with it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BufferDrops(long Full, long Aged, long Damaged);
