using Catchment.Files.Catalog;
using Catchment.Files.Tables;

namespace Catchment.WebConsole.Api;

/// <summary>How many files stand where.</summary>
/// <param name="Files">Tracked files.</param>
/// <param name="Bytes">Their sizes together.</param>
/// <param name="Statuses">Files by status, in the order of a file's way; NEW: without an event.</param>
/// <param name="Taken">Files that an ingester has just now.</param>
/// <param name="Oldest">The file that waits longest; left out: none waits.</param>
/// <param name="WaitingSince">Since when, local time; left out: none waits.</param>
/// <param name="Complete">False: the events are being read for the first time, and the numbers grow.</param>
public sealed record FileFunnelItem(long Files, long Bytes, IReadOnlyList<FileFunnelItem.StatusCount> Statuses, long Taken, FileItem? Oldest, string? WaitingSince, bool Complete)
{
    internal static FileFunnelItem Of(FileFunnel funnel) => new(
        funnel.Files,
        funnel.Bytes,
        [
            new StatusCount(FileItem.New, funnel.New),
            .. new[] { FileStatus.Untried, FileStatus.Rerun, FileStatus.Pending, FileStatus.Success, FileStatus.Failure, FileStatus.Unknown, FileStatus.Invalid, FileStatus.Ignored, FileStatus.Backfill }
                .Select(s => new StatusCount(FileStatusText.Of(s), funnel.ByStatus.GetValueOrDefault(s))),
        ],
        funnel.Taken,
        funnel.OldestWaiting is { } oldest ? FileItem.Of(oldest) : null,
        funnel.WaitingSince is { } since ? ApiTime.Micro(since) : null,
        funnel.IsWhole);

    /// <summary>How many files have a status.</summary>
    /// <param name="Status">The status, or NEW.</param>
    /// <param name="Count">How many.</param>
    public sealed record StatusCount(string Status, long Count);
}
