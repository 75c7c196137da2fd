namespace Catchment.Tags.Store;

/// <summary>A value to write. Source: <c>tags</c> 3.3.</summary>
/// <param name="Value">The value.</param>
/// <param name="Origin">Who writes.</param>
/// <param name="Timestamp">When it was true, in Unix seconds; null: now.</param>
/// <param name="Quality">Its quality; null: GOOD.</param>
public readonly record struct TagWrite(TagValue Value, TagOrigin Origin, double? Timestamp = null, TagQuality? Quality = null);
