using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Conversion;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>A tag of a device. Source: <c>tags</c> 10.2.</summary>
public sealed record PollerTag
{
    /// <summary>Its id, the member of the document and the end of its key.</summary>
    public required string Id { get; init; }

    /// <summary>Its name; the id where it has none.</summary>
    public required string Name { get; init; }

    /// <summary>Its key in the store: <c>device:id</c>.</summary>
    public required string Key { get; init; }

    /// <summary>It is true or false; otherwise a number.</summary>
    public bool IsDiscrete { get; init; }

    /// <summary>It may be written.</summary>
    public bool CanWrite { get; init; }

    /// <summary>The table that it lies in.</summary>
    public ModbusTable Table { get; init; } = ModbusTable.HoldingRegisters;

    /// <summary>Where it begins in the table, from 0.</summary>
    public int Address { get; init; }

    /// <summary>How its registers are laid.</summary>
    public RegisterForm Form { get; init; } = RegisterForm.Plain;

    /// <summary>How its value comes of what the registers hold.</summary>
    public TagScaling Scaling { get; init; } = new();

    /// <summary>Its unit.</summary>
    public string Units { get; init; } = "";

    /// <summary>What is wrong with its configuration, so that it is not polled; null: nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it is one bit of its table.</summary>
    public bool IsBit => Table is ModbusTable.Coils or ModbusTable.DiscreteInputs;

    /// <summary>How many registers, or bits, of its table it takes.</summary>
    public int Length => IsBit ? 1 : Form.Registers;
}
