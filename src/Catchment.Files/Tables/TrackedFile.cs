namespace Catchment.Files.Tables;

/// <summary>A row of the files table.</summary>
/// <param name="Id">The row's number.</param>
/// <param name="Path">Where it lies below the storage folder.</param>
/// <param name="Checksum">BLAKE2b-512 of its content when it was tracked.</param>
/// <param name="Size">Bytes, then.</param>
/// <param name="AddedOn">Local time of the insert.</param>
public sealed record TrackedFile(long Id, FilePath Path, string Checksum, long Size, DateTime AddedOn);
