using System.Runtime.InteropServices;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>The pictures of an event.</summary>
/// <param name="Count">How many.</param>
/// <param name="Last">The time of the last one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PictureSpan(int Count, DateTime Last);
