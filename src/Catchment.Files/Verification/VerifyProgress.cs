namespace Catchment.Files.Verification;

/// <summary>How far a round has come.</summary>
/// <param name="Files">Files looked at, those of an interrupted run of the same round too.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="Faults">Files that are not as they were.</param>
public sealed record VerifyProgress(long Files, long Bytes, long Faults);
