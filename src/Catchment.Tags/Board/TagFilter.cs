using Catchment.Tags.Store;

namespace Catchment.Tags.Board;

/// <summary>Which tags are wanted, and in which order.</summary>
public sealed record TagFilter
{
    /// <summary>Words that all stand in the key, in any case; null: any key.</summary>
    public string? Search { get; init; }

    /// <summary>The quality; null: any.</summary>
    public TagQuality? Quality { get; init; }

    /// <summary>Only tags that nobody has written for so long; null: any.</summary>
    public TimeSpan? Older { get; init; }

    /// <summary>The order.</summary>
    public TagSort Sort { get; init; }

    /// <summary>Whether it changes with the values, and not only with the tags that there are.</summary>
    internal bool IsMoving => Quality is not null || Older is not null || Sort != TagSort.Key;
}
