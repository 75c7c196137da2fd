using Catchment.Tags.Store;

namespace Catchment.Tags.Polling;

/// <summary>A virtual tag of the polling service at one moment. Source: <c>tags</c> 8.7, 9.1.</summary>
/// <param name="Key">Its key in the store: its name, or its id where it has none.</param>
/// <param name="DataType">The type of its point.</param>
/// <param name="Units">Its unit.</param>
/// <param name="Value">Its value; null: it has none.</param>
/// <param name="IsGood">Whether its value is as it should be.</param>
public sealed record VirtualTag(string Key, string DataType, string Units, TagValue Value, bool IsGood);
