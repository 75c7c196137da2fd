namespace Catchment.Protocols.Flatlogs;

/// <summary>What a field of a message, or an element of a vector, is. Source: telemetry 8.2.</summary>
public enum FlatlogFieldKind
{
    /// <summary>One byte; any value but 0 is true.</summary>
    Bool,

    /// <summary>Signed, 8 bits.</summary>
    Signed8,

    /// <summary>Unsigned, 8 bits.</summary>
    Unsigned8,

    /// <summary>Signed, 16 bits.</summary>
    Signed16,

    /// <summary>Unsigned, 16 bits.</summary>
    Unsigned16,

    /// <summary>Signed, 32 bits.</summary>
    Signed32,

    /// <summary>Unsigned, 32 bits.</summary>
    Unsigned32,

    /// <summary>Signed, 64 bits.</summary>
    Signed64,

    /// <summary>Unsigned, 64 bits.</summary>
    Unsigned64,

    /// <summary>IEEE 754, 32 bits.</summary>
    Real32,

    /// <summary>IEEE 754, 64 bits.</summary>
    Real64,

    /// <summary>Text in UTF-8.</summary>
    Text,

    /// <summary>A vector of scalars or strings.</summary>
    Vector,

    /// <summary>A table in the table.</summary>
    Table,
}
