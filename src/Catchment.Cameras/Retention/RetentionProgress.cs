namespace Catchment.Cameras.Retention;

/// <summary>How far a round is.</summary>
/// <param name="Files">Frames that left so far.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="PlannedBytes">Bytes that are to leave in this round.</param>
public sealed record RetentionProgress(long Files, long Bytes, long PlannedBytes);
