namespace Catchment.Tags.Store;

/// <summary>What became of a write.</summary>
public enum WriteResult : byte
{
    /// <summary>The point has the value.</summary>
    Written,

    /// <summary>The key was unknown; it is registered now and has the value.</summary>
    Registered,

    /// <summary>The value could not be converted; the point has its default and is BAD. A success on the wire.</summary>
    Defaulted,

    /// <summary>Its time is before that of the present value, which is not ahead of the clock: it stands in the history only. A success on the wire.</summary>
    Late,

    /// <summary>The key is unknown, and such writes are ignored. A success on the wire.</summary>
    Ignored,

    /// <summary>The key is unknown, and such writes are refused: <c>key not registered</c>.</summary>
    NotRegistered,

    /// <summary>The key is empty, too long, or has control characters.</summary>
    InvalidKey,

    /// <summary>The text or JSON is longer than the store takes.</summary>
    TooLong,

    /// <summary>The number lies outside the point's limits.</summary>
    OutOfLimits,

    /// <summary>The store has as many points as it may.</summary>
    TooManyPoints,

    /// <summary>The registration could not be made durable.</summary>
    NotDurable,
}
