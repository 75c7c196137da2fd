namespace Catchment.Core.Demo;

/// <summary>How a demo runs.</summary>
public sealed record DemoPlan
{
    /// <summary>Decides everything that looks like chance.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Items a second of the source altogether; null: the source's own, calm rate; infinity: as fast as it goes.</summary>
    public double? Rate { get; init; }

    /// <summary>How long; null: until it is stopped.</summary>
    public TimeSpan? Duration { get; init; }
}
