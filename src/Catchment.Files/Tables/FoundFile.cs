namespace Catchment.Files.Tables;

/// <summary>A file that is to be tracked.</summary>
/// <param name="Path">Where it lies below the storage folder, or will.</param>
/// <param name="Checksum">BLAKE2b-512 of its content, 128 hex digits in lower case.</param>
/// <param name="Size">Bytes.</param>
public sealed record FoundFile(FilePath Path, string Checksum, long Size);
