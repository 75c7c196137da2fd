using System.Runtime.InteropServices;

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>A chunk whose protection is taken off.</summary>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="RequestId">The request that it belongs to.</param>
/// <param name="Begin">Where its body begins.</param>
/// <param name="Length">The body's bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OpenedChunk(uint Sequence, uint RequestId, int Begin, int Length);
