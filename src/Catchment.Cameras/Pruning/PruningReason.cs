namespace Catchment.Cameras.Pruning;

/// <summary>What became of an event, and why.</summary>
/// <remarks>Source: the camera specification, 11.</remarks>
public enum PruningReason
{
    /// <summary>Kept: its profile deletes nothing (rule 1).</summary>
    NeverDelete,

    /// <summary>Kept: not older than its profile says (rule 2).</summary>
    Young,

    /// <summary>Kept: a vehicle was faster than the cutoff (rule 3).</summary>
    Fast,

    /// <summary>Kept: there are vehicles' speeds or directions, and the extended days are not over (rule 3).</summary>
    Extended,

    /// <summary>Kept: a face can be used (rule 4).</summary>
    UsableFace,

    /// <summary>Kept: a face was recognised surely (rule 4).</summary>
    SureRecognition,

    /// <summary>Kept: a FaceList or a person locks it.</summary>
    Locked,

    /// <summary>Kept: it began within the last hour and may be under way.</summary>
    UnderWay,

    /// <summary>Kept: a tracking set, or the FaceList, that would have to be asked cannot be read.</summary>
    Unreadable,

    /// <summary>Should have been deleted, and could not be.</summary>
    Failed,

    /// <summary>Deleted; in a rehearsal, it would have been.</summary>
    Deleted,
}
