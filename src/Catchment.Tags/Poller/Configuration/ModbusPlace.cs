using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Conversion;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>Where a tag lies in a Modbus device. Source: <c>tags</c> 10.2, 10.3.</summary>
public sealed record ModbusPlace
{
    /// <summary>The table that it lies in.</summary>
    public ModbusTable Table { get; init; } = ModbusTable.HoldingRegisters;

    /// <summary>Where it begins in the table, from 0.</summary>
    public int Address { get; init; }

    /// <summary>How its registers are laid.</summary>
    public RegisterForm Form { get; init; } = RegisterForm.Plain;

    /// <summary>Whether it is one bit of its table.</summary>
    public bool IsBit => Table is ModbusTable.Coils or ModbusTable.DiscreteInputs;

    /// <summary>Whether its table can be written.</summary>
    public bool CanWrite => Table is ModbusTable.Coils or ModbusTable.HoldingRegisters;

    /// <summary>How many registers, or bits, of its table it takes.</summary>
    public int Length => IsBit ? 1 : Form.Registers;
}
