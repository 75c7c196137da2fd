using Catchment.Tags.Store;

namespace Catchment.Tags.Sync;

/// <summary>A polled tag, and what the sync does with it.</summary>
/// <param name="Device">The device.</param>
/// <param name="Id">The tag's id.</param>
/// <param name="Name">Its name; the id where it has none.</param>
/// <param name="Status">Its status; empty: it tells none.</param>
/// <param name="Value">Its value; null too where it has none.</param>
/// <param name="Key">The key.</param>
/// <param name="IsKeyCertain">The gateway was asked which form it has, or has no say in it.</param>
/// <param name="Written">What is written; null too where nothing is.</param>
/// <param name="Why">Why nothing is written: <c>status</c>, <c>no_value</c>, <c>filtered</c>, or what a rule says; null: it is.</param>
public sealed record PolledLine(string Device, string Id, string Name, string Status, TagValue Value, string Key, bool IsKeyCertain, TagValue Written, string? Why);
