namespace Catchment.Core.Configuration;

/// <summary>What a scalar resolves to under YAML 1.1.</summary>
public enum ScalarKind
{
    /// <summary>Nothing, <c>~</c>, <c>null</c>; the value is null.</summary>
    Null,

    /// <summary><c>yes no on off true false</c>; the value is a <see cref="bool"/>.</summary>
    Boolean,

    /// <summary>
    /// Decimal, octal, hexadecimal, binary or sexagesimal; the value is a <see cref="long"/>, or a
    /// <see cref="System.Numerics.BigInteger"/> when it does not fit.
    /// </summary>
    WholeNumber,

    /// <summary>A number with a dot, an infinity or no number at all; the value is a <see cref="double"/>.</summary>
    RealNumber,

    /// <summary>A calendar date; the value is a <see cref="DateOnly"/>.</summary>
    Date,

    /// <summary>
    /// A date with a time; the value is a <see cref="DateTimeOffset"/> when an offset is written, otherwise a
    /// <see cref="DateTime"/> of unspecified kind.
    /// </summary>
    DateTime,

    /// <summary>Base64 under the tag <c>!!binary</c>; the value is a <c>byte[]</c>.</summary>
    Binary,

    /// <summary>Anything else and everything quoted; the value is a <see cref="string"/>.</summary>
    Text,
}
