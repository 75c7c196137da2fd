namespace Catchment.Telemetry.Replicas.Verifying;

/// <summary>How far a verification has come.</summary>
/// <param name="Looked">Copies looked at.</param>
/// <param name="Faults">Copies that are not as they should be.</param>
public sealed record VerificationProgress(long Looked, long Faults);
