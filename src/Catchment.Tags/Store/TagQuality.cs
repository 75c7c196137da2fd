namespace Catchment.Tags.Store;

/// <summary>How far a point's value can be trusted. Source: <c>tags</c> 2.1, 2.3.</summary>
public enum TagQuality : byte
{
    /// <summary><c>GOOD</c>: as it was written last.</summary>
    Good,

    /// <summary><c>UNCERTAIN</c>: it was good once; restored after a start, or not written for too long.</summary>
    Uncertain,

    /// <summary><c>BAD</c>: the last write could not be converted, or its source failed.</summary>
    Bad,
}
