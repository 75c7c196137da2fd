namespace Catchment.Cameras.Pump;

/// <summary>Why a request was not answered with what it asked for.</summary>
public enum PumpRefusal
{
    /// <summary>It is no MessagePack, or not of one frame: what ended the original.</summary>
    Malformed,

    /// <summary>It is MessagePack, but no map.</summary>
    NoMap,

    /// <summary>It has no <c>cmd</c>, or one that there is not.</summary>
    UnknownCommand,

    /// <summary>A key that the command needs is missing.</summary>
    MissingKey,

    /// <summary>A value is no text.</summary>
    NoText,

    /// <summary>A date, an id, a type or a time is not of its form.</summary>
    BadName,

    /// <summary>The event is locked.</summary>
    Locked,

    /// <summary>The FaceList cannot be read.</summary>
    Locks,

    /// <summary>The watcher did not answer a deletion.</summary>
    Watcher,

    /// <summary>Files could not be read; answered as if nothing were there.</summary>
    Storage,

    /// <summary>A root folder is missing.</summary>
    Folders,

    /// <summary>A mistake of our own.</summary>
    Fault,
}
