using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Buffering;

/// <summary>A value that waits for the gateway. Source: <c>tags</c> 11 (FE8).</summary>
/// <param name="Key">The key, or the candidates among which the store decides.</param>
/// <param name="Value">The value.</param>
/// <param name="Timestamp">Its own time, in Unix seconds.</param>
/// <param name="Quality">Its quality.</param>
public readonly record struct BufferedValue(string Key, TagValue Value, double Timestamp, TagQuality Quality = TagQuality.Good);
