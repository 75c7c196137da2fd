using System.Runtime.InteropServices;

namespace Catchment.Telemetry.Replicas.Verifying;

/// <summary>What is seen of a copy without reading it.</summary>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Modified">Its time of modification, microseconds since 1970 UTC; null: nothing tells.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CopyFacts(long Size, long? Modified);
