namespace Catchment.Cameras.Catalog;

/// <summary>A page of a listing.</summary>
/// <typeparam name="T">The entries.</typeparam>
/// <param name="Items">The entries, in the order asked for.</param>
/// <param name="Next">What <see cref="CatalogQuery.Cursor"/> has to be for the next page; null: this is the last.</param>
public sealed record CatalogPage<T>(IReadOnlyList<T> Items, string? Next);
