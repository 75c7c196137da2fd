namespace Catchment.Tags.Sync.Rules;

/// <summary>Why a polled value is not written. Source: <c>tags</c> 11 (FE2, FE3, FE7).</summary>
internal enum RejectReason
{
    /// <summary>It is written.</summary>
    None,

    /// <summary>Its key is empty, too long, or has control characters.</summary>
    InvalidKey,

    /// <summary>A text is no valid Unicode.</summary>
    InvalidText,

    /// <summary>A number is not finite.</summary>
    NonFinite,

    /// <summary>A text, or the JSON of a list or object, is longer than 64 KiB.</summary>
    TooLong,

    /// <summary>A rule wants another type.</summary>
    Type,

    /// <summary>A number is outside a rule's limits.</summary>
    Range,

    /// <summary>A number changes faster than a rule allows.</summary>
    Rate,

    /// <summary>A rule could not be followed.</summary>
    RuleError,

    /// <summary>A number has changed by less than its deadband.</summary>
    Deadband,
}
