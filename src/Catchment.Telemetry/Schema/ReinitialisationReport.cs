namespace Catchment.Telemetry.Schema;

/// <summary>What a reinitialisation did.</summary>
/// <param name="Level">1 data, 2 tables, 3 database.</param>
public sealed record ReinitialisationReport(int Level)
{
    /// <summary>Rows of <c>file_replicas</c> that are still there.</summary>
    public long ReplicasKept { get; init; }

    /// <summary>Rows of <c>file_replicas</c> that are gone, and that no file can tell again.</summary>
    public long ReplicasLost { get; init; }

    /// <summary>Roles that stay, each with the reason.</summary>
    public IReadOnlyList<string> RolesKept { get; init; } = [];
}
