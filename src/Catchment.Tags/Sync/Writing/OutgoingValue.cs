using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Writing;

/// <summary>A value on its way to the gateway.</summary>
/// <param name="Key">The point's key.</param>
/// <param name="Value">The value.</param>
/// <param name="Timestamp">Its own time in Unix seconds; null: now, as the gateway counts.</param>
/// <param name="Quality">Its quality.</param>
public readonly record struct OutgoingValue(string Key, TagValue Value, double? Timestamp = null, TagQuality Quality = TagQuality.Good);
