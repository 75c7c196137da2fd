namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>A record that asks nothing of a data sink, such as a job that was submitted.</summary>
internal sealed record JobNews : SentinelRecord
{
    /// <summary>The one instance.</summary>
    internal static JobNews Instance { get; } = new();
}
