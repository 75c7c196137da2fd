using System.Runtime.InteropServices;

namespace Catchment.Telemetry.Following;

/// <summary>How far a device has been followed: all before this is in the database, nothing behind it.</summary>
/// <param name="Device">The device.</param>
/// <param name="File">The name of its file.</param>
/// <param name="Offset">Where the next entry begins in it, in bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FollowedPosition(string Device, string File, long Offset);
