namespace Catchment.Tags.Poller.Conversion;

/// <summary>What a tag's registers hold. Source: <c>tags</c> 10.3.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "These are the words of the specification.")]
public enum RegisterKind
{
    /// <summary>A whole number in two's complement.</summary>
    Signed,

    /// <summary>A whole number.</summary>
    Unsigned,

    /// <summary>A floating number of 32 or 64 bits.</summary>
    Real,

    /// <summary>Four decimal digits in each register.</summary>
    PackedBcd,

    /// <summary>Two registers: first × 10000 + second.</summary>
    Modicon,

    /// <summary>The digits of a number as text, two characters in each register.</summary>
    Text,
}
