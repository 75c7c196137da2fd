namespace Catchment.Files.Tables;

/// <summary>A file on its way into the storage folder, noted before it is moved.</summary>
/// <param name="Origin">Its path below the source folder.</param>
/// <param name="Target">Where it will lie, and what it is.</param>
/// <param name="Inode">The number by which its file system knows it, before the move.</param>
/// <param name="Device">That file system.</param>
public sealed record PlannedMove(string Origin, FoundFile Target, long Inode, long Device);
