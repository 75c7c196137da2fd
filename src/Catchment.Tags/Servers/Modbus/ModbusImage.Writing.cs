using Catchment.Protocols.Modbus;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Modbus;

/// <content>Writing: everything is judged before anything is applied.</content>
public sealed partial class ModbusImage
{
    private readonly List<(ModbusBinding Binding, TagValue Value)> _pending = [];

    /// <inheritdoc/>
    public ModbusExceptionCode WriteBits(byte unit, int address, int count, ReadOnlySpan<byte> bits)
    {
        List<(ModbusBinding Binding, TagValue Value)>? first = null;
        ModbusExceptionCode code;
        lock (_gate)
            code = WriteBits(address, count, bits, ref first);
        return first is null ? code : WriteFirst(first, code);
    }

    /// <inheritdoc/>
    public ModbusExceptionCode WriteRegisters(byte unit, int address, ReadOnlySpan<byte> registers)
    {
        List<(ModbusBinding Binding, TagValue Value)>? first = null;
        ModbusExceptionCode code;
        lock (_gate)
            code = WriteRegisters(address, registers, ref first);
        return first is null ? code : WriteFirst(first, code);
    }

    private ModbusExceptionCode WriteBits(int address, int count, ReadOnlySpan<byte> bits, ref List<(ModbusBinding Binding, TagValue Value)>? first)
    {
        _pending.Clear();
        var isUnmapped = false;
        for (var i = 0; i < count; i++)
        {
            if (_coils[address + i] is not { } binding)
                isUnmapped = true;
            else if (Plan(binding, TagValue.Of(IsSet(bits, i))) is var code and not ModbusExceptionCode.None)
                return code;
        }

        if (isUnmapped)
        {
            if (_options.UnmappedWrites == ModbusUnmappedWrites.Reject)
                return ModbusExceptionCode.IllegalDataAddress;
            if (_coilMemory.Length == 0)
                _coilMemory = new byte[ModbusLimits.TableSize];
            for (var i = 0; i < count; i++)
            {
                if (_coils[address + i] is null)
                    _coilMemory[address + i] = (byte)(IsSet(bits, i) ? 1 : 0);
            }
        }

        return Apply(ref first);
    }

    private ModbusExceptionCode WriteRegisters(int address, ReadOnlySpan<byte> registers, ref List<(ModbusBinding Binding, TagValue Value)>? first)
    {
        _pending.Clear();
        var isUnmapped = false;
        ModbusBinding? last = null;
        for (var i = 0; i < registers.Length / 2; i++)
        {
            var binding = Holding(address + i);
            if (binding is null)
                isUnmapped = true;
            else if (binding != last && Plan(binding, address, registers) is var code and not ModbusExceptionCode.None)
                return code;
            last = binding;
        }

        if (isUnmapped)
        {
            if (_options.UnmappedWrites == ModbusUnmappedWrites.Reject)
                return ModbusExceptionCode.IllegalDataAddress;
            if (_holdingMemory.Length == 0)
                _holdingMemory = new byte[2 * ModbusLimits.TableSize];
            for (var i = 0; i < registers.Length / 2; i++)
            {
                if (Holding(address + i) is null)
                    registers.Slice(2 * i, 2).CopyTo(_holdingMemory.AsSpan(2 * (address + i)));
            }
        }

        return Apply(ref first);
    }

    /// <summary>Lays what a request has of a value over the registers that it leaves alone.</summary>
    private ModbusExceptionCode Plan(ModbusBinding binding, int address, ReadOnlySpan<byte> registers)
    {
        var bytes = 2 * binding.Count;
        var room = bytes <= UsualBytes ? stackalloc byte[UsualBytes] : new byte[bytes];
        var present = room[..bytes];
        binding.Encode(present);
        var end = Math.Min(binding.Address + binding.Count, address + (registers.Length / 2));
        for (var next = Math.Max(binding.Address, address); next < end; next++)
        {
            if (Holding(next) == binding)
                registers.Slice(2 * (next - address), 2).CopyTo(present[(2 * (next - binding.Address))..]);
        }

        return binding.TryDecode(present, out var value) ? Plan(binding, value) : ModbusExceptionCode.IllegalDataValue;
    }

    private ModbusExceptionCode Plan(ModbusBinding binding, in TagValue value)
    {
        if (!binding.IsWritable)
            return ModbusExceptionCode.IllegalDataAddress;
        _pending.Add((binding, value));
        return binding.Judge(value);
    }

    /// <summary>Writes what is pending to the points that there are.</summary>
    /// <param name="first">Takes what is for keys that are not registered.</param>
    private ModbusExceptionCode Apply(ref List<(ModbusBinding Binding, TagValue Value)>? first)
    {
        var code = ModbusExceptionCode.None;
        foreach (var (binding, value) in _pending)
        {
            if (binding.TryWrite(value) is not { } result)
                (first ??= []).Add((binding, value));
            else if (!result.IsOk())
                code = ModbusExceptionCode.ServerDeviceFailure;
        }

        _pending.Clear();
        return code;
    }

    /// <summary>Writes keys for the first time, which waits for the disk: nobody who reads waits with it.</summary>
    private ModbusExceptionCode WriteFirst(List<(ModbusBinding Binding, TagValue Value)> first, ModbusExceptionCode code)
    {
        TagUpdate[] updates = [.. first.Select(static one => new TagUpdate(null, one.Binding.Mapping.Key, new TagWrite(one.Value, TagOrigin.Modbus)))];
        var results = new WriteResult[updates.Length];
        _store.Write(updates, results);
        // What was judged well fails only where a key could not be registered: the disk or the number of points.
        return Array.TrueForAll(results, static result => result.IsOk()) ? code : ModbusExceptionCode.ServerDeviceFailure;
    }

    private static bool IsSet(ReadOnlySpan<byte> bits, int index) => (bits[index / 8] & (1 << (index % 8))) != 0;
}
