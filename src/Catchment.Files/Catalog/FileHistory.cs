using Catchment.Files.Verification;

namespace Catchment.Files.Catalog;

/// <summary>All that is known of a tracked file.</summary>
/// <param name="File">Its row and its status.</param>
/// <param name="Events">Its events, oldest first; none without an events table.</param>
/// <param name="Check">How its content was found the last time it was read again; null: it never was.</param>
public sealed record FileHistory(FileEntry File, IReadOnlyList<HistoryEvent> Events, FileCheckResult? Check);
