using Catchment.Files.Catalog;
using Catchment.Files.Tables;

namespace Catchment.WebConsole.Api;

/// <summary>A tracked file.</summary>
/// <param name="Id">Its row number.</param>
/// <param name="Path">Its path below the storage folder.</param>
/// <param name="Size">Bytes, when it was tracked.</param>
/// <param name="Checksum">BLAKE2b-512, then.</param>
/// <param name="Added">When it was tracked, local time, ISO 8601 without a zone, six digits of fraction.</param>
/// <param name="Status">Its status now; NEW: it has no event yet.</param>
/// <param name="Since">Since when, local time; left out: it has no event yet.</param>
public sealed record FileItem(long Id, string Path, long Size, string Checksum, string Added, string Status, string? Since)
{
    internal const string New = "NEW";

    internal static FileItem Of(FileEntry entry) => new(
        entry.File.Id, entry.File.Path.Relative, entry.File.Size, entry.File.Checksum, ApiTime.Micro(entry.File.AddedOn),
        entry.Status is { } status ? FileStatusText.Of(status) : New, entry.Since is { } since ? ApiTime.Micro(since) : null);
}
