using System.Runtime.InteropServices;

namespace Catchment.Protocols.ZeroMq.Wire;

/// <summary>Where the body of a frame lies.</summary>
/// <param name="Offset">Octets from the first octet of the message (its first frame header).</param>
/// <param name="Length">Octets of the body.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameSlot(int Offset, int Length);
