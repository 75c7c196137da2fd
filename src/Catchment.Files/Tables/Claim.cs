namespace Catchment.Files.Tables;

/// <summary>A file that an ingester has taken: its PENDING is written.</summary>
/// <param name="File">The file.</param>
/// <param name="CameFrom">The status by which it was chosen.</param>
public sealed record Claim(TrackedFile File, FileStatus CameFrom);
