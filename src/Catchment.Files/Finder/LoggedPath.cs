using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Tables;

namespace Catchment.Files.Finder;

/// <summary>A path of a transfer log, as a place below storage, or why it is none.</summary>
/// <remarks>Source: <c>files</c> 4.3, 11 (D10).</remarks>
/// <param name="Place">The place.</param>
/// <param name="Key">It in short.</param>
/// <param name="Refusal">What it is instead of a place.</param>
/// <param name="Why">More about it.</param>
internal readonly record struct LoggedPath(FilePath Place, PathKey Key, FileOutcome? Refusal, string Why)
{
    private const int LongestPath = 4096;

    /// <summary>Takes a path apart.</summary>
    /// <param name="written">As it is written.</param>
    /// <param name="storage">The storage folder, absolute.</param>
    internal static LoggedPath Of(string written, string storage)
    {
        var relative = written;
        var root = storage.EndsWith('/') ? storage : storage + "/";
        if (written.StartsWith(root, StringComparison.Ordinal))
            relative = written[root.Length..];
        else if (written[0] == '/')
            return Refused(written, FileOutcome.Outside, "the log names a path outside of storage");
        var parts = relative.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").ToArray();
        if (parts.Contains("..", StringComparer.Ordinal))
            return Refused(written, FileOutcome.Outside, "the log names a path that may lead out of storage");
        if (parts.Length == 0)
            return Refused(written, FileOutcome.NotRegular, "the log names the storage folder itself");
        if (Encoding.UTF8.GetByteCount(relative) > LongestPath || parts.Any(p => p.Contains('\0') || Encoding.UTF8.GetByteCount(p) > FolderHandle.MaxNameBytes))
            return Refused(written, FileOutcome.BadName, "the log names a path that no file can have");
        var key = parts.Aggregate(PathKey.Root, (k, p) => k.In(Encoding.UTF8.GetBytes(p)));
        return new LoggedPath(FilePath.Of(string.Join('/', parts)), key, null, "");
    }

    private static LoggedPath Refused(string written, FileOutcome outcome, string why) =>
        new(default, PathKey.Root.In("//"u8).In(Encoding.UTF8.GetBytes(written)), outcome, why); // A key that no path of a file has.
}
