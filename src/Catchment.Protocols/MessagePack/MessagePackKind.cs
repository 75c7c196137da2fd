namespace Catchment.Protocols.MessagePack;

/// <summary>What a value is.</summary>
public enum MessagePackKind
{
    /// <summary>nil.</summary>
    Nil,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A signed or unsigned integer.</summary>
    WholeNumber,

    /// <summary>A number with a fraction, of 32 or 64 bits.</summary>
    Fraction,

    /// <summary>A text: str of any length, the raw type of the old specification included.</summary>
    Text,

    /// <summary>Bytes: bin of any length.</summary>
    Binary,

    /// <summary>An array; its items follow.</summary>
    Array,

    /// <summary>A map; its pairs of key and value follow.</summary>
    Map,

    /// <summary>An extension, a time for example.</summary>
    Extension,
}
