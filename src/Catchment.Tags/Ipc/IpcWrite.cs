using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <summary>One value of a bulk write. Source: <c>tags</c> 3.3.</summary>
/// <param name="Target">The point's key, or its id.</param>
/// <param name="Value">The value.</param>
/// <param name="Timestamp">When it was true, in Unix seconds; null: now.</param>
/// <param name="Quality">Its quality; null: GOOD.</param>
public readonly record struct IpcWrite(string Target, TagValue Value, double? Timestamp = null, TagQuality? Quality = null);
