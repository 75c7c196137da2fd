using System.Runtime.InteropServices;

namespace Catchment.Cameras.Video;

/// <summary>A box that is seen in one picture of a film.</summary>
/// <param name="Type">The type of its tracking set.</param>
/// <param name="From">When the picture is shown, from the beginning of the film.</param>
/// <param name="To">When the next one is; null: it is the last.</param>
/// <param name="X1">Left edge in pixels, may be negative.</param>
/// <param name="Y1">Upper edge.</param>
/// <param name="X2">Right edge, right of the left one.</param>
/// <param name="Y2">Lower edge, below the upper one.</param>
/// <param name="Label">What is seen there, as the row says it; empty: it says nothing.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ShownBox(string Type, TimeSpan From, TimeSpan? To, int X1, int Y1, int X2, int Y2, string Label);
