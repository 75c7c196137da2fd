using Catchment.Cameras.Events;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>A job was started.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Sink">The data sink that its results are for.</param>
/// <param name="Key">Its event.</param>
internal sealed record JobStarted(string Job, string Sink, EventKey Key) : SentinelRecord;
