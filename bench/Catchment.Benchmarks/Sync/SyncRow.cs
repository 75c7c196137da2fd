namespace Catchment.Benchmarks.Sync;

/// <summary>Cycles of the sync.</summary>
/// <param name="What">Which values change between two cycles.</param>
/// <param name="Tags">Tags of the document.</param>
/// <param name="Written">Values that a cycle writes.</param>
/// <param name="P50">Duration of a cycle in the middle, in milliseconds.</param>
/// <param name="P99">The longest of a hundred.</param>
/// <param name="FetchP50">Getting the document alone, in milliseconds: what no cycle is below.</param>
internal sealed record SyncRow(string What, int Tags, int Written, double P50, double P99, double FetchP50);
