using Catchment.Cameras.Events;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>Files of an event that no index names.</summary>
/// <param name="Key">The event, and the day of the folder that they lie in.</param>
/// <param name="Pictures">Pictures among them.</param>
/// <param name="Sets">Tracking sets among them.</param>
/// <param name="Bytes">Their length together.</param>
/// <param name="Newest">When the newest of them was written, UTC.</param>
/// <param name="IsRemoved">They were removed.</param>
public sealed record OrphanEvent(EventKey Key, int Pictures, int Sets, long Bytes, DateTime Newest, bool IsRemoved);
