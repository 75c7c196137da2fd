using Catchment.Protocols.Modbus;

namespace Catchment.Tags.Servers.Modbus;

/// <content>Reading.</content>
public sealed partial class ModbusImage
{
    /// <summary>Values up to this length, as all numbers are, are encoded without an allocation.</summary>
    private const int UsualBytes = 256;

    /// <inheritdoc/>
    public ModbusExceptionCode ReadBits(byte unit, ModbusTable table, int address, int count, Span<byte> bits)
    {
        lock (_gate)
        {
            var (slots, memory) = table == ModbusTable.Coils ? (_coils, _coilMemory) : (_discretes, []);
            for (var i = 0; i < count; i++)
            {
                if (slots[address + i] is { } binding ? binding.IsOn() : memory.Length > 0 && memory[address + i] != 0)
                    bits[i / 8] |= (byte)(1 << (i % 8));
            }
        }

        return ModbusExceptionCode.None;
    }

    /// <inheritdoc/>
    public ModbusExceptionCode ReadRegisters(byte unit, ModbusTable table, int address, Span<byte> registers)
    {
        lock (_gate)
        {
            var isHolding = table == ModbusTable.HoldingRegisters;
            if (isHolding && _holdingMemory.Length > 0)
                _holdingMemory.AsSpan(2 * address, registers.Length).CopyTo(registers);
            else
                registers.Clear();

            var end = address + (registers.Length / 2);
            for (var next = address; next < end;)
            {
                var binding = isHolding ? Holding(next) : _inputs[next];
                var first = next++;
                if (binding is null)
                    continue;
                while (next < end && (isHolding ? Holding(next) : _inputs[next]) == binding)
                    next++;
                Copy(binding, first, registers[(2 * (first - address))..(2 * (next - address))]);
            }
        }

        return ModbusExceptionCode.None;
    }

    /// <summary>Encodes the part of a value that begins at an address.</summary>
    private static void Copy(ModbusBinding binding, int from, Span<byte> into)
    {
        var bytes = 2 * binding.Count;
        var value = bytes <= UsualBytes ? stackalloc byte[UsualBytes] : new byte[bytes];
        binding.Encode(value[..bytes]);
        value.Slice(2 * (from - binding.Address), into.Length).CopyTo(into);
    }
}
