using System.Runtime.InteropServices;

namespace Catchment.Tags.Sync.Buffering;

/// <summary>What a buffer lost, by reason.</summary>
/// <param name="Full">Oldest values that made room.</param>
/// <param name="Aged">Values that waited for too long.</param>
/// <param name="Damaged">Places in files at which records were damaged; what followed in the file is lost.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BufferDrops(long Full, long Aged, long Damaged);
