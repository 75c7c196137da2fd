namespace Catchment.Core.Demo;

/// <summary>How a demo runs.</summary>
public sealed record DemoPlan
{
    /// <summary>The lowest rate, items a second: one in a quarter of an hour.</summary>
    public const double MinRate = 0.001;

    /// <summary>The highest rate that is kept to; infinity is possible too.</summary>
    public const double MaxRate = 1_000_000;

    /// <summary>Decides everything that looks like chance.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Items a second of the source altogether; null: the source's own, calm rate; infinity: as fast as it goes.</summary>
    public double? Rate { get; init; }

    /// <summary>How long; null: until it is stopped.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Where each item is taken down; null: nowhere.</summary>
    public IDemoJournal? Journal { get; init; }

    /// <summary>Whether a number can be a rate: <see cref="MinRate"/> to <see cref="MaxRate"/>, or infinity.</summary>
    public static bool IsRate(double rate) => rate is (>= MinRate and <= MaxRate) or double.PositiveInfinity;
}
