namespace Catchment.Core.Storage;

/// <summary>What became of a file that was to be moved into another folder.</summary>
public enum MoveOutcome
{
    /// <summary>It is there.</summary>
    Moved,

    /// <summary>The name is taken there; nothing happened.</summary>
    Taken,

    /// <summary>The folder lies on another file system; nothing happened.</summary>
    OtherMedium,

    /// <summary>The file is not there any more.</summary>
    Gone,
}
