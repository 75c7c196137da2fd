namespace Catchment.Files.Verification;

/// <summary>How far a round has come, as it is kept.</summary>
/// <param name="Reached">The last row number looked at.</param>
/// <param name="Began">When it began, UTC microseconds.</param>
/// <param name="Ended">When it ended; null: it is under way, or was interrupted.</param>
/// <param name="Files">Files looked at.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="Faults">Files that are not as they were.</param>
internal sealed record VerifyRound(long Reached, long Began, long? Ended, long Files, long Bytes, long Faults);
