namespace Catchment.Telemetry.Replicas;

/// <summary>
/// How a copy stands to its original in the inventory; times are compared to the microsecond. The numbers are those of the statements. Source:
/// <c>telemetry</c> 13.
/// </summary>
public enum ReplicaState
{
    /// <summary>It was made of the original as it is: same time of modification, same size.</summary>
    Current,

    /// <summary>It was made of an earlier version of the original.</summary>
    Stale,

    /// <summary>It was made of the original as it is, and has another size.</summary>
    Incomplete,

    /// <summary>The original has no copy.</summary>
    Missing,

    /// <summary>It was made of a later version than the inventory knows: the inventory is out of date and to be refreshed first.</summary>
    Ahead,

    /// <summary>A look found nothing where it was. Its row stays, without a size.</summary>
    Gone,

    /// <summary>A look found other content than the original's behind the same time and size. Its row stays, without a time: it is a copy of no known version.</summary>
    Damaged,

    /// <summary>Its original is not in the inventory, as after a reinitialisation.</summary>
    Unmatched,
}
