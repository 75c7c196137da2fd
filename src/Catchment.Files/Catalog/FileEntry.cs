using Catchment.Files.Tables;

namespace Catchment.Files.Catalog;

/// <summary>A tracked file and how it stands with one events table.</summary>
/// <param name="File">Its row.</param>
/// <param name="Status">The status that counts now; null: the events table knows nothing of it yet.</param>
/// <param name="Since">Since when, local time.</param>
public sealed record FileEntry(TrackedFile File, FileStatus? Status, DateTime? Since)
{
    internal static FileEntry Of(TrackedFile file, FileStanding? standing) => new(file, standing?.Status, standing is { } s ? LocalTime.At(s.Since) : null);
}
