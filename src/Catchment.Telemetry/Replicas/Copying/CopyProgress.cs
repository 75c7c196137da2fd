namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>How far copying has come.</summary>
/// <param name="Looked">Files looked at.</param>
/// <param name="Files">Files of the host.</param>
/// <param name="Copied">Files copied.</param>
/// <param name="Bytes">Bytes copied.</param>
public sealed record CopyProgress(long Looked, long Files, long Copied, long Bytes);
