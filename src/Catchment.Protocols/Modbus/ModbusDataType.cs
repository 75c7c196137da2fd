namespace Catchment.Protocols.Modbus;

/// <summary>What a value is in registers.</summary>
public enum ModbusDataType
{
    /// <summary>A register, two's complement.</summary>
    Signed16,

    /// <summary>A register.</summary>
    Unsigned16,

    /// <summary>A register that is 0 or 1.</summary>
    Flag,

    /// <summary>Two registers, two's complement.</summary>
    Signed32,

    /// <summary>Two registers.</summary>
    Unsigned32,

    /// <summary>Two registers, IEEE 754 single.</summary>
    Real32,

    /// <summary>Four registers, two's complement.</summary>
    Signed64,

    /// <summary>Four registers.</summary>
    Unsigned64,

    /// <summary>Four registers, IEEE 754 double.</summary>
    Real64,

    /// <summary>UTF-8, two bytes in a register, filled up with 0.</summary>
    Text,
}
