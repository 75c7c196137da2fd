using System.Runtime.InteropServices;

namespace Catchment.Cameras.Recordings.Tables;

/// <summary>What may be asked for.</summary>
/// <param name="IsOneView">Only <paramref name="Node"/>'s <paramref name="View"/>; otherwise all views.</param>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
/// <param name="Type">The type of a tracking set; empty: any.</param>
/// <param name="Label">A label; empty: any or none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordingSeries(bool IsOneView, string Node, string View, string Type, string Label);
