namespace Catchment.Commands.Files;

/// <summary>A tracked file in JSON.</summary>
internal sealed record FileLine(long Id, string Path, long Size, string Checksum, string AddedOn, string Status, string? Since);
