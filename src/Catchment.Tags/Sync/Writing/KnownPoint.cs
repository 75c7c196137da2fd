using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Writing;

/// <summary>What a point of the gateway is. Source: <c>tags</c> 2.1.</summary>
/// <param name="DataType">Its type.</param>
/// <param name="Units">Its unit; empty: none.</param>
/// <param name="Initial">Its default.</param>
public readonly record struct KnownPoint(string DataType, string Units, TagValue Initial);
