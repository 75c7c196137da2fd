using System.CommandLine;

namespace Catchment.Commands.Telemetry.Replicas;

/// <summary><c>catchment replicas …</c> and <c>xtelemdb replicas …</c>: copies of files elsewhere.</summary>
/// <remarks>Source: <c>telemetry</c> 13.</remarks>
internal static class ReplicasCommand
{
    /// <summary>The command.</summary>
    /// <param name="isOriginal">It reads xtelemdb's own configuration.</param>
    internal static Command Create(bool isOriginal) => new("replicas", "Copies of files on other volumes and sites: record, list, verify and make them.")
    {
        ReplicasScanCommand.Create(isOriginal),
        ReplicasStatusCommand.Create(isOriginal),
        ReplicasVerifyCommand.Create(isOriginal),
        ReplicasCopyCommand.Create(isOriginal),
    };
}
