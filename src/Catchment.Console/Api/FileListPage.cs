namespace Catchment.WebConsole.Api;

/// <summary>A page of tracked files.</summary>
/// <param name="Items">The files.</param>
/// <param name="Next">The cursor of the next page; left out: there is none.</param>
/// <param name="Cut">The page ends before its limit, as enough rows were looked at; 'next' goes on.</param>
public sealed record FileListPage(IReadOnlyList<FileItem> Items, string? Next, bool Cut);
