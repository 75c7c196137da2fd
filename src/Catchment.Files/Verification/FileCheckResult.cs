namespace Catchment.Files.Verification;

/// <summary>How a tracked file was found.</summary>
/// <param name="Checked">When, UTC.</param>
/// <param name="Outcome">How.</param>
/// <param name="Size">Its size, bytes; null: it was not found.</param>
/// <param name="Checksum">BLAKE2b-512 of its content; null: it was not read.</param>
/// <param name="Reason">Why it cannot be read; null: it can.</param>
public sealed record FileCheckResult(DateTime Checked, CheckOutcome Outcome, long? Size, string? Checksum, string? Reason);
