namespace Catchment.Benchmarks.Load;

/// <summary>What the senders are to do. They stop at whichever end comes first.</summary>
internal sealed record LoadPlan
{
    /// <summary>The longest time to send.</summary>
    internal required TimeSpan Duration { get; init; }

    /// <summary>The most payload bytes, all senders together: what the disk may be burdened with.</summary>
    internal long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>The most frames of each sender.</summary>
    internal long FramesPerSender { get; init; } = long.MaxValue;

    /// <summary>Frames a second of each sender; null: as fast as the replies come.</summary>
    internal double? FramesPerSecond { get; init; }
}
