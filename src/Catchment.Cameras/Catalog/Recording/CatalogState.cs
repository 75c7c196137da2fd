namespace Catchment.Cameras.Catalog.Recording;

/// <summary>What the catalog's writer remembers over a restart: <c>catalog.json</c> in the hub's state folder.</summary>
internal sealed record CatalogState
{
    /// <summary>The file's name.</summary>
    public const string FileName = "catalog.json";

    /// <summary>The catalog that has everything but the unsettled days.</summary>
    public string? ComparedWith { get; init; }

    /// <summary>Days of which the catalog may lack something, or have something too much.</summary>
    public IReadOnlyList<DateOnly> UnsettledDays { get; init; } = [];
}
