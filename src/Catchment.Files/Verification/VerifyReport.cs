namespace Catchment.Files.Verification;

/// <summary>What a round found.</summary>
/// <param name="Files">Files looked at.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="Faults">Files that are not as they were.</param>
/// <param name="Marked">INVALID events that were added.</param>
/// <param name="ResumedAfter">The row number after which an interrupted round went on; its files are among those above. Null: it began anew.</param>
/// <param name="IsStopped">It was interrupted; the next one goes on there.</param>
public sealed record VerifyReport(long Files, long Bytes, long Faults, long Marked, long? ResumedAfter, bool IsStopped);
