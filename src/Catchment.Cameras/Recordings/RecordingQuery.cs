using Catchment.Cameras.Catalog;

namespace Catchment.Cameras.Recordings;

/// <summary>Which recorded events are wanted, and which page of them.</summary>
public sealed record RecordingQuery
{
    /// <summary>The outpost's name; null: any.</summary>
    public string? Node { get; init; }

    /// <summary>The view's name; null: any.</summary>
    public string? View { get; init; }

    /// <summary>The type of a tracking set that it must have; null: any.</summary>
    public string? Type { get; init; }

    /// <summary>A label that it must have, in the set of <see cref="Type"/> when that is given; null: any.</summary>
    public string? Label { get; init; }

    /// <summary>Started not before this local time; null: from the beginning.</summary>
    public DateTime? From { get; init; }

    /// <summary>Started before this local time; null: to the end.</summary>
    public DateTime? To { get; init; }

    /// <summary>Oldest first, instead of newest first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Entries of the page, 1 to <see cref="CatalogQuery.MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Where the page begins: <see cref="CatalogPage{T}.Next"/> of the page before it, from the same query.</summary>
    public string? Cursor { get; init; }
}
