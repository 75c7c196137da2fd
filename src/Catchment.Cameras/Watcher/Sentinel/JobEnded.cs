namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>A job ended.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Sink">The data sink that its results were for.</param>
/// <param name="Summary">The line that is logged.</param>
internal sealed record JobEnded(string Job, string Sink, string Summary) : SentinelRecord;
