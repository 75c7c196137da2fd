namespace Catchment.Benchmarks.Load;

/// <summary>What the senders are to do. They stop at whichever end comes first.</summary>
internal sealed record LoadPlan
{
    /// <summary>The longest time to send.</summary>
    internal required TimeSpan Duration { get; init; }

    /// <summary>The most payload bytes, all senders together: what the disk may be burdened with.</summary>
    internal long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>The most frames, all senders together.</summary>
    internal long MaxFrames { get; init; } = long.MaxValue;

    /// <summary>The most frames of each sender; the others go on.</summary>
    internal long FramesPerSender { get; init; } = long.MaxValue;

    /// <summary>Frames a second of each sender; null: as fast as the replies come.</summary>
    internal double? FramesPerSecond { get; init; }

    /// <summary>When a sender has sent so many, its share of the bytes and frames is used up, and all stop.</summary>
    /// <param name="senders">How many share the plan.</param>
    /// <param name="payloadBytes">Size of a frame.</param>
    internal long Share(int senders, int payloadBytes) => Math.Max(1, Math.Min(MaxFrames, MaxBytes / payloadBytes) / senders);
}
