namespace Catchment.Commands.Files;

/// <summary>All about a tracked file in JSON.</summary>
internal sealed record FileDetailLine(FileLine File, IReadOnlyList<FileEventLine> Events, FileDetailLine.Verified? Check)
{
    /// <summary>How its content was found the last time it was read again.</summary>
    internal sealed record Verified(DateTime Checked, string Outcome, long? Size, string? Checksum, string? Reason);
}
