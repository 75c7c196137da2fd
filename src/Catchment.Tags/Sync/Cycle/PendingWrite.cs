using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Cycle;

/// <summary>A value that a cycle is to write.</summary>
/// <param name="Tag">Whose.</param>
/// <param name="Value">The value.</param>
/// <param name="Timestamp">Its own time, in Unix seconds.</param>
/// <param name="Quality">Its quality.</param>
internal readonly record struct PendingWrite(PolledTag Tag, TagValue Value, double Timestamp, TagQuality Quality);
