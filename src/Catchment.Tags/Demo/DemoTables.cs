using System.Buffers.Binary;
using Catchment.Protocols.Modbus;

namespace Catchment.Tags.Demo;

/// <summary>The memory of a simulated device: what it measures is in its input registers and discrete inputs, what it is told in its holding registers and coils.</summary>
internal sealed class DemoTables : IModbusTables
{
    private const int Places = 64;

    private readonly Lock _gate = new();
    private readonly byte[] _holding = new byte[Places * 2];
    private readonly byte[] _input = new byte[Places * 2];
    private readonly bool[] _coils = new bool[Places];
    private readonly bool[] _discrete = new bool[Places];

    /// <summary>Sets a measured number.</summary>
    internal void Measure(int address, double value, ModbusDataType type = ModbusDataType.Signed16)
    {
        lock (_gate)
            ModbusRegisters.Write(value, type, ModbusByteOrder.BigEndian, ModbusOutOfRange.Saturate, _input.AsSpan(address * 2, ModbusRegisters.Count(type) * 2));
    }

    /// <summary>Sets a measured state.</summary>
    internal void Measure(int address, bool isOn)
    {
        lock (_gate)
            _discrete[address] = isOn;
    }

    /// <summary>Gets or sets what the device is told, a holding register.</summary>
    internal ushort this[int address]
    {
        get
        {
            lock (_gate)
                return BinaryPrimitives.ReadUInt16BigEndian(_holding.AsSpan(address * 2));
        }

        set
        {
            lock (_gate)
                BinaryPrimitives.WriteUInt16BigEndian(_holding.AsSpan(address * 2), value);
        }
    }

    /// <summary>Whether the device is told to be on.</summary>
    internal bool IsOn(int coil)
    {
        lock (_gate)
            return _coils[coil];
    }

    /// <summary>Tells the device to be on or off.</summary>
    internal void Switch(int coil, bool isOn)
    {
        lock (_gate)
            _coils[coil] = isOn;
    }

    /// <inheritdoc/>
    public ModbusExceptionCode ReadBits(byte unit, ModbusTable table, int address, int count, Span<byte> bits)
    {
        if (address + count > Places)
            return ModbusExceptionCode.IllegalDataAddress;
        lock (_gate)
        {
            var all = table == ModbusTable.Coils ? _coils : _discrete;
            for (var i = 0; i < count; i++)
                bits[i / 8] |= (byte)(all[address + i] ? 1 << (i % 8) : 0);
        }

        return ModbusExceptionCode.None;
    }

    /// <inheritdoc/>
    public ModbusExceptionCode ReadRegisters(byte unit, ModbusTable table, int address, Span<byte> registers)
    {
        if ((address * 2) + registers.Length > Places * 2)
            return ModbusExceptionCode.IllegalDataAddress;
        lock (_gate)
            (table == ModbusTable.HoldingRegisters ? _holding : _input).AsSpan(address * 2, registers.Length).CopyTo(registers);
        return ModbusExceptionCode.None;
    }

    /// <inheritdoc/>
    public ModbusExceptionCode WriteBits(byte unit, int address, int count, ReadOnlySpan<byte> bits)
    {
        if (address + count > Places)
            return ModbusExceptionCode.IllegalDataAddress;
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
                _coils[address + i] = (bits[i / 8] >> (i % 8) & 1) != 0;
        }

        return ModbusExceptionCode.None;
    }

    /// <inheritdoc/>
    public ModbusExceptionCode WriteRegisters(byte unit, int address, ReadOnlySpan<byte> registers)
    {
        if ((address * 2) + registers.Length > Places * 2)
            return ModbusExceptionCode.IllegalDataAddress;
        lock (_gate)
            registers.CopyTo(_holding.AsSpan(address * 2));
        return ModbusExceptionCode.None;
    }
}
