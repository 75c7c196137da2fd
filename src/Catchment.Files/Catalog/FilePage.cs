namespace Catchment.Files.Catalog;

/// <summary>A page of tracked files.</summary>
/// <param name="Items">The files.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
/// <param name="IsCut">It ends before its limit, as enough rows were looked at: <paramref name="Next"/> goes on.</param>
public sealed record FilePage(IReadOnlyList<FileEntry> Items, long? Next, bool IsCut);
