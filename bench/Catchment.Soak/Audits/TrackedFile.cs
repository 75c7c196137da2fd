namespace Catchment.Soak.Audits;

/// <summary>A file that the finder has tracked.</summary>
/// <param name="Path">Its path below the storage folder.</param>
/// <param name="Checksum">Its row's checksum, BLAKE2b in hexadecimal digits.</param>
/// <param name="Statuses">Its history, the oldest first.</param>
public sealed record TrackedFile(string Path, string Checksum, IReadOnlyList<string> Statuses);
