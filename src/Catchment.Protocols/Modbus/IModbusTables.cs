namespace Catchment.Protocols.Modbus;

/// <summary>
/// What a server serves. Addresses and counts are within the tables and the limits of a request when a member is called. Each call is
/// one step: a reading never sees half of a writing. Members are called by many threads at once.
/// </summary>
public interface IModbusTables
{
    /// <summary>Reads coils or discrete inputs.</summary>
    /// <param name="unit">The unit that was asked.</param>
    /// <param name="table">Which of the two.</param>
    /// <param name="address">The first, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="bits">Where they go, eight in a byte, the first in the lowest bit; all zero before the call.</param>
    ModbusExceptionCode ReadBits(byte unit, ModbusTable table, int address, int count, Span<byte> bits);

    /// <summary>Reads holding or input registers.</summary>
    /// <param name="unit">The unit that was asked.</param>
    /// <param name="table">Which of the two.</param>
    /// <param name="address">The first, from 0.</param>
    /// <param name="registers">Where they go, two bytes each, the high one first; its length says how many.</param>
    ModbusExceptionCode ReadRegisters(byte unit, ModbusTable table, int address, Span<byte> registers);

    /// <summary>Writes coils: all of them, or none when the answer is an exception.</summary>
    /// <param name="unit">The unit that was asked.</param>
    /// <param name="address">The first, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="bits">Eight in a byte, the first in the lowest bit.</param>
    ModbusExceptionCode WriteBits(byte unit, int address, int count, ReadOnlySpan<byte> bits);

    /// <summary>Writes holding registers: all of them, or none when the answer is an exception.</summary>
    /// <param name="unit">The unit that was asked.</param>
    /// <param name="address">The first, from 0.</param>
    /// <param name="registers">Two bytes each, the high one first; its length says how many.</param>
    ModbusExceptionCode WriteRegisters(byte unit, int address, ReadOnlySpan<byte> registers);
}
