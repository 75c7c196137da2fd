namespace Catchment.Telemetry.Replicas.Verifying;

/// <summary>What a look at a copy found.</summary>
public enum ReplicaFault
{
    /// <summary>There is nothing where it was; its row stays, without a size.</summary>
    Gone,

    /// <summary>It has another content than its original, behind the same time and size; its row stays, without a time.</summary>
    Damaged,

    /// <summary>It has another size than its row said; the row has the new one.</summary>
    Resized,

    /// <summary>It has another time of modification than the version of the original that it is a copy of; a comparison of the contents says whether it is one. Its row stays.</summary>
    Touched,

    /// <summary>It cannot be looked at, or read. Its row stays.</summary>
    Unreadable,
}
