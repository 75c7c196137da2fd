namespace Catchment.Cameras.Events;

/// <summary>What became of a person's wish, in a word.</summary>
public enum EventDeskOutcome
{
    /// <summary>Done, or on its way.</summary>
    Done,

    /// <summary>There is no such event.</summary>
    Unknown,

    /// <summary>The event is locked by a FaceList or by a person.</summary>
    Locked,

    /// <summary>It could not be done now; the text says why.</summary>
    Failed,
}
