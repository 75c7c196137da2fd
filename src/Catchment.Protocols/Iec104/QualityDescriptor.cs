using System.Diagnostics.CodeAnalysis;

namespace Catchment.Protocols.Iec104;

/// <summary>What is wrong with a value; SIQ and DIQ have no overflow. Source: IEC 60870-5-101, 7.2.6.1 to 7.2.6.3.</summary>
[Flags]
[SuppressMessage("Design", "CA1028", Justification = "One octet on the line")]
public enum QualityDescriptor : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>OV: the value is beyond what the type holds.</summary>
    Overflow = 0x01,

    /// <summary>BL: blocked for transmission.</summary>
    Blocked = 0x10,

    /// <summary>SB: substituted by an operator or an automatic source.</summary>
    Substituted = 0x20,

    /// <summary>NT: not topical, the last update failed or is long ago.</summary>
    NotTopical = 0x40,

    /// <summary>IV: invalid.</summary>
    Invalid = 0x80,
}
