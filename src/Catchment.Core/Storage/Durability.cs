namespace Catchment.Core.Storage;

/// <summary>What must have happened to an item before its sender is told <c>OK</c>.</summary>
public enum Durability
{
    /// <summary>The bytes are in a complete, renamed file: a crash of the process loses nothing that was acknowledged.</summary>
    Written,

    /// <summary>The file and its folder are also flushed to the medium: a power cut loses nothing either.</summary>
    Synced,

    /// <summary>The item is in memory, in a bounded queue: the originals' behaviour. A crash loses what still waits.</summary>
    Queued,
}
