namespace Catchment.Soak.Faults;

/// <summary>What happens to a node.</summary>
internal enum FaultKind
{
    /// <summary><c>kill -9</c>, and a start.</summary>
    Kill,

    /// <summary>The database server ends at once, in its immediate mode, and is started after a while.</summary>
    Database,

    /// <summary>The line to everything that sends is cut for a while.</summary>
    Cut,

    /// <summary>The node is killed and started while its database is away.</summary>
    KillWithoutDatabase,

    /// <summary>The node is killed and started while the line is cut.</summary>
    KillWhileCut,
}
