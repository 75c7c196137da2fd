using Catchment.Protocols.Modbus;

namespace Catchment.Protocols.Tests.Modbus;

/// <summary>Four tables of plain memory, all of them writable by the test, and addresses from which on everything is refused.</summary>
internal sealed class MemoryTables : IModbusTables
{
    private readonly Lock _gate = new();

    public byte[] Coils { get; } = new byte[ModbusLimits.TableSize];

    public byte[] Discretes { get; } = new byte[ModbusLimits.TableSize];

    public byte[] Holding { get; } = new byte[2 * ModbusLimits.TableSize];

    public byte[] Inputs { get; } = new byte[2 * ModbusLimits.TableSize];

    /// <summary>What every call answers instead of working.</summary>
    public ModbusExceptionCode Refusal { get; set; }

    /// <summary>Calls that throw.</summary>
    public bool Fails { get; set; }

    /// <summary>Is called within a reading.</summary>
    public Action Reading { get; set; } = () => { };

    public ModbusExceptionCode ReadBits(byte unit, ModbusTable table, int address, int count, Span<byte> bits)
    {
        Begin();
        if (Refusal != ModbusExceptionCode.None) return Refusal;
        lock (_gate)
        {
            var memory = table == ModbusTable.Coils ? Coils : Discretes;
            for (var i = 0; i < count; i++)
                bits[i / 8] |= (byte)(memory[address + i] << (i % 8));
        }

        return ModbusExceptionCode.None;
    }

    public ModbusExceptionCode ReadRegisters(byte unit, ModbusTable table, int address, Span<byte> registers)
    {
        Begin();
        if (Refusal != ModbusExceptionCode.None) return Refusal;
        lock (_gate)
            (table == ModbusTable.HoldingRegisters ? Holding : Inputs).AsSpan(2 * address, registers.Length).CopyTo(registers);
        return ModbusExceptionCode.None;
    }

    public ModbusExceptionCode WriteBits(byte unit, int address, int count, ReadOnlySpan<byte> bits)
    {
        if (Refusal != ModbusExceptionCode.None) return Refusal;
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
                Coils[address + i] = (byte)((bits[i / 8] >> (i % 8)) & 1);
        }

        return ModbusExceptionCode.None;
    }

    public ModbusExceptionCode WriteRegisters(byte unit, int address, ReadOnlySpan<byte> registers)
    {
        if (Refusal != ModbusExceptionCode.None) return Refusal;
        lock (_gate)
            registers.CopyTo(Holding.AsSpan(2 * address));
        return ModbusExceptionCode.None;
    }

    private void Begin()
    {
        if (Fails) throw new InvalidOperationException("the tables are broken");
        Reading();
    }
}
