namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>Copies of a host's files in a place, in a state; or its files without one.</summary>
/// <param name="Place">Where the copies are; left out: files that have a copy nowhere.</param>
/// <param name="State">How they stand to their originals: current, stale, incomplete, missing, ahead, gone, damaged or unmatched.</param>
/// <param name="Files">How many.</param>
/// <param name="Bytes">Bytes of the copies; of what is gone or missing those of the originals.</param>
public sealed record ReplicaItem(string? Place, string State, long Files, long Bytes);
