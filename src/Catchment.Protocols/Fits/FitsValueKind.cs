namespace Catchment.Protocols.Fits;

/// <summary>What stands behind a keyword. Source: FITS 4.0, 4.2.</summary>
public enum FitsValueKind
{
    /// <summary>Nothing: the keyword has a value indicator and no value.</summary>
    Undefined,

    /// <summary>A character string.</summary>
    Text,

    /// <summary><c>T</c> or <c>F</c>.</summary>
    Logical,

    /// <summary>A whole number of any length.</summary>
    Whole,

    /// <summary>A floating-point number.</summary>
    Real,

    /// <summary>A pair of numbers.</summary>
    Complex,

    /// <summary>No value but text for people: <c>COMMENT</c>, <c>HISTORY</c>, blank names, and any other keyword without a value indicator.</summary>
    Commentary,
}
