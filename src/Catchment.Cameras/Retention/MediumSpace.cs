using System.Runtime.InteropServices;

namespace Catchment.Cameras.Retention;

/// <summary>How full a medium is.</summary>
/// <param name="Total">Its size in bytes.</param>
/// <param name="Free">Bytes free for this user.</param>
/// <param name="Low">Below so many free bytes frames are refused.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MediumSpace(long Total, long Free, long Low);
