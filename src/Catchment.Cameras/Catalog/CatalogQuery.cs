namespace Catchment.Cameras.Catalog;

/// <summary>Which frames or events are wanted, and which page of them.</summary>
public sealed record CatalogQuery
{
    /// <summary>The most entries of a page.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>The node's name; null: any.</summary>
    public string? Node { get; init; }

    /// <summary>The view's name (empty: nodes without one); null: any.</summary>
    public string? View { get; init; }

    /// <summary>An event's type, or a frame's message type (<c>jpg</c>, <c>image</c>); null: any.</summary>
    public string? Type { get; init; }

    /// <summary>Not before this local time; null: from the beginning.</summary>
    public DateTime? From { get; init; }

    /// <summary>Before this local time; null: to the end.</summary>
    public DateTime? To { get; init; }

    /// <summary>Oldest first, instead of newest first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Entries of the page, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Where the page begins: <see cref="CatalogPage{T}.Next"/> of the page before it, from the same query.</summary>
    public string? Cursor { get; init; }
}
