namespace Catchment.Tags.Store;

/// <summary>What a <see cref="TagValue"/> is.</summary>
public enum TagValueKind : byte
{
    /// <summary>JSON's null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number of 64 bits.</summary>
    Whole,

    /// <summary>A double; not finite only before it is coerced.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A list, an object, or a whole number beyond 64 bits: compact JSON.</summary>
    Json,
}
