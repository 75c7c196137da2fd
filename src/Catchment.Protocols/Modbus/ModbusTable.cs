namespace Catchment.Protocols.Modbus;

/// <summary>The four tables of a device; the number is that of the function that reads it.</summary>
public enum ModbusTable
{
    /// <summary>Bits that can be written.</summary>
    Coils = 1,

    /// <summary>Bits that cannot be written.</summary>
    DiscreteInputs = 2,

    /// <summary>Registers that can be written.</summary>
    HoldingRegisters = 3,

    /// <summary>Registers that cannot be written.</summary>
    InputRegisters = 4,
}
