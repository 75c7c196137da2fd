namespace Catchment.Soak.Audits;

/// <summary>A file on the disk.</summary>
/// <param name="Path">Its path below its folder.</param>
/// <param name="Sha256">The hash that a demo's journal has of it.</param>
/// <param name="Blake2b">The checksum that the tables have of it.</param>
public sealed record StoredFile(string Path, string Sha256, string Blake2b);
