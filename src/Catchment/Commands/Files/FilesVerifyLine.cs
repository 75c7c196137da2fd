namespace Catchment.Commands.Files;

/// <summary>What a round of checks found, in JSON.</summary>
internal sealed record FilesVerifyLine(long Files, long Bytes, long Faults, long Marked, long? ResumedAfter, bool Stopped, IReadOnlyList<FilesVerifyLine.Fault> Found, long FoundLeftOut)
{
    /// <summary>A file that is not as it was tracked.</summary>
    internal sealed record Fault(long Id, string Path, string Outcome, long? Size, string? Checksum, string? Reason);
}
