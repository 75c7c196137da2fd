using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <summary>A change that a subscription tells. Source: <c>tags</c> 3.3.</summary>
/// <param name="Key">The point's key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Quality">Its quality.</param>
/// <param name="Timestamp">The time of the write, in Unix seconds.</param>
public sealed record IpcChange(string Key, TagValue Value, TagQuality Quality, double Timestamp);
