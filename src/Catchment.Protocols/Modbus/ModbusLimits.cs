namespace Catchment.Protocols.Modbus;

/// <summary>What one request may hold.</summary>
public static class ModbusLimits
{
    /// <summary>Addresses in a table.</summary>
    public const int TableSize = 65_536;

    /// <summary>Bytes of a request or reply without its frame, at most.</summary>
    public const int PduBytes = 253;

    /// <summary>Bits in one reading.</summary>
    public const int ReadBits = 2_000;

    /// <summary>Bits in one writing.</summary>
    public const int WriteBits = 1_968;

    /// <summary>Registers in one reading.</summary>
    public const int ReadRegisters = 125;

    /// <summary>Registers in one writing.</summary>
    public const int WriteRegisters = 123;

    /// <summary>Registers written by the function that also reads.</summary>
    public const int ReadWriteRegisters = 121;
}
