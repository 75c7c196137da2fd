using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <summary>A point as it was read. Source: <c>tags</c> 3.3.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Quality">Its quality.</param>
/// <param name="Timestamp">The time of the last write, in Unix seconds.</param>
/// <param name="DataType">Its type.</param>
public sealed record IpcReading(TagValue Value, TagQuality Quality, double Timestamp, string DataType);
