namespace Catchment.Tags.Store;

/// <summary>One past write. Source: <c>tags</c> 2.6.</summary>
/// <param name="Timestamp">Unix seconds.</param>
/// <param name="Value">As it was stored.</param>
public readonly record struct HistoryEntry(double Timestamp, TagValue Value);
