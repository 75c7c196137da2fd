using Catchment.Telemetry.Replicas.Verifying;

namespace Catchment.Commands.Telemetry.Replicas;

/// <summary>What a verification found, in JSON.</summary>
internal sealed record ReplicaVerifyLine(VerificationReport Report, IReadOnlyList<ReplicaVerifyLine.Finding> Found, long FoundLeftOut)
{
    /// <summary>A copy that is not as it should be.</summary>
    internal sealed record Finding(string Fault, string OriginHost, string OriginPath, string ReplicaPath, bool? IsOriginalHere, string? Reason);
}
