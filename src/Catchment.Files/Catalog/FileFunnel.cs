using Catchment.Files.Tables;

namespace Catchment.Files.Catalog;

/// <summary>How many files stand where.</summary>
/// <param name="Files">Tracked files.</param>
/// <param name="Bytes">Their sizes together.</param>
/// <param name="New">Files of which the events table knows nothing yet.</param>
/// <param name="ByStatus">Files by the status that counts now; statuses that no file has are left out.</param>
/// <param name="Taken">Files that an ingester of ours has.</param>
/// <param name="OldestWaiting">The file that waits longest, untried or to be run again; null: none waits.</param>
/// <param name="WaitingSince">Since when it waits, local time.</param>
/// <param name="IsWhole">False: the events are being read for the first time, and not all of them are in these numbers.</param>
public sealed record FileFunnel(
    long Files, long Bytes, long New, IReadOnlyDictionary<FileStatus, long> ByStatus, long Taken, FileEntry? OldestWaiting, DateTime? WaitingSince, bool IsWhole);
