namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>Both directions of one sentinel.</summary>
/// <param name="Outbox">What is sent to it.</param>
/// <param name="Listener">What it says.</param>
internal sealed record SentinelLink(SentinelOutbox Outbox, SentinelListener Listener)
{
    /// <summary>The sending; null before it began.</summary>
    internal Task? Sending { get; set; }
}
