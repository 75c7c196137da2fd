using System.Runtime.InteropServices;

namespace Catchment.Telemetry.Replicas;

/// <summary>What became of rows that were saved.</summary>
/// <param name="Added">Rows that are new.</param>
/// <param name="Updated">Rows that were otherwise.</param>
/// <param name="Unchanged">Rows that were as they are.</param>
/// <param name="Unmatched">Rows that there is no original for in the inventory; they are not recorded.</param>
/// <param name="Origins">Originals that were recorded.</param>
/// <param name="Ahead">Rows of later versions than the inventory knows.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReplicasSaved(int Added, int Updated, int Unchanged, int Unmatched, int Origins, int Ahead);
